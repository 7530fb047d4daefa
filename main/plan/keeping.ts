/**
 * Why each snapshot is kept, and until when: if backups go on once a day and the policy is applied after each, the day on which no rule
 * holds it any more. Not simulated day by day: every rule lets go of a snapshot once and for all, at a day that can be reckoned from the
 * snapshot's place in its hours, days … and from how many new ones the coming days begin.
 */
import type { RetentionPolicy } from '../../preload/contract/retention.ts';
import type { Keeping } from '../../preload/contract/snapshot-procedures.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import { before, BEGINNING, parseDuration, showDuration } from './duration.ts';
import { BUCKET, localTime, type LocalTime } from './local-time.ts';
import { applyRetention } from './retention.ts';

/** Looked ahead so far; what is kept then counts as kept for good. */
const DAYS = 3650;
const DAY = 86_400_000;
const NEVER = Infinity;

const SPANS = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
type Span = (typeof SPANS)[number];
const WITHIN = { hourly: 'withinHourly', daily: 'withinDaily', weekly: 'withinWeekly', monthly: 'withinMonthly', yearly: 'withinYearly' } as const satisfies Record<Span, string>;

/** One rule, asked about snapshots newest first. Days count from now: 0 is today, with no new backup yet. */
interface Rule {
  /** First day on which it does not hold the snapshot. */
  ends(one: LocalTime, place: number): number;
  /** First day on which it would not hold the snapshot although it were the oldest there is. */
  endsAsOldest(one: LocalTime): number;
}

/**
 * @param snapshots of one group, in any order.
 * @param policy null: everything is kept.
 * @param now milliseconds since the epoch.
 * @param newestStays until there is a newer one, whatever the policy says.
 * @returns one for each snapshot, in the order given. `until`: a date, today for what goes at once.
 * @throws Fault `invalid` for a policy without a rule.
 */
export function keeping(snapshots: readonly Snapshot[], policy: RetentionPolicy | null, { now, newestStays = false }: { now: number; newestStays?: boolean }): Keeping[] {
  if (policy === null) return snapshots.map(({ id }) => ({ snapshot: id, keep: true, reasons: [], until: null }));
  const { keep } = applyRetention(snapshots, policy, { now: () => now, monotonic: () => 0 });
  const reasons = new Map(keep.map(({ snapshot, matches }) => [snapshot.id, matches]));
  const ahead = new Ahead(snapshots, now);
  const ends = endings(snapshots, policy, ahead);
  const newest = newestStays ? newestOf(snapshots)?.id : undefined;
  return snapshots.map(({ id }) => {
    const why = reasons.get(id);
    if (why === undefined) return { snapshot: id, keep: id === newest, reasons: [], until: ahead.date(id === newest ? 1 : 0) };
    const end = Math.max(1, ends.get(id) ?? 1); // what is kept today as the last one there is gives way to the next
    return { snapshot: id, keep: true, reasons: why, until: end > DAYS ? null : ahead.date(end) };
  });
}

/** Null when there is none. */
export const newestOf = (snapshots: readonly Snapshot[]): Snapshot | null =>
  snapshots.reduce<Snapshot | null>((newest, one) => (newest === null || Date.parse(one.time) > Date.parse(newest.time) ? one : newest), null);

/** The backups to come: one a day at noon, from tomorrow on, where the newest snapshot was made. */
class Ahead {
  readonly #today: number;
  readonly #offset: number;
  readonly #now: LocalTime | null;

  constructor(snapshots: readonly Snapshot[], now: number) {
    const times = snapshots.map(({ time }) => localTime(time)).toSorted((a, b) => (a.instant < b.instant ? 1 : -1));
    this.#offset = times[0]?.offsetSeconds ?? 0;
    this.#today = Math.floor((now + this.#offset * 1000) / DAY) * DAY;
    this.#now = times.find(({ instant }) => instant < BigInt(Math.trunc(now)) * 1_000_000n) ?? null;
  }

  /** The newest backup on a day; on day 0 what there is. */
  newest(day: number): LocalTime | null {
    if (day === 0) return this.#now;
    const local = this.#today + day * DAY + DAY / 2;
    return { instant: BigInt(local - this.#offset * 1000) * 1_000_000n, offsetSeconds: this.#offset, date: new Date(local) };
  }

  date(day: number): string {
    return new Date(this.#today + day * DAY).toISOString().slice(0, 10);
  }
}

/** By id, the first day on which nothing holds a snapshot. */
function endings(snapshots: readonly Snapshot[], policy: RetentionPolicy, ahead: Ahead): Map<string, number> {
  const newestFirst = snapshots
    .map((snapshot) => ({ snapshot, time: localTime(snapshot.time) }))
    .toSorted((a, b) => (a.time.instant > b.time.instant ? -1 : a.time.instant < b.time.instant ? 1 : 0));
  const rules = rulesOf(policy, newestFirst.map(({ time }) => time), ahead);
  const tagged = new Set(withTags(snapshots, policy).map(({ id }) => id));
  const ends = newestFirst.map(({ snapshot, time }, place) => {
    const longest = Math.max(0, ...rules.map((rule) => rule.ends(time, place)));
    return tagged.has(snapshot.id) ? NEVER : longest;
  });
  let since = 0; // from this day on, the one looked at is the oldest there is
  for (let place = newestFirst.length - 1; place >= 0; place--) {
    if (ends[place] < since) continue; // gone before its turn came
    ends[place] = Math.max(ends[place], ...rules.map((rule) => rule.endsAsOldest(newestFirst[place].time)));
    if (ends[place] === NEVER) break;
    since = ends[place] + 1;
  }
  return new Map(newestFirst.map(({ snapshot: { id } }, place) => [id, ends[place]]));
}

const withTags = (snapshots: readonly Snapshot[], { tags }: RetentionPolicy): Snapshot[] =>
  snapshots.filter(({ tags: had = [] }) => tags.some((wanted) => (had.length === 0 && wanted[0] === '') || wanted.every((tag) => had.includes(tag))));

function rulesOf(policy: RetentionPolicy, times: readonly LocalTime[], ahead: Ahead): Rule[] {
  const rules: Rule[] = [];
  if (policy.last !== 0) rules.push(lastRule(policy.last));
  for (const span of SPANS) if (policy[span] !== 0) rules.push(countRule(span, policy[span], times, ahead));
  if (isSpan(policy.within)) rules.push(withinRule(policy.within, ahead));
  for (const span of SPANS) {
    const within = policy[WITHIN[span]];
    if (isSpan(within)) rules.push(spanWithinRule(span, within, times, ahead));
  }
  return rules;
}

const isSpan = (text: string | undefined): text is string => text !== undefined && showDuration(parseDuration(text)) !== '';

/** Every day pushes a snapshot one place back. */
function lastRule(count: number): Rule {
  const ends = (place: number): number => (count < 0 ? NEVER : Math.max(0, count - place));
  return { ends: (_, place) => ends(place), endsAsOldest: () => 0 }; // the oldest has a place like any other
}

function countRule(span: Span, count: number, times: readonly LocalTime[], ahead: Ahead): Rule {
  const ranks = ranksOf(span, times);
  const shared = sharesFirst(span, times, ahead);
  const newUpTo = count < 0 ? [] : newBuckets(span, times, ahead);
  /** First day on which so many newer buckets have been begun. */
  const dayOf = (buckets: number): number => (count < 0 ? NEVER : buckets <= 0 ? 0 : lowerBound(newUpTo, buckets));
  const total = times.length === 0 ? 0 : Math.max(...ranks.map((rank) => rank ?? 0)) + 1;
  return {
    ends(_, place) {
      const rank = ranks[place];
      if (rank === null) return 0;
      return shared && rank === 0 ? Math.min(1, dayOf(count - rank)) : dayOf(count - rank);
    },
    endsAsOldest: () => dayOf(count - total),
  };
}

function withinRule(text: string, ahead: Ahead): Rule {
  const limits = limitsOf(text, ahead);
  return { ends: ({ instant }) => lowerBound(limits, instant), endsAsOldest: () => 0 };
}

function spanWithinRule(span: Span, text: string, times: readonly LocalTime[], ahead: Ahead): Rule {
  const limits = limitsOf(text, ahead);
  const ranks = ranksOf(span, times);
  const shared = sharesFirst(span, times, ahead);
  const ends = ({ instant }: LocalTime): number => lowerBound(limits, instant);
  return {
    ends(one, place) {
      const rank = ranks[place];
      if (rank === null) return 0;
      return shared && rank === 0 ? Math.min(1, ends(one)) : ends(one);
    },
    endsAsOldest: ends,
  };
}

/** For each, newest first: how many newer hours, days … have a snapshot; null for those that are not the newest of theirs. */
function ranksOf(span: Span, times: readonly LocalTime[]): (number | null)[] {
  let [previous, rank] = [-1, -1];
  return times.map((time) => {
    const bucket = BUCKET[span](time);
    if (bucket === previous) return null;
    previous = bucket;
    return ++rank;
  });
}

/** Whether tomorrow's backup falls into the same hour, day … as the newest there is, and takes its place. */
const sharesFirst = (span: Span, times: readonly LocalTime[], ahead: Ahead): boolean =>
  times[0] !== undefined && BUCKET[span](times[0]) === BUCKET[span](ahead.newest(1)!);

/** By day, how many hours, days … have been begun that had no backup before. */
function newBuckets(span: Span, times: readonly LocalTime[], ahead: Ahead): number[] {
  let previous = times[0] === undefined ? -1 : BUCKET[span](times[0]);
  let count = 0;
  return Array.from({ length: DAYS + 1 }, (_, day) => {
    if (day === 0) return 0;
    const bucket = BUCKET[span](ahead.newest(day)!);
    if (bucket !== previous) count++;
    previous = bucket;
    return count;
  });
}

/** By day, the instant a snapshot must be later than. Never going back: what was let go does not return. */
function limitsOf(text: string, ahead: Ahead): bigint[] {
  const duration = parseDuration(text);
  let latest = BEGINNING;
  return Array.from({ length: DAYS + 1 }, (_, day) => {
    const newest = ahead.newest(day);
    const limit = newest === null ? BEGINNING : before(newest, duration);
    if (limit > latest) latest = limit;
    return latest;
  });
}

/** First place whose value is at least `wanted`; NEVER when there is none. The values never fall. */
function lowerBound<T extends number | bigint>(values: readonly T[], wanted: T): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] >= wanted) high = middle;
    else low = middle + 1;
  }
  return low === values.length ? NEVER : low;
}
