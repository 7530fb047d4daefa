/** Functions of the C library that Node does not offer, by koffi. Loaded at first use. */
import { createRequire } from 'node:module';
import type * as Koffi from 'koffi';

type Native = (...args: readonly (number | string)[]) => number;

/** The function with this prototype; null where the library has none of that name, or koffi none for this machine. */
export function fromCLibrary(prototype: string): Native | null {
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi;
    return koffi.load(null).func(prototype) as Native;
  } catch {
    return null;
  }
}
