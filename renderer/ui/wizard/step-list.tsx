/** The steps of a wizard, and which of them is open. Those that were reached can be gone to. */
import { UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import classes from './wizard.module.css';

export interface StepListProps<Step extends string> {
  steps: readonly Step[];
  words: Readonly<Record<Step, string>>;
  current: Step;
  isReached: (step: Step) => boolean;
  onGo: (step: Step) => void;
}

export function StepList<Step extends string>({ steps, words, current, isReached, onGo }: StepListProps<Step>): JSX.Element {
  const { t } = useText();
  return (
    <nav aria-label={t.protect.steps}>
      <ol className={classes.steps}>
        {steps.map((step, index) => {
          const done = steps.indexOf(current) > index;
          return (
            <li key={step}>
              <UnstyledButton className={classes.stepButton} aria-current={step === current ? 'step' : undefined} disabled={!isReached(step)} onClick={() => onGo(step)}>
                <span className={classes.stepNumber} data-done={done || undefined} aria-hidden="true">{done ? <IconCheck size={12} stroke={2.4} /> : index + 1}</span>
                {words[step]}
                {done && <span className="sr-only">, {t.protect.stepDone}</span>}
              </UnstyledButton>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
