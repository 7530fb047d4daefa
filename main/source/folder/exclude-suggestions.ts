/** What most people leave out. Preselected is only what programs make again by themselves, named so that nobody's own folder is caught. */
import type { ExcludeSuggestion } from '../../../preload/contract/source-procedures.ts';

/** Names and endings of their own; never a plain word such as `Cache` or `target`, which people use too. Tagged caches are found by their tag. */
const COMMON: readonly ExcludeSuggestion[] = [
  {
    reason: 'caches', preselected: true,
    patterns: [
      '.cache', 'Library/Caches', '.thumbnails', '__pycache__', '.pytest_cache', '.mypy_cache', '.ruff_cache', '.npm/_cacache', '.gradle/caches', '.cargo/registry',
      '.config/*/Cache', '.config/*/Code Cache', '.config/*/GPUCache', 'AppData/Local/*/*/User Data/*/Cache', 'AppData/Local/Microsoft/Windows/INetCache',
    ],
  },
  { reason: 'trash', preselected: true, patterns: ['.local/share/Trash', '.Trash', '.Trashes', '.Trash-[0-9]*', '$RECYCLE.BIN'] },
  { reason: 'dependencies', preselected: true, patterns: ['node_modules', '.venv', '.tox', 'bower_components'] },
  { reason: 'temporary', preselected: true, patterns: ['*.tmp', '~$*', '.~lock.*#', '*.crdownload', '.DS_Store', 'Thumbs.db', 'AppData/Local/Temp'] },
  { reason: 'virtual-machines', preselected: false, patterns: ['*.vmdk', '*.vdi', '*.qcow2', '*.vhd', '*.vhdx', '*.hdd', '*.utm', '.local/share/libvirt/images'] },
];

/** @param downloads where downloads go on this machine; null: nowhere known. */
export function excludeSuggestions(downloads: string | null): ExcludeSuggestion[] {
  const common = COMMON.map((suggestion) => ({ ...suggestion, patterns: [...suggestion.patterns] }));
  return downloads === null ? common : [...common, { reason: 'downloads', preselected: false, patterns: [literal(downloads)] }];
}

/** A path as a pattern that means just this path. */
const literal = (path: string): string => path.replace(/[*?[\]\\]/g, '\\$&');
