/** Where a run is on its way. */
import { memo, type JSX } from 'react';
import type { RunKind, RunPhase } from '../../../preload/contract/run.ts';
import { useText } from '../../text/language.tsx';
import { SHAPES } from '../../ui/state-mark.tsx';
import classes from './run.module.css';
import { stepsOf } from './steps.ts';

const SHAPE = { done: SHAPES.safe, current: SHAPES.busy, next: SHAPES.none };

export const StepList = memo(function StepList({ kind, phase }: { kind: RunKind; phase: RunPhase }): JSX.Element {
  const { t } = useText();
  return (
    <ol className={classes.steps} aria-label={t.run.steps}>
      {stepsOf(kind, phase).map((step) => (
        <li key={step.phase} data-state={step.state} aria-current={step.state === 'current' ? 'step' : undefined}>
          <span aria-hidden="true">{SHAPE[step.state]}</span> {t.common.phase[step.phase]}<span className="sr-only">, {t.run[step.state]}</span>
        </li>
      ))}
    </ol>
  );
});
