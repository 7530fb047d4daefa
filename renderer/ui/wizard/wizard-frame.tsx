/** A wizard: its steps, one question with what is good to know beside it, and below what is to be, as a sentence, with the way back and on. */
import { Button } from '@mantine/core';
import { useEffect, useRef, type FormEvent, type JSX, type ReactNode, type RefObject } from 'react';
import { useText } from '../../text/language.tsx';
import { StepList, type StepListProps } from './step-list.tsx';
import classes from './wizard.module.css';

interface WizardFrameProps<Step extends string> extends Omit<StepListProps<Step>, 'words'> {
  words: { readonly step: Readonly<Record<Step, string>>; readonly question: Readonly<Record<Step, string>>; readonly aside: Readonly<Record<Step, string>> };
  /** Why what was begun at the end failed. */
  failure?: ReactNode;
  sentence: ReactNode;
  /** Said once somebody has tried to go on. */
  problem: string | null;
  /** What is being done. */
  doing?: string | null;
  busy: boolean;
  forward: { label: string; loading?: boolean; disabled?: boolean };
  onNext: () => void;
  onBack: (() => void) | null;
  /** The question. */
  children: ReactNode;
}

export function WizardFrame<Step extends string>(props: WizardFrameProps<Step>): JSX.Element {
  const { current, words, failure = null, sentence, problem, doing = null, busy, forward, onNext, onBack, children } = props;
  const { t } = useText();
  const heading = useStepFocus(current);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onNext();
  };
  return (
    <form className={classes.wizard} onSubmit={submit} noValidate>
      <StepList steps={props.steps} words={words.step} current={current} isReached={props.isReached} onGo={props.onGo} />
      <div className={classes.body}>
        <h2 ref={heading} tabIndex={-1} className={classes.heading}>{words.question[current]}</h2>
        <aside className={classes.aside}>{words.aside[current]}</aside>
        <div className={classes.question}>{children}</div>
      </div>
      <div className={classes.foot}>
        {failure}
        <div className={classes.footLine}>
          <section aria-label={t.protect.sentenceLabel} className={classes.footText}>
            {sentence}
            <p role="status" className={classes.problem}>
              {problem !== null && <><span aria-hidden="true">▲ </span>{problem}</>}
              {doing !== null && <span className="quiet">{doing}</span>}
            </p>
          </section>
          <div className={classes.buttons}>
            {onBack !== null && <Button variant="default" onClick={onBack} disabled={busy}>{t.common.back}</Button>}
            <Button type="submit" loading={busy || forward.loading === true} disabled={forward.disabled === true}>{forward.label}</Button>
          </div>
        </div>
      </div>
    </form>
  );
}

/** The heading has the focus after a change of step, not when the page opens. */
function useStepFocus(step: string): RefObject<HTMLHeadingElement | null> {
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
