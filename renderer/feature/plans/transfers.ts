/** What a transfer may be: from where, to where. */
import type { Transfer } from '../../../preload/contract/plan-settings.ts';

/** Destinations that nothing of the plan reaches yet. */
export const placesFor = (known: readonly string[], direct: readonly string[], transfers: readonly Transfer[]): string[] =>
  known.filter((name) => !direct.includes(name) && !transfers.some(({ to }) => to === name));

/** What a transfer can take from: what is backed up to, and what earlier transfers bring. */
export const originsFor = (index: number, direct: readonly string[], transfers: readonly Transfer[]): string[] => [...direct, ...transfers.slice(0, index).map(({ to }) => to)];

/** The first one that takes from where nothing comes, or goes to what is backed up to anyway; null: all are sound. */
export const unsound = (direct: readonly string[], transfers: readonly Transfer[]): Transfer | null => transfers.find(({ from, to }, index) => direct.includes(to) || !originsFor(index, direct, transfers).includes(from)) ?? null;
