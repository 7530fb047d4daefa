/** The command lines of a plan: what its buttons do, for a terminal. */
import type { Excludes } from '../../preload/contract/folder-spec.ts';
import type { RetentionPolicy } from '../../preload/contract/retention.ts';
import type { SourceSpec } from '../../preload/contract/folder-spec.ts';
import { commandLine } from '../ui/command-line.ts';
import { NO_EXCLUDES } from './exclude-model.ts';
import { compressionOf, NEW_STORING, type Storing } from './format-model.ts';
import { RULES, SPANS, usesRules } from './retention-model.ts';

export interface Commanded {
  /** Absent: not saved yet. */
  id?: string | undefined;
  sources: readonly { kind: SourceSpec['kind']; paths: readonly string[]; excludes?: Partial<Excludes> | undefined }[];
  destinations: readonly string[];
  tags?: readonly string[] | undefined;
  retention?: RetentionPolicy | null | undefined;
}

const each = (option: string, values: readonly string[]): string[] => values.flatMap((value) => [option, value]);
const tagsOf = ({ id, tags = [] }: Commanded): string[] => [...(id === undefined ? [] : [`plan:${id}`]), ...tags];

/** A saved plan by its id; one that is not saved yet with a line for each source, because each makes a version of its own. */
export function backupCommand(plan: Commanded): string {
  if (plan.id !== undefined) return commandLine('plan', 'run', plan.id);
  return plan.sources.map(({ paths, excludes }) => {
    const { patterns, patternsIgnoreCase, files, caches, ifPresent, oneFileSystem, largerThan } = { ...NO_EXCLUDES, ...excludes };
    return commandLine(
      'backup', ...paths, ...each('--to', plan.destinations), ...each('--exclude', patterns), ...each('--iexclude', patternsIgnoreCase), ...each('--exclude-file', files),
      caches && '--exclude-caches', ...each('--exclude-if-present', ifPresent), oneFileSystem && '--one-file-system',
      ...(largerThan === null ? [] : ['--exclude-larger-than', sizeWord(largerThan)]), ...each('--tag', tagsOf(plan)),
    );
  }).join('\n');
}

/** The command line takes bare bytes, and counts `k` in 1024s. */
const sizeWord = (bytes: number): string => (bytes % 1024 === 0 ? `${bytes / 1024}k` : String(bytes));

/** A new destination with a name; of one that is there already only the name. @param drive where the drive is mounted that becomes known first. @param cutAs the vault whose way of cutting a new one takes over. */
export const setUpCommand = (name: string, address: string, made: boolean, storing: Storing = NEW_STORING, drive: string | null = null, cutAs: string | null = null): string => [
  ...(drive === null ? [] : [commandLine('drive', 'adopt', drive)]),
  ...(made ? [commandLine('init', ...formatOptions(storing), ...(cutAs === null ? [] : ['--chunker-from', cutAs]), address)] : []),
  commandLine('destination', 'add', name, address, storing.format !== 'vault' && '--format', storing.format !== 'vault' && storing.format),
].join('\n');

const formatOptions = (storing: Storing): (string | false)[] => (storing.format === 'vault' ? [] : ['--format', storing.format, ...(storing.format === 'archive' ? archiveOptions(storing) : [])]);

/** Only what is not so by itself. */
function archiveOptions(storing: Storing): (string | false)[] {
  const { container, encrypted, volumeSize, maxLinks } = storing;
  const packing = compressionOf(storing);
  return [
    '--container', container, ...(packing === compressionOf({ ...NEW_STORING, container }) ? [] : ['--compression', packing]), encrypted && '--encrypt',
    ...(volumeSize === null ? [] : ['--volume-size', sizeWord(volumeSize)]), ...(maxLinks === NEW_STORING.maxLinks ? [] : ['--max-links', String(maxLinks)]),
  ];
}

const dashed = (name: string): string => `--keep-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** A policy as options; empty: it keeps everything. */
export function forgetOptions(retention: RetentionPolicy | null): string[] {
  if (retention === null || !usesRules(retention)) return [];
  const counts = RULES.filter((rule) => retention[rule] !== 0).flatMap((rule) => [dashed(rule), retention[rule] === -1 ? 'unlimited' : String(retention[rule])]);
  const spans = SPANS.flatMap((span) => (retention[span] === undefined ? [] : [dashed(span), retention[span]]));
  return [...counts, ...spans, ...retention.tags.flatMap((list) => ['--keep-tag', list.join(',')])];
}

/** What the plan's policy would forget, destination by destination; null: it keeps everything. */
export function forgetCommand(plan: Commanded): string | null {
  const { retention } = plan;
  if (retention == null || !usesRules(retention)) return null;
  const [own] = tagsOf(plan);
  return plan.destinations.map((destination) => commandLine('forget', '-r', destination, ...(own === undefined ? [] : ['--tag', own]), ...forgetOptions(retention))).join('\n');
}
