/** Names of what an archive store lays down: archives and their sidecars for everybody to see, `.holdfast-archive/` for what only we need. */
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import type { RawPath } from '../../entry/entry.ts';
import type { Compression, ContainerKind } from './container/container.ts';

/** The folder of our own. */
export const HIDDEN = '.holdfast-archive';
/** Ending of a file that is being written. */
export const PARTIAL = '.partial';
/** Ending of the sidecar: an archive without it is none of ours. */
export const SIDECAR = '.json';

/** Where the container's own files lie in it. */
export const OWN_MANIFEST = '.holdfast/manifest.json';
export const OWN_CHECKSUMS = '.holdfast/checksums.txt';

export const LINK_KINDS = ['full', 'incremental', 'differential'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

const SHORT = { full: 'full', incremental: 'inc', differential: 'diff' } as const satisfies Record<LinkKind, string>;
const NAME = /^.+-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-(?:full|inc|diff)-[0-9a-f]{8}$/;
/** What may follow the name of one of ours. */
const ENDING = /^(?:\.json|\.(?:tar|tar\.gz|tar\.zst|zip|blb)(?:\.age)?(?:\.\d{3,})?)(?:\.partial)?$/;

/** Longest name of a source in bytes, so that time, kind, id and endings still fit behind it. */
const LONGEST = 150;

/** `docs-2026-11-21T14-02-00Z-inc-0123abcd`: sorts by time, and has no character any file system refuses. */
export const linkName = (source: string, time: Date, kind: LinkKind, id: string): string =>
  `${source}-${time.toISOString().replace(/\.\d+Z$/, 'Z').replaceAll(':', '-')}-${SHORT[kind]}-${id.slice(0, 8)}`;

/** Whether a text has the form of such a name: it is used as part of a path. */
export const isLinkName = (text: string): boolean => NAME.test(text) && !/[/\\\0]/.test(text) && !text.startsWith('.');

/** Whether a file's name is one we give to the parts of a link. */
export const belongsTo = (file: string, link: string): boolean => file.startsWith(link) && ENDING.test(file.slice(link.length));

/** The link a file's name speaks of; null when it is none of ours. */
export function linkOfFile(file: string): string | null {
  for (let dot = file.indexOf('.', 1); dot > 0; dot = file.indexOf('.', dot + 1)) {
    const name = file.slice(0, dot);
    if (NAME.test(name) && ENDING.test(file.slice(dot))) return name;
  }
  return null;
}

/** A name for the source of a link: that of what is saved. A board's is that of the board: "/" is the path of each. */
export const sourceOf = ({ device, hostname = '', paths }: Pick<Snapshot, 'device' | 'hostname' | 'paths'>): string => sourceName(device === undefined ? paths : [hostname]);

/** As far as any file system takes it. Text. */
export function sourceName(paths: readonly string[]): string {
  const names = paths.map((path) => path.split(/[/\\]+/).findLast((part) => part !== '') ?? 'root');
  const name = names.length > 1 ? `${names[0]} and ${names.length - 1} more` : (names[0] ?? 'backup');
  let clean = name.replace(/[\p{Cc}\p{Cf}\ufffd<>:"/\\|?*]/gu, '_').replace(/^\.+/, '').replace(/[. ]+$/, '');
  while (Buffer.byteLength(clean) > LONGEST) clean = Array.from(clean).slice(0, -1).join('');
  return clean === '' ? 'backup' : clean;
}

const COMPRESSED = { none: '', gzip: '.gz', zstd: '.zst' } as const satisfies Record<Compression, string>;

/** What follows a link's name: `.tar.zst.age`. */
export const endingOf = (container: ContainerKind, compression: Compression, encrypted: boolean): string =>
  `.${container}${container === 'tar' ? COMPRESSED[compression] : ''}${encrypted ? '.age' : ''}`;

/** Where an entry of the snapshot lies in the archive: nothing there is absolute. */
export const placeInContainer = (path: RawPath): RawPath => path.replace(/^\/+/, '').replace(/^([A-Za-z]):/, '$1');
