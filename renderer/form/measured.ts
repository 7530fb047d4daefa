/** What was counted in several folders, put together. */
import type { Measure } from '../../preload/contract/source-procedures.ts';
import { outermost } from './folder-path.ts';

/** Of one folder. The last numbers stay while it is counted anew. */
export interface Measured {
  measure: Measure | null;
  error: unknown;
}

export type Measures = ReadonlyMap<string, Measured>;

const NOTHING: Measure = { kept: { files: 0, bytes: 0 }, excluded: { files: 0, bytes: 0 }, paths: [], patterns: [], unreadable: 0, done: true };

const plus = (a: { files: number; bytes: number }, b: { files: number; bytes: number }): { files: number; bytes: number } => ({ files: a.files + b.files, bytes: a.bytes + b.bytes });

/** Null: nothing is known of any of them. `done`: all are counted to the end. */
export function together(folders: readonly string[], measures: Measures): Measure | null {
  const all = outermost(folders).map((folder) => measures.get(folder));
  const known = all.flatMap((one) => one?.measure ?? []);
  if (known.length === 0) return null;
  const settled = all.every((one) => one !== undefined && (one.measure?.done === true || one.error !== null));
  return { ...known.reduce(merge, NOTHING), done: settled };
}

function merge(sum: Measure, one: Measure): Measure {
  const patterns = new Map(sum.patterns.map((size) => [size.pattern, size]));
  for (const { pattern, ...size } of one.patterns) patterns.set(pattern, { pattern, ...plus(patterns.get(pattern) ?? { files: 0, bytes: 0 }, size) });
  return {
    kept: plus(sum.kept, one.kept), excluded: plus(sum.excluded, one.excluded), paths: [...sum.paths, ...one.paths], patterns: [...patterns.values()],
    unreadable: sum.unreadable + one.unreadable, done: sum.done && one.done,
  };
}
