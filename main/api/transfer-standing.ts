/** How a plan's transfers stand, from history alone: what has arrived, what waits, and what is due. */
import type { TransferStatus } from '../../preload/contract/plan.ts';
import type { Plan, Transfer } from '../../preload/contract/plan-settings.ts';
import { showAddress } from '../storage/address-show.ts';
import { parseAddress } from '../storage/address.ts';
import type { Destinations } from './destinations.ts';
import type { Services } from './implementer.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A run ends a little later or earlier each day: by so much a transfer may come before its time. */
const GRACE = 2 * HOUR;
/** Records of history looked at, at most. */
const MOST = 5000;

export type Standing = Omit<TransferStatus, 'available'>;

/** Something that reached a destination. */
interface Arrival {
  address: string;
  /** Place of its run in history. */
  seq: number;
  endedAt: string;
  /** It was new there. */
  isNew: boolean;
  /** It was read back there. */
  isVerified: boolean;
}

export function standings(plan: Plan, { context, destinations }: Services): Standing[] {
  const { runs } = context.catalog;
  const arrivals = [
    ...runs.backupsOf(plan.id, (backups) => some(backups, ({ destination, seq, endedAt }): Arrival => ({ address: destination, seq, endedAt, isNew: true, isVerified: false }))),
    ...runs.transfersOf(plan.id, (transfers) => some(transfers, ({ to, seq, endedAt, copied, verified }): Arrival => ({ address: to, seq, endedAt, isNew: copied, isVerified: verified > 0 }))),
  ];
  const at = (name: string): string => shownAddress(name, destinations);
  return plan.transfers.map((transfer) => standing(transfer, { from: at(transfer.from), to: at(transfer.to) }, arrivals, context.clock.now()));
}

/** As stores and history have it. */
export const shownAddress = (name: string, destinations: Destinations): string => showAddress(parseAddress(destinations.address(name), destinations.around));

function standing({ from, to, everyDays, remindAfterDays }: Transfer, address: { from: string; to: string }, arrivals: readonly Arrival[], now: number): Standing {
  const there = arrivals.filter((arrival) => arrival.address === address.to);
  const last = newest(there);
  const waiting = arrivals.filter((arrival) => arrival.address === address.from && arrival.isNew && arrival.seq > (last?.seq ?? -1));
  const oldest = waiting.reduce<Arrival | null>((first, arrival) => (first === null || arrival.seq < first.seq ? arrival : first), null);
  const since = Date.parse(last?.endedAt ?? oldest?.endedAt ?? '');
  return {
    from, to, address: address.to, lastSuccessAt: last?.endedAt ?? null, lastVerifiedAt: newest(there.filter(({ isVerified }) => isVerified))?.endedAt ?? null, waitingSince: oldest?.endedAt ?? null,
    due: oldest !== null && isTime(last?.endedAt ?? null, everyDays, now),
    overdue: oldest !== null && now - since > Math.max(remindAfterDays, everyDays ?? 0) * DAY,
  };
}

/** Whether the days between two transfers are over. */
export const isTime = (lastSuccessAt: string | null, everyDays: number | null, now: number): boolean =>
  everyDays === null || lastSuccessAt === null || now - Date.parse(lastSuccessAt) >= everyDays * DAY - GRACE;

const newest = (arrivals: readonly Arrival[]): Arrival | null => arrivals.reduce<Arrival | null>((last, arrival) => (last === null || arrival.seq > last.seq ? arrival : last), null);

function some<T>(records: Iterable<T>, arrival: (record: T) => Arrival): Arrival[] {
  const found: Arrival[] = [];
  for (const record of records) {
    found.push(arrival(record));
    if (found.length >= MOST) break;
  }
  return found;
}
