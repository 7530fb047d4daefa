/** Results as rows of name and value, under their own names. */
import type { RunResult } from '../../../preload/contract/run.ts';

export type Row = readonly [name: string, value: number | string];

/** Lists count; what they hold is shown elsewhere. */
export function rawCounts(results: readonly RunResult[]): Row[] {
  return results.flatMap((result) => rowsOf(result, ''));
}

function rowsOf(value: object, prefix: string): Row[] {
  return Object.entries(value as Record<string, unknown>).flatMap(([key, held]): Row[] => {
    const name = `${prefix}${key}`;
        if (Array.isArray(held)) return [[name, held.length]];
    if (typeof held === 'object' && held !== null) return rowsOf(held, `${name}.`);
    return typeof held === 'number' || typeof held === 'string' ? [[name, held]] : typeof held === 'boolean' ? [[name, held ? 'true' : 'false']] : [];
  });
}
