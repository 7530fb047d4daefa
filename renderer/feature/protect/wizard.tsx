/** The wizard: one question a page, the plan as a sentence below, and at the end the first backup. */
import { useEffect, useReducer, useRef, useState, type FormEvent, type JSX } from 'react';
import { useDrives } from '../../client/live-drives.ts';
import { placeAt } from '../../form/place/offered.ts';
import type { Where } from '../../form/place/place-model.ts';
import { useText } from '../../text/language.tsx';
import { Loading } from '../../ui/loading.tsx';
import { firstUnfinished, isLooking, problemOf, stepsFor } from './answers.ts';
import { KeepStep } from './keep-step.tsx';
import { PasswordStep } from './password-step.tsx';
import classes from './protect.module.css';
import { useKeptDraft } from './queries.ts';
import { Resume } from './resume.tsx';
import { SecondStep } from './second-step.tsx';
import type { StepProps } from './step-props.ts';
import { StepList } from './step-list.tsx';
import { SummaryStep } from './summary-step.tsx';
import { useDraft } from './use-draft.ts';
import { useKnown, type Surroundings } from './use-known.ts';
import { useStart } from './use-start.ts';
import { WhatStep } from './what-step.tsx';
import { WhereStep } from './where-step.tsx';
import { WizardFoot } from './wizard-foot.tsx';
import { BEGINNING, readDraft, wizardReducer, type Step, type WizardDraft, type WizardState } from './wizard-state.ts';

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
  const heading = useStepFocus(state.step);

  const steps = stepsFor(around.answers);
  const at = Math.max(0, steps.indexOf(state.step));
  const step = steps[at]!;
  const problem = problemOf(step, state, around.known);
  const go = (to: Step): void => {
    setTried(false);
    dispatch({ type: 'go', step: to });
  };
  const next = (event: FormEvent): void => {
    event.preventDefault();
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
  return (
    <form className={classes.wizard} onSubmit={next} noValidate>
      <StepList steps={steps} current={step} reached={state.reached} onGo={go} />
      <div className={classes.body}>
        <h2 ref={heading} tabIndex={-1} className={classes.heading}>{t.protect.question[step]}</h2>
        <aside className={classes.aside}>{t.protect.aside[step]}</aside>
        <div className={classes.question}>
          <Question state={state} dispatch={dispatch} {...around} />
        </div>
      </div>
      <WizardFoot
        state={state} {...around} step={step} problem={tried ? problem : null} looking={isLooking(step, state, around.known)} starting={starting}
        onGo={go} onBack={at === 0 ? null : () => go(steps[at - 1]!)}
      />
    </form>
  );
}

/** The answers of a step as they stand when it is left. */
function settled(step: Step, { answers }: Surroundings, { second }: WizardState): Partial<Pick<WizardState, 'folders' | 'excludes' | 'where' | 'second'>> {
  if (step === 'what') return { folders: answers.ticked, excludes: answers.excludes };
  if (step === 'second' && answers.second !== null) return { second: { ...second, where: answers.second.where } };
  return step === 'where' ? { where: answers.where } : {};
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
