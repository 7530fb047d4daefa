/** What has ended since somebody last looked. */
import type { Run } from '../../../preload/contract/run.ts';
import { stateOf } from '../../ui/state-mark.tsx';

export interface News {
  count: number;
  /** Something among it failed, was cut off or met problems. */
  trouble: boolean;
}

/** Who never looked has seen nothing; a run whose end cannot be read is news, not nothing. */
export const isNews = ({ endedAt }: Pick<Run, 'endedAt'>, seen: string | null): boolean => endedAt !== null && !(seen !== null && Date.parse(endedAt) <= Date.parse(seen));

export function newsOf(runs: readonly Run[], seen: string | null): News {
  const fresh = runs.filter((run) => isNews(run, seen));
  return { count: fresh.length, trouble: fresh.some(({ outcome }) => outcome !== null && ['failed', 'attention'].includes(stateOf[outcome])) };
}

/** The newest end there is: looking now has seen all up to it. */
export function seenBy(runs: readonly Run[]): string | null {
  return runs.reduce<string | null>((newest, { endedAt }) => (endedAt !== null && (newest === null || Date.parse(endedAt) > Date.parse(newest)) ? endedAt : newest), null);
}

/** From the settings, which may hold anything. */
export function readSeen(view: unknown): string | null {
  const seen = typeof view === 'object' && view !== null && 'seen' in view ? view.seen : null;
  return typeof seen === 'string' && !Number.isNaN(Date.parse(seen)) ? seen : null;
}
