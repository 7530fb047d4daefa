/** Words about chains of archives: which needs which, and what is missing. */
import type { ChainLink } from '../../../preload/contract/archive.ts';
import type { ShownLink } from '../../feature/chains/chain.ts';

export const chains = {
  title: (name: string) => `Archives of ${name}`,
  open: 'Archives and what they need',
  intro: 'A full archive holds everything. The ones after it hold only what changed, so that each needs those before it. Nothing that is still needed is ever removed.',
  back: 'All versions of it',
  none: 'No archive here yet.',
  noneWhy: 'With the first backup a full archive is made; the next ones hold what changed.',
  unreachable: 'The archives cannot be looked at now. What is stored stays as it is.',
  chain: (from: string, to: string) => (from === to ? `Chain of ${from}` : `Chain from ${from} to ${to}`),
  holds: (archives: string, n: number, size: string) => `${n === 1 ? '1 archive' : `${archives} archives`}, ${size}`,
  goesOn: (left: string, n: number) => (n === 0 ? 'The next backup makes a new full archive.' : `It goes on: ${n === 1 ? '1 more archive' : `${left} more archives`} before a new full one.`),
  ended: 'It is complete; a newer chain goes on.',
  kind: { full: 'Full', incremental: 'Changes since the one before', differential: 'Changes since the full one' } satisfies Record<ChainLink['kind'], string>,
  standing: { ok: 'whole', broken: 'something it needs is gone', missing: 'missing', damaged: 'damaged' } satisfies Record<ShownLink['standing'], string>,
  kept: 'its version is forgotten, others need it',
  needsNothing: 'stands alone',
  needs: (count: string, n: number) => (n === 1 ? 'needs 1 other' : `needs ${count} others`),
  needed: 'needed by the chosen one',
  file: 'Files',
  needsTitle: 'Needs',
  neededTitle: 'Needed by',
  unknown: (count: string, n: number) => (n === 1 ? 'one archive that nothing is known of any more' : `${count} archives that nothing is known of any more`),
  lost: (name: string, state: 'missing' | 'damaged') => `${name} is ${state}.`,
  lostUnknown: 'An archive that others need is gone, and nothing is known of it any more.',
  costs: (versions: string, n: number) => (n === 0 ? 'No version is lost by that.' : n === 1 ? `The version of ${versions} cannot be restored whole.` : `These versions cannot be restored whole: ${versions}.`),
  advice: 'Everything else can be restored. The next backup begins a new chain by itself. If there is a copy of the file elsewhere, put it back under its name.',
  problems: 'What belongs to no chain',
  notes: 'Worth knowing',
};
