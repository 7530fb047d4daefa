/** The wizard: one question a page, the plan as a sentence below, and at the end the first backup. */
import { useReducer, useState, type JSX } from 'react';
import { useDrives } from '../../client/live-drives.ts';
import { placeAt } from '../../form/place/offered.ts';
import type { Where } from '../../form/place/place-model.ts';
import { useText } from '../../text/language.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Problem } from '../../ui/problem.tsx';
import { WizardFrame } from '../../ui/wizard/wizard-frame.tsx';
import { estimateOf, firstUnfinished, isLooking, problemOf, stepsFor } from './answers.ts';
import { KeepStep } from './keep-step.tsx';
import { PasswordStep } from './password-step.tsx';
import { PlanSentence } from './plan-sentence.tsx';
import { useKeptDraft } from './queries.ts';
import { Resume } from './resume.tsx';
import { SecondStep } from './second-step.tsx';
import type { StepProps } from './step-props.ts';
import { SummaryStep } from './summary-step.tsx';
import { useDraft } from './use-draft.ts';
import { useKnown, type Surroundings } from './use-known.ts';
import { useStart } from './use-start.ts';
import { WhatStep } from './what-step.tsx';
import { WhereStep } from './where-step.tsx';
import { BEGINNING, readDraft, STEPS, wizardReducer, type Step, type WizardDraft, type WizardState } from './wizard-state.ts';

/** Complete in itself: at home in any page that has a title. */
export function ProtectWizard({ drive }: { /** Key or id of the drive that was asked for. */ drive?: string }): JSX.Element {
  const kept = useKeptDraft();
  const { news } = useDrives();
  const [answer, setAnswer] = useState<{ draft: WizardDraft | null } | null>(null);
  if (answer !== null) return <Questions draft={answer.draft} where={null} />;
  if (drive !== undefined) {
    if (news === null) return <Loading lines={8} />;
    const path = news.drives.find(({ id, key }) => id === drive || key === drive)?.path ?? null;
    return <Questions draft={null} where={path === null ? null : placeAt(path)} />; // who comes from a drive begins with it
  }
  if (kept.data === undefined && kept.error === null) return <Loading lines={8} />;
  const draft = readDraft(kept.data ?? null); // a draft that cannot be read is none: the questions are asked
  if (draft === null) return <Questions draft={null} where={null} />;
  return <Resume onContinue={() => setAnswer({ draft })} onRestart={() => setAnswer({ draft: null })} />;
}

const PAGES: Record<Step, (props: StepProps) => JSX.Element | null> = { what: WhatStep, where: WhereStep, second: SecondStep, password: PasswordStep, keep: KeepStep, summary: SummaryStep };

function Questions({ draft, where }: { draft: WizardDraft | null; where: Where | null }): JSX.Element {
  const { t } = useText();
  const [state, dispatch] = useReducer(wizardReducer, draft === null ? { ...BEGINNING, where } : wizardReducer(BEGINNING, { type: 'resume', draft }));
  const around = useKnown(state);
  const draftKeeping = useDraft(state);
  const starting = useStart(state, around, dispatch, draftKeeping.drop);
  const [tried, setTried] = useState(false);

  const steps = stepsFor(around.answers);
  const at = Math.max(0, steps.indexOf(state.step));
  const step = steps[at]!;
  const problem = problemOf(step, state, around.known);
  const go = (to: Step): void => {
    setTried(false);
    dispatch({ type: 'go', step: to });
  };
  const next = (): void => {
    if (problem !== null) {
      setTried(true);
      if (problem === 'unfinished') go(firstUnfinished(state, around.known) ?? 'what');
    } else if (step === 'summary') starting.start();
    else {
      dispatch({ type: 'answer', change: settled(step, around, state) }); // what was preselected is now chosen: it no longer changes by itself
      go(steps[at + 1]!);
    }
  };
  const Question = PAGES[step];
  const busy = starting.stage !== null;
  const startLabel = useStartLabel(estimateOf(around.answers));
  return (
    <WizardFrame<Step>
      steps={steps} words={t.protect} current={step} isReached={(to) => STEPS.indexOf(to) <= state.reached} onGo={go} onNext={next} onBack={at === 0 ? null : () => go(steps[at - 1]!)}
      failure={step === 'summary' && starting.error !== null && !busy && <Problem error={starting.error} meaning={t.protect.summary.nothingLost} />}
      sentence={step !== 'summary' && <PlanSentence state={state} answers={around.answers} known={around.known} onGo={go} />}
      problem={tried && problem !== null ? t.protect.problem[problem] : null} doing={busy ? t.protect.stage[starting.stage!] : null} busy={busy}
      forward={{ label: step === 'summary' ? startLabel : t.common.next, loading: isLooking(step, state, around.known) }}
    >
      <Question state={state} dispatch={dispatch} {...around} />
    </WizardFrame>
  );
}

/** @param seconds null: not known, and then nothing is promised. */
function useStartLabel(seconds: number | null): string {
  const { t, f } = useText();
  if (seconds === null) return t.protect.summary.start;
  return seconds < 60 ? t.protect.summary.startSoon : t.protect.summary.startAbout(f.duration(Math.ceil(seconds / 60) * 60));
}

/** The answers of a step as they stand when it is left. */
function settled(step: Step, { answers }: Surroundings, { second }: WizardState): Partial<Pick<WizardState, 'folders' | 'excludes' | 'where' | 'second'>> {
  if (step === 'what') return { folders: answers.ticked, excludes: answers.excludes };
  if (step === 'second' && answers.second !== null) return { second: { ...second, where: answers.second.where } };
  return step === 'where' ? { where: answers.where } : {};
}
