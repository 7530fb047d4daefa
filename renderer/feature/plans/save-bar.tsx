/** Appears with the first change: what is wrong, discard, save. */
import { Button } from '@mantine/core';
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { Problem } from '../../ui/problem.tsx';
import type { PlanProblem } from './plan-edit.ts';
import classes from './plans.module.css';

interface SaveBarProps {
  problem: PlanProblem | null;
  busy: boolean;
  error: unknown;
  onSave: () => void;
  onDiscard: () => void;
}

export function SaveBar({ problem, busy, error, onSave, onDiscard }: SaveBarProps): JSX.Element {
  const { t } = useText();
  return (
    <section className={classes.bar} aria-label={t.plans.changed}>
      {error !== null && <Problem error={error} />}
      <div className={classes.barLine}>
        <p role="status" className={classes.barText}>{problem === null ? t.plans.changed : <><span aria-hidden="true">▲ </span>{t.plans.problem[problem]}</>}</p>
        <Button variant="default" onClick={onDiscard} disabled={busy}>{t.plans.discard}</Button>
        <Button onClick={onSave} loading={busy} disabled={problem !== null}>{t.common.save}</Button>
      </div>
    </section>
  );
}
