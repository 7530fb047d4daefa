/** The way of a run as a short list: what is behind it, where it is, what is to come. */
import type { RunKind, RunPhase } from '../../../preload/contract/run.ts';

/** Phases that people need not tell apart are one step; a step is called after its first phase until it is reached. */
const PREPARE: readonly RunPhase[] = ['starting', 'locking', 'loading index'];
const END: readonly RunPhase[] = ['finishing'];

const WAYS: Record<RunKind, readonly (readonly RunPhase[])[]> = {
  backup: [PREPARE, ['backing up', 'looking for changes', 'planning'], ['saving'], ['finishing', 'deleting', 'marking', 'repacking', 'rebuilding index', 'copying', 'verifying']],
  restore: [PREPARE, ['planning'], ['restoring'], ['verifying', 'deleting', 'taking back'], END],
  check: [PREPARE, ['checking structure'], ['checking data'], END],
  prune: [PREPARE, ['marking', 'planning'], ['repacking'], ['rebuilding index'], ['deleting'], END],
  copy: [PREPARE, ['planning', 'marking'], ['copying'], ['saving'], END],
  transfer: [PREPARE, ['planning', 'copying'], ['saving'], ['verifying'], ['finishing', 'deleting', 'marking', 'repacking', 'rebuilding index']],
  merge: [PREPARE, ['copying', 'saving'], ['verifying'], ['deleting'], END],
  repair: [PREPARE, ['checking structure', 'checking data', 'rebuilding index', 'saving'], END],
  forget: [PREPARE, ['planning', 'deleting'], END],
  tag: [PREPARE, ['saving'], END],
  unlock: [PREPARE, END],
  init: [PREPARE, END],
  key: [PREPARE, END],
};

export interface Step {
  phase: RunPhase;
  state: 'done' | 'current' | 'next';
}

/** A phase that is not on the way stands by itself at the end, as the current one. */
export function stepsOf(kind: RunKind, phase: RunPhase): Step[] {
  const way = WAYS[kind];
  const at = way.findIndex((phases) => phases.includes(phase));
  const steps = way.map((phases, index): Step => ({
    phase: index === at ? phase : phases[0]!, state: index === at ? 'current' : at >= 0 && index > at ? 'next' : 'done',
  }));
  return at >= 0 ? steps : [...steps.slice(0, 1), { phase, state: 'current' }];
}
