/** The one true sentence: over all plans, the worst true thing first. The catalogue turns it into words. */
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import type { LiveRun } from '../../client/live-runs.ts';
import { judge, RANK, type Verdict } from './verdict.ts';

export interface Judged {
  status: PlanStatus;
  verdict: Verdict;
  /** The run that works on it now. */
  running: string | null;
}

export type Sentence =
  | { kind: 'empty' }
  /** All plans are safe; `since`: since when that holds for each of them. */
  | { kind: 'all-safe'; since: number; plans: number; name: string }
  /** `alike`: further plans of which the same is true; `others`: further plans that are not safe, those among them. */
  | { kind: 'plan'; judged: Judged; alike: number; others: number };

/** A plan's id, and the run that backs it up now. */
export type RunningBackup = readonly [plan: string, run: string];

export const runningBackups = (live: readonly LiveRun[]): RunningBackup[] =>
  live.flatMap(({ run }): RunningBackup[] => (run.kind === 'backup' && run.plan !== null && run.state !== 'ended' ? [[run.plan, run.id]] : []));

/** In the order the cards have: trouble first, then by name. */
export function judgeAll(plans: readonly PlanStatus[], backups: readonly RunningBackup[], now: number, locale = 'en'): Judged[] {
  const byName = new Intl.Collator(locale, { numeric: true });
  const running = new Map(backups);
  return plans
    .map((status) => {
      const run = status.running ?? running.get(status.plan.id) ?? null;
      return { status, running: run, verdict: judge(status, run !== null, now) };
    })
    .toSorted((a, b) => placeOf(a) - placeOf(b) || byName.compare(a.status.plan.name, b.status.plan.name));
}

/** Running and safe plans stand together by name: a card must not jump when its backup begins. */
const placeOf = ({ verdict }: Judged): number => Math.min(RANK[verdict.kind], RANK.running);

/** @param judged of judgeAll. */
export function sentenceOf(judged: readonly Judged[]): Sentence {
  const [worst] = judged.toSorted((a, b) => RANK[a.verdict.kind] - RANK[b.verdict.kind] || ageOf(a.verdict) - ageOf(b.verdict));
  if (worst === undefined) return { kind: 'empty' };
  if (worst.verdict.kind === 'safe') {
    const since = Math.min(...judged.map(({ verdict }) => ageOf(verdict)));
    return { kind: 'all-safe', since, plans: judged.length, name: worst.status.plan.name };
  }
  const unsafe = judged.filter(({ verdict }) => verdict.kind !== 'safe');
  return { kind: 'plan', judged: worst, alike: unsafe.filter(({ verdict }) => verdict.kind === worst.verdict.kind).length - 1, others: unsafe.length - 1 };
}

/** Among equals the one whose newest version is oldest comes first; one without any before all. */
const ageOf = (verdict: Verdict): number => ('newest' in verdict ? (verdict.newest ?? -Infinity) : -Infinity);
