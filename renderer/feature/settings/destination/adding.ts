/** What a place is good for as a destination, and what it may be called. */
import type { Destination, Place } from '../../../../preload/contract/destination.ts';

/** `fresh`: a vault can be made there. `other`: it holds other things, and a folder of its own is better. */
export type Finding = { kind: 'vault' | 'fresh' | 'closed' } | { kind: 'known'; name: string } | { kind: 'other'; suggestion: string };

export function findingOf({ address, state, writable, suggestion }: Pick<Place, 'address' | 'state' | 'writable' | 'suggestion'>, known: readonly Pick<Destination, 'name' | 'address'>[]): Finding {
  const same = known.find((one) => one.address === address);
  if (same !== undefined) return { kind: 'known', name: same.name };
  if (state === 'vault') return { kind: 'vault' };
  if (!writable) return { kind: 'closed' };
  return state === 'other' && suggestion !== null ? { kind: 'other', suggestion } : { kind: 'fresh' };
}

/** The same rule as the contract's. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u;

export type NameProblem = 'empty' | 'bad' | 'taken';

export function nameProblem(name: string, taken: readonly string[]): NameProblem | null {
  if (name === '') return 'empty';
  if (!NAME.test(name)) return 'bad';
  return taken.includes(name) ? 'taken' : null;
}

/** Made of a folder's name, so that it can be used at once. */
export function freeName(folder: string, taken: readonly string[]): string {
  const base = folder.replace(/[^\p{L}\p{N}._ -]+/gu, ' ').replace(/^[^\p{L}\p{N}]+/u, '').trim().slice(0, 60);
  if (base === '') return '';
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base} ${number}`;
    if (!taken.includes(name)) return name;
  }
}
