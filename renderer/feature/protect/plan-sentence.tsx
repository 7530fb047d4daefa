/** The plan as a sentence; its bold parts lead back to where they were chosen. */
import type { JSX } from 'react';
import { nameOf } from '../../form/folder-path.ts';
import { kindOf } from '../../form/format-model.ts';
import { policyInWords } from '../../form/retention-model.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { LinkedSentence } from '../../ui/wizard/linked-sentence.tsx';
import { fillIn } from '../../ui/wizard/sentence.ts';
import type { Surroundings } from './use-known.ts';
import type { Step, WizardState } from './wizard-state.ts';

interface PlanSentenceProps extends Pick<Surroundings, 'answers' | 'known'> {
  state: WizardState;
  /** Absent: nothing links anywhere. */
  onGo?: (step: Step) => void;
}

export function PlanSentence({ state, answers, known, onGo }: PlanSentenceProps): JSX.Element {
  const { t, f } = useText();
  const { folders, bytes } = answers;
  const what = folders.length === 0 ? t.protect.something : t.protect.sentenceWhat(visible(known.listNames(folders.map(nameOf))), bytes === null ? null : f.bytes(bytes));
  const { second } = answers;
  const carried = second === null ? '' : ` ${t.protect.second.sentence[kindOf(second.storing)]}`;
  const parts = fillIn<Step>(t.protect.sentence[kindOf(answers.storing)] + carried, {
    what: { step: 'what', text: what },
    where: { step: 'where', text: answers.where === null ? t.protect.somewhere : visible(answers.placeName) },
    second: { step: 'second', text: second === null || second.where === null ? t.protect.somewhere : visible(second.placeName) },
    keep: { step: 'keep', text: policyInWords(state.policy, t.form.retention.words, f.count) },
  });
  return <LinkedSentence<Step> parts={parts} titleOf={(step) => t.protect.summary.goTo(t.protect.step[step])} {...(onGo === undefined ? {} : { onGo })} />;
}
