/** What is to be, as a sentence; its bold parts lead back to where they were chosen. */
import type { JSX } from 'react';
import { policyInWords } from '../../../form/retention-model.ts';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { LinkedSentence } from '../../../ui/wizard/linked-sentence.tsx';
import { fillIn } from '../../../ui/wizard/sentence.ts';
import type { Answers, Step } from './care.ts';

interface CareSentenceProps {
  answers: Pick<Answers, 'paths' | 'includes' | 'excludes' | 'remindAfterDays' | 'retention' | 'name'>;
  /** Where to; null: the place for boards. */
  shown: string | null;
  /** Of the board, when it is given no name. */
  title: string;
  onGo: (step: Step) => void;
}

export function CareSentence({ answers: { paths, includes, excludes, remindAfterDays, retention, name }, shown, title, onGo }: CareSentenceProps): JSX.Element {
  const { t, f } = useText();
  const board = visible(name.trim() || title);
  const part = paths.length === 0 && includes.length === 0 ? t.care.allOf(board) : t.care.partOf(f.list([...paths, ...includes].map(visible)), board);
  const parts = fillIn<Step>(t.care.sentence, {
    what: { step: 'what', text: excludes.length === 0 ? part : t.care.without(part, f.list(excludes.map(visible))) },
    where: { step: 'where', text: shown === null ? t.care.ownName : visible(shown) },
    often: { step: 'keep', text: t.care.every(f.count(remindAfterDays), remindAfterDays) },
    keep: { step: 'keep', text: policyInWords(retention, t.form.retention.words, f.count) },
  });
  return <LinkedSentence parts={parts} titleOf={(step) => t.protect.summary.goTo(t.care.step[step])} onGo={onGo} />;
}
