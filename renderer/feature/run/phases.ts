/** The phases of a plan's run: what is backed up where, and where it is carried on to, each with how it stands. */
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import type { Run, RunPhase } from '../../../preload/contract/run.ts';
import { transferResults, type TransferResult } from '../../form/transfers.ts';
import type { State } from '../../ui/state-mark.tsx';

export type PhaseState = 'done' | 'current' | 'next' | 'missing' | TransferResult['state'];

export interface Phase {
  kind: 'collect' | 'transfer';
  /** Address of the destination. */
  to: string;
  /** Where it is carried on from. */
  from: string | null;
  state: PhaseState;
  /** Of a transfer that has ended. */
  result: TransferResult | null;
  /** RFC 3339, when what lies there was read back before the run ended; null: not known. */
  readBackAt: string | null;
}

export const PHASE_MARK: Record<PhaseState, State> = {
  done: 'safe', succeeded: 'safe', nothing: 'safe', current: 'busy', next: 'none', 'not-due': 'none', skipped: 'attention', failed: 'failed', missing: 'failed',
};

/** In these something that is stored already is sent on. */
const CARRYING: readonly RunPhase[] = ['copying', 'verifying'];
export const isCarrying = (phase: RunPhase | null): boolean => phase !== null && CARRYING.includes(phase);

/**
 * @param plan as it stands; null: it is not known (any more), and only what came of the run is.
 * @param phase what is being done now; null: nothing is known of it.
 * @returns empty where there are not at least two phases to tell apart.
 */
export function phasesOf(run: Run, plan: PlanStatus | null, phase: RunPhase | null): Phase[] {
  if (run.kind !== 'backup' && run.kind !== 'transfer') return [];
  const all = run.state === 'ended' ? ended(run, plan) : underWay(run, plan, isCarrying(phase));
  return all.length > 1 || all.some(({ kind }) => kind === 'transfer') ? all : [];
}

function ended(run: Run, plan: PlanStatus | null): Phase[] {
  const readBackAt = (to: string): string | null => {
    const at = plan?.transfers.find(({ address }) => address === to)?.lastVerifiedAt ?? null;
    return at !== null && run.endedAt !== null && Date.parse(at) <= Date.parse(run.endedAt) ? at : null;
  };
  const stored = new Set(run.results.flatMap((result) => (result.kind === 'backup' ? [result.destination] : [])));
  const wanted = run.kind === 'backup' ? run.destination.split(', ').filter((address) => address !== '') : [];
  const collected = [...new Set([...wanted, ...stored])].map((to): Phase => ({ kind: 'collect', to, from: null, state: stored.has(to) ? 'done' : 'missing', result: null, readBackAt: null }));
  return [...collected, ...transferResults(run).map((result): Phase => ({ kind: 'transfer', to: result.to, from: result.from, state: result.state, result, readBackAt: readBackAt(result.to) }))];
}

/** Which of several destinations is being written is not known: they are one step together. */
function underWay(run: Run, plan: PlanStatus | null, carrying: boolean): Phase[] {
  const transfers = plan === null ? [] : plan.transfers;
  const alone = run.kind !== 'backup';
  const collected = plan === null || alone ? [] : plan.destinations.map(({ address }): Phase => ({ kind: 'collect', to: address, from: null, state: carrying ? 'done' : 'current', result: null, readBackAt: null }));
  return [...collected, ...transfers.map(({ address, from, available }): Phase => ({ kind: 'transfer', to: address, from, state: available === false ? 'skipped' : carrying || alone ? 'current' : 'next', result: null, readBackAt: null }))];
}
