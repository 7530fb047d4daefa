/** Where a path of the snapshot goes: relative to the target's root, moved where `--map` says so. */
import { Fault } from '../base/fault.ts';
import { rawFromText } from '../entry/name.ts';
import type { RawPath } from '../entry/entry.ts';

export interface Mapping {
  from: string;
  to: string;
}

/** The longest `from` that fits wins. @throws Fault `invalid` for a mapping that is not between absolute paths. */
export function pathMap(mappings: readonly Mapping[]): (path: RawPath) => RawPath {
  const rules = mappings.map(({ from, to }) => ({ from: absolute(from), to: absolute(to) })).toSorted((a, b) => b.from.length - a.from.length);
  return (path) => {
    const rule = rules.find(({ from }) => path === from || path.startsWith(`${from}/`) || from === '');
    return (rule === undefined ? path : rule.to + path.slice(rule.from.length)).replace(/^\/+/, '');
  };
}

function absolute(text: string): RawPath {
  const path = rawFromText(text);
  if (!path.startsWith('/') || path.split('/').includes('..')) throw new Fault('invalid', `"${text}" cannot be mapped: it is no absolute path.`, { advice: 'Write --map /path/in/snapshot=/path/it/goes/to.' });
  return path.replace(/\/+$/, '');
}
