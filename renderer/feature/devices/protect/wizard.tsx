/** The wizard for a board: one question a page, what is to be as a sentence below, and at the end the first backup. */
import { useState, type JSX } from 'react';
import type { Destination } from '../../../../preload/contract/destination.ts';
import type { Device } from '../../../../preload/contract/device.ts';
import type { PlaceAround } from '../../../form/place/place-model.ts';
import type { PlaceLook } from '../../../form/place/use-place.ts';
import { useText } from '../../../text/language.tsx';
import { WizardFrame } from '../../../ui/wizard/wizard-frame.tsx';
import { AskConsent } from '../ask-consent.tsx';
import { BoardProblem } from '../board-problem.tsx';
import { titleOf } from '../device-view.ts';
import { beginning, firstUnfinished, goTo, keptOf, problemOf, STEPS, type Answers, type Change, type Step } from './care.ts';
import { CareSentence } from './care-sentence.tsx';
import { KeepStep } from './keep-step.tsx';
import { SummaryStep } from './summary-step.tsx';
import type { Target } from './target.ts';
import { useProtect } from './use-protect.ts';
import { useTarget } from './use-target.ts';
import { WhatStep } from './what-step.tsx';
import { WhereStep } from './where-step.tsx';

export interface StepProps {
  device: Device;
  destinations: readonly Destination[];
  answers: Answers;
  target: Target;
  look: PlaceLook;
  around: PlaceAround;
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
  const { target, look, around } = useTarget(answers.where, keptOf(device, answers, destinations));
  const starting = useProtect(device, answers, target);
  const problem = problemOf(step, answers, target);
  const go = (to: Step): void => {
    setTried(false);
    setAnswers((before) => goTo(before, to));
  };
  const next = (): void => {
    const unfinished = step === 'summary' ? firstUnfinished(answers, target) : problem === null ? null : step;
    if (unfinished !== null) {
      go(unfinished);
      setTried(true);
    } else if (step === 'summary') starting.begin();
    else go(STEPS[at + 1]!);
  };
  const Question = PAGES[step];
  const start = device.state === 'away' ? t.care.save : device.lastBackup === null ? t.care.start : t.devices.backUp;
  return (
    <>
      <WizardFrame<Step>
        steps={STEPS} words={t.care} current={step} isReached={(to) => STEPS.indexOf(to) <= answers.reached} onGo={go} onNext={next} onBack={at === 0 ? null : () => go(STEPS[at - 1]!)}
        failure={starting.error !== null && <BoardProblem error={starting.error} />}
        sentence={step !== 'summary' && <CareSentence answers={answers} shown={target.shown} title={titleOf(device)} onGo={go} />}
        problem={tried && problem !== null ? t.care.problem[problem] : null} busy={starting.busy}
        forward={step === 'summary' ? { label: start, disabled: device.running !== null, loading: target.problem === 'looking' } : { label: t.common.next, loading: problem === 'looking' }}
      >
        <Question device={device} destinations={destinations} answers={answers} target={target} look={look} around={around} onChange={(change) => setAnswers((before) => ({ ...before, ...change }))} onGo={go} />
      </WizardFrame>
      <AskConsent asked={starting} title={titleOf(device)} />
    </>
  );
}
