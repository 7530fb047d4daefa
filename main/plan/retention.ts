/** Which snapshots a policy keeps: the rules and the words of restic's `forget`, and one more, that a group never loses its last one. */
import type { ForgetGroup } from '../../preload/contract/forget.ts';
import type { RetentionPolicy } from '../../preload/contract/retention.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import { systemClock, type Clock } from '../base/clock.ts';
import { Fault } from '../base/fault.ts';
import { before, BEGINNING, parseDuration, showDuration } from './duration.ts';
import { BUCKET, localTime, type LocalTime } from './local-time.ts';

/** A kept snapshot, why, and what each rule still had to give after it (a rule that is not used, or used up, is left out). */
export type KeepReason = ForgetGroup['reasons'][number];

export interface Retained {
  /** Newest first. */
  keep: KeepReason[];
  /** Newest first. */
  remove: Snapshot[];
}

/** A policy with only the rules in use. */
export type Policy = Partial<RetentionPolicy>;

interface Dated {
  snapshot: Snapshot;
  time: LocalTime;
  /** Place in the group, 0 for the newest. */
  place: number;
  oldest: boolean;
}

/** Says why it keeps a snapshot; null when it does not. Asked for every snapshot of a group, newest first. */
type Rule = (dated: Dated) => string | null;

const SPANS = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
const COUNTS = ['last', ...SPANS] as const;

type Counters = Record<(typeof COUNTS)[number], number>;

/**
 * Applies a policy to the snapshots of one group. Counts are of the newest in each hour, day … ; a rule that has some left at the end
 * keeps the oldest snapshot as well, so that history reaches back as far as it can. `within` counts from the newest snapshot that
 * does not lie in the future. When nothing at all would be kept, the newest is, as the "last good snapshot".
 * @param snapshots in any order.
 * @throws Fault `invalid` for a policy without a rule: it would remove everything.
 */
export function applyRetention(snapshots: readonly Snapshot[], policy: Policy, clock: Clock = systemClock): Retained {
  refuseEmpty(policy);
  const dated = newestFirst(snapshots);
  const counters = countersOf(policy);
  const rules = [
    ...tagRules(policy), ...withinRule(policy, latest(dated, clock)),
    ...COUNTS.map((name) => countRule(name, counters)), ...spanWithinRules(policy, latest(dated, clock)),
  ];
  const retained: Retained = { keep: [], remove: [] };
  for (const one of dated) {
    const matches = rules.map((rule) => rule(one)).filter((reason) => reason !== null);
    if (matches.length === 0) retained.remove.push(one.snapshot);
    else retained.keep.push({ snapshot: one.snapshot, matches, counters: shown(counters) });
  }
  return keepOne(retained, counters);
}

function keepOne({ keep, remove }: Retained, counters: Counters): Retained {
  const [newest, ...others] = remove;
  if (keep.length > 0 || newest === undefined) return { keep, remove };
  return { keep: [{ snapshot: newest, matches: ['last good snapshot'], counters: shown(counters) }], remove: others };
}

/** Whether a policy has no rule that could keep anything. */
export function isEmptyPolicy(policy: Policy): boolean {
  const spans = ['within', 'withinHourly', 'withinDaily', 'withinWeekly', 'withinMonthly', 'withinYearly'] as const;
  return COUNTS.every((name) => (policy[name] ?? 0) === 0)
    && spans.every((name) => showDuration(parseDuration(policy[name] ?? '0h')) === '')
    && (policy.tags ?? []).length === 0;
}

/** @throws Fault `invalid`. */
export function refuseEmpty(policy: Policy): void {
  if (!isEmptyPolicy(policy)) return;
  throw new Fault('invalid', 'The retention policy keeps nothing: it would remove every snapshot.', {
    advice: 'Say what to keep, for example --keep-last 10 or --keep-daily 7 --keep-weekly 4 --keep-monthly 12.',
  });
}

/** Equal times keep the order they came in. */
function newestFirst(snapshots: readonly Snapshot[]): Dated[] {
  const sorted = snapshots
    .map((snapshot) => ({ snapshot, time: localTime(snapshot.time) }))
    .toSorted((a, b) => (a.time.instant > b.time.instant ? -1 : a.time.instant < b.time.instant ? 1 : 0));
  return sorted.map((one, place) => ({ ...one, place, oldest: place === sorted.length - 1 }));
}

/** The newest that does not lie in the future; null when all do. */
function latest(dated: readonly Dated[], clock: Clock): LocalTime | null {
  const now = BigInt(Math.trunc(clock.now())) * 1_000_000n;
  return dated.find(({ time }) => time.instant < now)?.time ?? null;
}

const countersOf = ({ last = 0, hourly = 0, daily = 0, weekly = 0, monthly = 0, yearly = 0 }: Policy): Counters =>
  ({ last, hourly, daily, weekly, monthly, yearly });

const shown = (counters: Counters): KeepReason['counters'] => Object.fromEntries(Object.entries(counters).filter(([, left]) => left !== 0));

/** Tags are not counted. */
function tagRules({ tags = [] }: Policy): Rule[] {
  return tags.map((wanted) => ({ snapshot }) => (hasTags(snapshot.tags ?? [], wanted) ? `has tags [${wanted.join(', ')}]` : null));
}

/** All of the wanted ones; a list that begins with '' is had by every snapshot without tags. */
const hasTags = (tags: readonly string[], wanted: readonly string[]): boolean =>
  (tags.length === 0 && wanted[0] === '') || wanted.every((tag) => tags.includes(tag));

function withinRule({ within = '0h' }: Policy, newest: LocalTime | null): Rule[] {
  const span = parseDuration(within);
  const words = showDuration(span);
  if (words === '') return [];
  const limit = newest === null ? BEGINNING : before(newest, span);
  return [({ time }) => (time.instant > limit ? `within ${words}` : null)];
}

function countRule(name: (typeof COUNTS)[number], counters: Counters): Rule {
  const inBucket = onePerBucket(name === 'last' ? ({ place }) => place : ({ time }) => BUCKET[name](time));
  return (dated) => {
    if (counters[name] === 0) return null;
    const oldest = inBucket(dated);
    if (oldest === null) return null;
    if (counters[name] > 0) counters[name]--;
    return `${oldest}${name} snapshot`;
  };
}

function spanWithinRules(policy: Policy, newest: LocalTime | null): Rule[] {
  const given = { hourly: policy.withinHourly, daily: policy.withinDaily, weekly: policy.withinWeekly, monthly: policy.withinMonthly, yearly: policy.withinYearly };
  return SPANS.flatMap((name): Rule[] => {
    const span = parseDuration(given[name] ?? '0h');
    const words = showDuration(span);
    if (words === '') return [];
    const limit = newest === null ? BEGINNING : before(newest, span);
    const inBucket = onePerBucket(({ time }) => BUCKET[name](time));
    return [(dated) => {
      const oldest = dated.time.instant > limit ? inBucket(dated) : null;
      return oldest === null ? null : `${oldest}${name} within ${words}`;
    }];
  });
}

/** '' for the first of a bucket, 'oldest ' for the oldest of all if it is not the first of its bucket, null for the others. */
function onePerBucket(bucketOf: (dated: Dated) => number): (dated: Dated) => '' | 'oldest ' | null {
  let previous = -1;
  return (dated) => {
    const bucket = bucketOf(dated);
    if (bucket !== previous) {
      previous = bucket;
      return '';
    }
    return dated.oldest ? 'oldest ' : null;
  };
}
