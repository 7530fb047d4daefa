/** Below every step: the sentence so far, what is still wrong, and the way back and on. */
import { Button } from '@mantine/core';
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { Problem } from '../../ui/problem.tsx';
import { estimateOf, type StepProblem } from './answers.ts';
import { PlanSentence } from './plan-sentence.tsx';
import classes from './protect.module.css';
import type { Surroundings } from './use-known.ts';
import type { Starting } from './use-start.ts';
import type { Step, WizardState } from './wizard-state.ts';

interface WizardFootProps extends Pick<Surroundings, 'answers' | 'known'> {
  state: WizardState;
  step: Step;
  /** Said once somebody has tried to go on. */
  problem: StepProblem | null;
  /** The place is being looked at: the way on opens in a moment. */
  looking: boolean;
  starting: Starting;
  onGo: (step: Step) => void;
  onBack: (() => void) | null;
}

export function WizardFoot({ state, step, answers, known, problem, looking, starting, onGo, onBack }: WizardFootProps): JSX.Element {
  const { t } = useText();
  const busy = starting.stage !== null;
  const startLabel = useStartLabel(estimateOf(answers));
  return (
    <div className={classes.foot}>
      {step === 'summary' && starting.error !== null && !busy && <Problem error={starting.error} meaning={t.protect.summary.nothingLost} />}
      <div className={classes.footLine}>
        <section aria-label={t.protect.sentenceLabel} className={classes.footText}>
          {step !== 'summary' && <PlanSentence state={state} answers={answers} known={known} onGo={onGo} />}
          <p role="status" className={classes.problem}>
            {problem !== null && <><span aria-hidden="true">▲ </span>{t.protect.problem[problem]}</>}
            {busy && <span className="quiet">{t.protect.stage[starting.stage!]}</span>}
          </p>
        </section>
        <div className={classes.buttons}>
          {onBack !== null && <Button variant="default" onClick={onBack} disabled={busy}>{t.common.back}</Button>}
          <Button type="submit" loading={busy || looking}>{step === 'summary' ? startLabel : t.common.next}</Button>
        </div>
      </div>
    </div>
  );
}

/** @param seconds null: not known, and then nothing is promised. */
function useStartLabel(seconds: number | null): string {
  const { t, f } = useText();
  if (seconds === null) return t.protect.summary.start;
  return seconds < 60 ? t.protect.summary.startSoon : t.protect.summary.startAbout(f.duration(Math.ceil(seconds / 60) * 60));
}
