/** The wizard for a board: one question a page, what is to be as a sentence below, and at the end the first backup. */
import { Button } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent, type JSX } from 'react';
import type { Destination } from '../../../../preload/contract/destination.ts';
import type { Device } from '../../../../preload/contract/device.ts';
import { useText } from '../../../text/language.tsx';
import { AskConsent } from '../ask-consent.tsx';
import { BoardProblem } from '../board-problem.tsx';
import { titleOf } from '../device-view.ts';
import { beginning, goTo, problemOf, STEPS, type Answers, type Change, type Step } from './care.ts';
import { CareSentence } from './care-sentence.tsx';
import { KeepStep } from './keep-step.tsx';
import classes from './protect.module.css';
import { Steps } from './steps.tsx';
import { SummaryStep } from './summary-step.tsx';
import { useProtect } from './use-protect.ts';
import { WhatStep } from './what-step.tsx';
import { WhereStep } from './where-step.tsx';

export interface StepProps {
  device: Device;
  destinations: readonly Destination[];
  answers: Answers;
  onChange: (change: Change) => void;
  onGo: (step: Step) => void;
}

const PAGES: Record<Step, (props: StepProps) => JSX.Element> = { what: WhatStep, where: WhereStep, keep: KeepStep, summary: SummaryStep };

export function BoardWizard({ device, destinations }: Pick<StepProps, 'device' | 'destinations'>): JSX.Element {
  const { t } = useText();
  const [answers, setAnswers] = useState(() => beginning(device, destinations));
  const [tried, setTried] = useState(false);
  const { step } = answers;
  const at = STEPS.indexOf(step);
  const heading = useStepFocus(step);
  const starting = useProtect(device, answers);
  const problem = problemOf(step, answers);
  const go = (to: Step): void => {
    setTried(false);
    setAnswers((before) => goTo(before, to));
  };
  const next = (event: FormEvent): void => {
    event.preventDefault();
    if (problem !== null) setTried(true);
    else if (step === 'summary') starting.begin();
    else go(STEPS[at + 1]!);
  };
  const Question = PAGES[step];
  return (
    <form className={classes.wizard} onSubmit={next} noValidate>
      <Steps current={step} reached={answers.reached} onGo={go} />
      <div className={classes.body}>
        <h2 ref={heading} tabIndex={-1} className={classes.heading}>{t.care.question[step]}</h2>
        <aside className={classes.aside}>{t.care.aside[step]}</aside>
        <div className={classes.question}><Question device={device} destinations={destinations} answers={answers} onChange={(change) => setAnswers((before) => ({ ...before, ...change }))} onGo={go} /></div>
      </div>
      <div className={classes.foot}>
        {starting.error !== null && <BoardProblem error={starting.error} />}
        <div className={classes.footLine}>
          <section aria-label={t.protect.sentenceLabel} className={classes.footText}>
            {step !== 'summary' && <CareSentence answers={answers} title={titleOf(device)} onGo={go} />}
            <p role="status" className={classes.problem}>{tried && problem !== null && <><span aria-hidden="true">▲ </span>{t.care.problem[problem]}</>}</p>
          </section>
          <div className={classes.buttons}>
            {at > 0 && <Button variant="default" disabled={starting.busy} onClick={() => go(STEPS[at - 1]!)}>{t.common.back}</Button>}
            <Button type="submit" loading={starting.busy} disabled={step === 'summary' && device.running !== null}>{step === 'summary' ? (device.state === 'away' ? t.care.save : device.lastBackup === null ? t.care.start : t.devices.backUp) : t.common.next}</Button>
          </div>
        </div>
      </div>
      <AskConsent asked={starting} title={titleOf(device)} />
    </form>
  );
}

/** The heading has the focus after a change of step, not when the page opens. */
function useStepFocus(step: Step): React.RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    heading.current?.focus({ preventScroll: true });
    heading.current?.closest('main')?.scrollTo({ top: 0 });
  }, [step]);
  return heading;
}
