/** The steps, and which of them is open. Those that were reached can be gone to. */
import { UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { JSX } from 'react';
import { useText } from '../../../text/language.tsx';
import { STEPS, type Step } from './care.ts';
import classes from './protect.module.css';

interface StepsProps {
  current: Step;
  reached: number;
  onGo: (step: Step) => void;
}

export function Steps({ current, reached, onGo }: StepsProps): JSX.Element {
  const { t } = useText();
  return (
    <nav aria-label={t.protect.steps}>
      <ol className={classes.steps}>
        {STEPS.map((step, index) => {
          const done = STEPS.indexOf(current) > index;
          return (
            <li key={step}>
              <UnstyledButton className={classes.stepButton} aria-current={step === current ? 'step' : undefined} disabled={index > reached} onClick={() => onGo(step)}>
                <span className={classes.stepNumber} data-done={done || undefined} aria-hidden="true">{done ? <IconCheck size={12} stroke={2.4} /> : index + 1}</span>
                {t.care.step[step]}
                {done && <span className="sr-only">, {t.protect.stepDone}</span>}
              </UnstyledButton>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
