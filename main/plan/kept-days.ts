/** A policy as a picture: which days it keeps of one backup a day, and its rules in plain words. */
import type { KeptDay } from '../../preload/contract/plan.ts';
import type { RetentionPolicy } from '../../preload/contract/retention.ts';
import { parseDuration, type Duration } from './duration.ts';
import { applyRetention } from './retention.ts';

const DAY = 86_400_000;

/**
 * @param policy null: everything is kept.
 * @param today the last day there is a backup of, as YYYY-MM-DD.
 * @param days how many there are.
 * @returns newest first.
 * @throws Fault `invalid` for a policy without a rule.
 */
export function keptDays(policy: RetentionPolicy | null, { today, days }: { today: string; days: number }): KeptDay[] {
  const noon = Date.parse(`${today}T12:00:00Z`);
  const times = Array.from({ length: days }, (_, age) => new Date(noon - age * DAY).toISOString());
  if (policy === null) return times.map((time) => ({ date: dateOf(time), reasons: [] }));
  const snapshots = times.map((time) => ({ id: time, time, tree: '', paths: [] }));
  const { keep } = applyRetention(snapshots, policy, { now: () => noon + 1, monotonic: () => 0 });
  return keep.map(({ snapshot, matches }) => ({ date: dateOf(snapshot.time), reasons: matches }));
}

const dateOf = (time: string): string => time.slice(0, 10);

const SPANS = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
const UNIT = { hourly: 'hour', daily: 'day', weekly: 'week', monthly: 'month', yearly: 'year' } as const satisfies Record<(typeof SPANS)[number], string>;
const WITHIN = { hourly: 'withinHourly', daily: 'withinDaily', weekly: 'withinWeekly', monthly: 'withinMonthly', yearly: 'withinYearly' } as const satisfies Record<(typeof SPANS)[number], string>;

/** One short sentence a rule, from the most recent to the longest. */
export function rulesInWords(policy: RetentionPolicy | null): string[] {
  if (policy === null) return ['Every backup is kept.'];
  const { last, within, tags } = policy;
  return [
    ...(last === 0 ? [] : [last < 0 ? 'Every backup is kept.' : last === 1 ? 'The newest backup.' : `The ${last} newest backups.`]),
    ...(within === undefined ? [] : spanInWords('Every backup', within)),
    ...SPANS.flatMap((name) => countInWords(name, policy[name])),
    ...SPANS.flatMap((name) => spanInWords(`The last backup of each ${UNIT[name]}`, policy[WITHIN[name]] ?? '0h')),
    ...tags.map((list) => (list.length === 1 && list[0] === '' ? 'Every backup without tags.' : `Every backup tagged ${list.map((tag) => `“${tag}”`).join(' and ')}.`)),
  ];
}

/** A count is of units with a backup in them: an empty day does not use one up. */
function countInWords(name: (typeof SPANS)[number], count: number): string[] {
  if (count === 0) return [];
  const each = `The last backup of each ${UNIT[name]}`;
  if (count < 0) return [`${each}, for good.`];
  return [count === 1 ? `The last backup of the newest ${UNIT[name]}.` : `${each}, for ${count} ${UNIT[name]}s.`];
}

function spanInWords(what: string, text: string): string[] {
  const span = lengthInWords(parseDuration(text));
  return span === '' ? [] : [`${what} of the last ${span}.`];
}

function lengthInWords(duration: Duration): string {
  const parts = (['years', 'months', 'days', 'hours'] as const)
    .filter((unit) => duration[unit] > 0)
    .map((unit) => (duration[unit] === 1 ? unit.slice(0, -1) : `${duration[unit]} ${unit}`));
  return parts.map((part, place) => (place > 0 && /^[a-z]/.test(part) ? `1 ${part}` : part)).join(' and ');
}
