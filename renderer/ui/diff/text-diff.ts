/** The difference of two texts, line by line, for two columns. Computed in slices: the window stays awake. */
import { linesOf } from './text-lines.ts';

/** One row: a line of both, or of one of them. Numbers count from 1. */
export interface DiffRow {
  kind: 'same' | 'removed' | 'added' | 'changed';
  before: { number: number; text: string } | null;
  after: { number: number; text: string } | null;
}

export interface TextDiff {
  rows: DiffRow[];
  added: number;
  removed: number;
  /** They differ in so much that lines were not paired. */
  coarse: boolean;
}

/** Milliseconds the first try may take in one go, and the sliced one in all. */
const LIMITS = { atOnce: 60, atMost: 6000 };

interface Part {
  value: string[];
  added: boolean;
  removed: boolean;
}

export async function diffTexts(before: string, after: string, signal: AbortSignal, { atOnce, atMost } = LIMITS): Promise<TextDiff> {
  const { diffArrays } = await import('diff');
  const [old, now] = [linesOf(before), linesOf(after)];
  const quick = diffArrays(old, now, { timeout: atOnce }) as Part[] | undefined;
  const parts = quick ?? (await new Promise<Part[] | undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
    diffArrays(old, now, { timeout: atMost, callback: (found: Part[] | undefined) => resolve(found) });
  }));
  signal.throwIfAborted();
  const coarse: Part[] = [{ value: old, removed: true, added: false }, { value: now, added: true, removed: false }];
  return { ...rowsOf(parts ?? coarse), coarse: parts === undefined };
}

/** Lines that went and lines that came at the same place stand side by side. */
export function rowsOf(parts: readonly Part[]): Omit<TextDiff, 'coarse'> {
  const rows: DiffRow[] = [];
  let [old, now, added, removed] = [0, 0, 0, 0];
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]!;
    if (!part.added && !part.removed) {
      for (const text of part.value) rows.push({ kind: 'same', before: { number: ++old, text }, after: { number: ++now, text } });
      continue;
    }
    const next = parts[at + 1];
    const pair = next !== undefined && (part.removed ? next.added : next.removed) ? next : null;
    if (pair !== null) at++;
    const gone = part.removed ? part.value : (pair?.value ?? []);
    const came = part.added ? part.value : (pair?.value ?? []);
    for (let line = 0; line < Math.max(gone.length, came.length); line++) {
      const [left, right] = [gone[line], came[line]];
      rows.push({
        kind: left === undefined ? 'added' : right === undefined ? 'removed' : 'changed',
        before: left === undefined ? null : { number: ++old, text: left }, after: right === undefined ? null : { number: ++now, text: right },
      });
    }
    added += came.length;
    removed += gone.length;
  }
  return { rows, added, removed };
}
