/** What becomes of a snapshot's tags. */
import { Fault } from '../base/fault.ts';

export interface TagChange {
  /** Replaces all tags; an empty list takes them away. Not together with the others. */
  set?: readonly string[];
  add?: readonly string[];
  remove?: readonly string[];
}

/** A snapshot with other tags has another id. */
export interface Renamed {
  from: string;
  to: string;
}

/** @throws Fault `invalid`. */
export function requireChange({ set, add = [], remove = [] }: TagChange): void {
  const partial = add.length + remove.length > 0;
  if (set !== undefined && partial) throw new Fault('invalid', 'Tags can be replaced, or added and removed, not both at once.', { advice: 'Give either --set, or --add and --remove.' });
  if (set === undefined && !partial) throw new Fault('invalid', 'No tag is given to set, add or remove.', { advice: 'Give --set, --add or --remove.' });
}

/** Null: they are as wanted already. */
export function changedTags(before: readonly string[], { set, add = [], remove = [] }: TagChange): string[] | null {
  const gone = new Set(remove);
  const tags = set === undefined ? [...before, ...new Set(add.filter((tag) => !before.includes(tag)))].filter((tag) => !gone.has(tag)) : [...new Set(set)];
  return tags.length === before.length && tags.every((tag, at) => tag === before[at]) ? null : tags;
}
