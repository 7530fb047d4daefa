/** From what a person decides to what the engine is asked for, and to the command that does the same. */
import type { RestoreSpec } from '../../../preload/contract/restore.ts';
import { commandLine } from '../../ui/command-line.ts';
import { commonFolder, parentOf } from './paths.ts';

/** What happens to a file that is there already and differs. */
export type Conflict = 'keep-both' | 'replace' | 'skip' | 'newer';
export const CONFLICTS: readonly Conflict[] = ['keep-both', 'replace', 'skip', 'newer'];

const MODES: Record<Conflict, Pick<RestoreSpec, 'overwrite' | 'keepExisting'>> = {
  'keep-both': { overwrite: 'if-changed', keepExisting: true },
  replace: { overwrite: 'if-changed', keepExisting: false },
  skip: { overwrite: 'never', keepExisting: false },
  newer: { overwrite: 'if-newer', keepExisting: false },
};

export interface Wish {
  destination: string;
  snapshot: string;
  /** Chosen paths; `/` means everything. */
  paths: readonly string[];
  /** Null: where they came from. */
  into: string | null;
  conflict: Conflict;
}

export type WishedSpec = Pick<RestoreSpec, 'destination' | 'snapshot' | 'into' | 'paths' | 'overwrite' | 'keepExisting'>;

/** Into a folder, only what was chosen goes there, not the folders it lay in. */
const subtreeOf = ({ into, paths }: Wish): string => (into === null ? '/' : commonFolder(paths.map(parentOf)));

export function specOf(wish: Wish): WishedSpec {
  const { destination, snapshot, paths, into, conflict } = wish;
  const subtree = subtreeOf(wish);
  return { destination, snapshot: subtree === '/' ? snapshot : `${snapshot}:${subtree}`, into, paths: paths.includes('/') ? [] : [...paths], ...MODES[conflict] };
}

/** Where one entry goes, as people would write it. */
export const targetOf = (wish: Wish, path: string): string => {
  if (wish.into === null) return path;
  const subtree = subtreeOf(wish);
  return `${wish.into.replace(/\/+$/, '')}${subtree === '/' ? path : path.slice(subtree.length)}`;
};

/** Characters that patterns give a meaning. */
const literal = (path: string): string => path.replaceAll(/[\\*?[\]]/g, String.raw`\$&`);

export function restoreCommand(wish: Wish): string {
  const { destination, paths, into } = wish;
  const spec = specOf(wish);
  const subtree = subtreeOf(wish);
  const includes = spec.paths!.flatMap((path) => ['--include', literal(subtree === '/' ? path : path.slice(subtree.length))]);
  return commandLine(
    'restore', '-r', destination, spec.snapshot, ...(paths.includes('/') ? [] : includes),
    ...(into === null ? ['--in-place'] : ['--into', into]), '--overwrite', spec.overwrite!, spec.keepExisting === true && '--keep-existing',
  );
}
