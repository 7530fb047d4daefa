/** How one plan stands: the worst true thing about it. What is not known never looks good. */
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import { daysWaiting } from '../../form/transfers.ts';
import type { State } from '../../ui/state-mark.tsx';

/** From the worst to the best. A verdict names what it rests on, and nothing more. */
export type Verdict =
  | { kind: 'failed'; run: string; at: number | null; reason: string; newest: number | null }
  | { kind: 'interrupted'; run: string; at: number | null; newest: number | null }
  | { kind: 'overdue'; days: number; newest: number; away: string | null; only: string | null }
  | { kind: 'never'; away: string | null }
  | { kind: 'incomplete'; destination: string; away: boolean; newest: number }
  | { kind: 'clock'; newest: number | null }
  | { kind: 'away'; destination: string; newest: number; others: number }
  /** Phase two has waited for too long. */
  | { kind: 'waiting'; destination: string; days: number; away: boolean; newest: number }
  | { kind: 'missing'; path: string; others: number; newest: number }
  | { kind: 'warned'; run: string; problems: number; newest: number }
  | { kind: 'stopped'; run: string; how: 'cancelled' | 'skipped' | 'missed'; at: number | null; newest: number }
  | { kind: 'running'; newest: number }
  | { kind: 'safe'; newest: number };
export type VerdictKind = Verdict['kind'];

/** The lower, the worse. */
export const RANK: Record<VerdictKind, number> = {
  failed: 0, interrupted: 1, overdue: 2, never: 3, incomplete: 4, clock: 5, away: 6, waiting: 7, missing: 8, warned: 9, stopped: 10, running: 11, safe: 12,
};

export const TONE: Record<VerdictKind, State> = {
  failed: 'failed', interrupted: 'attention', overdue: 'attention', never: 'attention', incomplete: 'attention', clock: 'attention',
  away: 'attention', waiting: 'attention', missing: 'attention', warned: 'attention', stopped: 'attention', running: 'busy', safe: 'safe',
};

/** A first backup that runs is no alarm. */
export const faceOf = (verdict: Verdict, running: boolean): VerdictKind => (verdict.kind === 'never' && running ? 'running' : verdict.kind);

const DAY = 86_400_000;
/** Two clocks are never quite the same: a moment this little ahead of ours is now. Milliseconds. */
const SKEW = 10 * 60_000;

/** @param running whether a run works on the plan now. @param now milliseconds since the epoch. */
export function judge(status: PlanStatus, running: boolean, now: number): Verdict {
  const safety = safetyOf(status);
  return brokenRun(status, safety.newest) ?? lateness(status, safety, now) ?? obstacle(status, safety.newest!, now) ?? lastWords(status, safety.newest!)
    ?? { kind: running ? 'running' : 'safe', newest: safety.newest! };
}

interface Safety {
  /** When everything was last backed up everywhere; without such a moment, when anything was. */
  newest: number | null;
  /** The destination that is behind the others, if there are others. */
  behind: PlanStatus['destinations'][number] | null;
  /** Some time of the history cannot be read. */
  unreadable: boolean;
}

function safetyOf({ lastSuccessAt, destinations }: PlanStatus): Safety {
  const whole = momentOf(lastSuccessAt);
  const each = destinations.map((destination) => ({ destination, at: momentOf(destination.lastSuccessAt) }));
  const unreadable = [whole, ...each.map(({ at }) => at)].some(Number.isNaN);
  const known = each.flatMap(({ at }) => (at === null || Number.isNaN(at) ? [] : [at]));
  const everywhere = known.length === each.length && known.length > 0 ? Math.min(...known) : null;
  const complete = latest(whole, everywhere);
  const newest = complete ?? (known.length > 0 ? Math.max(...known) : null);
  const last = each.toSorted((a, b) => (a.at ?? -Infinity) - (b.at ?? -Infinity))[0];
  const behind = last !== undefined && newest !== null && each.length > 1 && (last.at ?? -Infinity) < Math.max(...known) && complete !== Math.max(...known) ? last.destination : null;
  return { newest, behind, unreadable };
}

function brokenRun({ lastRun }: PlanStatus, newest: number | null): Verdict | null {
  if (lastRun === null) return null;
  const { id: run, outcome, fault, endedAt, startedAt } = lastRun;
  const at = finite(momentOf(endedAt ?? startedAt));
  if (outcome === 'failed') return { kind: 'failed', run, at, reason: fault?.message ?? '', newest: finite(newest) };
  if (outcome === 'interrupted') return { kind: 'interrupted', run, at, newest: finite(newest) };
  return null;
}

function lateness({ plan, destinations }: PlanStatus, { newest, behind, unreadable }: Safety, now: number): Verdict | null {
  const away = destinations.find(({ available }) => available === false)?.name ?? null;
  if (unreadable) return { kind: 'clock', newest: null };
  if (newest === null) return { kind: 'never', away };
  if (newest > now + SKEW) return { kind: 'clock', newest };
  const lagging = behind === null ? null : momentOf(behind.lastSuccessAt);
  const behindAway = behind?.available === false;
  if (behind !== null && lagging === null) return { kind: 'incomplete', destination: behind.name, away: behindAway, newest };
  const oldest = Math.min(newest, lagging ?? newest);
  if (now - oldest < plan.remindAfterDays * DAY) return null;
  return { kind: 'overdue', days: Math.floor((now - oldest) / DAY), newest: oldest, away: behind === null ? away : behindAway ? behind.name : null, only: behind?.name ?? null };
}

function obstacle(status: PlanStatus, newest: number, now: number): Verdict | null {
  const { destinations, missing } = status;
  const away = destinations.filter(({ available }) => available === false);
  if (away.length > 0) return { kind: 'away', destination: away[0]!.name, newest, others: away.length - 1 };
  const late = status.transfers.find(({ overdue }) => overdue);
  if (late !== undefined) return { kind: 'waiting', destination: late.to, days: daysWaiting(late, now), away: late.available === false, newest };
  return missing.length > 0 ? { kind: 'missing', path: missing[0]!, others: missing.length - 1, newest } : null;
}

function lastWords({ lastRun }: PlanStatus, newest: number): Verdict | null {
  if (lastRun === null) return null;
  const { id: run, outcome, problems, endedAt } = lastRun;
  if (outcome === 'warned') return { kind: 'warned', run, problems, newest };
  if (outcome === 'cancelled' || outcome === 'skipped' || outcome === 'missed') return { kind: 'stopped', run, how: outcome, at: finite(momentOf(endedAt)), newest };
  return null;
}

/** NaN: there is a time, but it cannot be read. */
const momentOf = (text: string | null): number | null => (text === null ? null : Date.parse(text));
const finite = (at: number | null): number | null => (at === null || Number.isNaN(at) ? null : at);

function latest(a: number | null, b: number | null): number | null {
  const known = [a, b].filter((at): at is number => at !== null && !Number.isNaN(at));
  return known.length === 0 ? null : Math.max(...known);
}
