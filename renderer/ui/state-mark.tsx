/** A state as people see it: shape and hue and word, never colour alone. */
import type { JSX } from 'react';
import type { RunOutcome } from '../../preload/contract/run.ts';
import { useText } from '../text/language.tsx';
import classes from './state-mark.module.css';

export type State = 'safe' | 'busy' | 'attention' | 'failed' | 'none';

export const SHAPES: Record<State, string> = { safe: '✓', busy: '◐', attention: '▲', failed: '✕', none: '○' };

export const stateOf: Record<RunOutcome, State> = {
  succeeded: 'safe', warned: 'attention', failed: 'failed', cancelled: 'none', interrupted: 'attention', skipped: 'none', missed: 'attention',
};

/** @param label said instead of the state's own word; `bare`: the word is only for screen readers. */
export function StateMark({ state, label, bare = false }: { state: State; label?: string; bare?: boolean }): JSX.Element {
  const { t } = useText();
  const word = label ?? t.common.state[state];
  return (
    <span className={classes.mark} data-state={state}>
      <span aria-hidden="true" className={classes.shape}>{SHAPES[state]}</span>
      <span className={bare ? 'sr-only' : undefined}>{word}</span>
    </span>
  );
}
