/** What is to be, as a sentence; its bold parts lead back to where they were chosen. */
import type { JSX, MouseEvent } from 'react';
import { nameOf } from '../../../form/folder-path.ts';
import { policyInWords } from '../../../form/retention-model.ts';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { fillIn } from '../../protect/sentence.ts';
import type { Answers, Step } from './care.ts';
import classes from './protect.module.css';

interface CareSentenceProps {
  answers: Pick<Answers, 'paths' | 'includes' | 'excludes' | 'where' | 'remindAfterDays' | 'retention' | 'name'>;
  /** Of the board, when it is given no name. */
  title: string;
  onGo: (step: Step) => void;
}

export function CareSentence({ answers: { paths, includes, excludes, where, remindAfterDays, retention, name }, title, onGo }: CareSentenceProps): JSX.Element {
  const { t, f } = useText();
  const board = visible(name.trim() || title);
  const part = paths.length === 0 && includes.length === 0 ? t.care.allOf(board) : t.care.partOf(f.list([...paths, ...includes].map(visible)), board);
  const parts = fillIn(t.care.sentence, {
    what: { step: 'what' as const, text: excludes.length === 0 ? part : t.care.without(part, f.list(excludes.map(visible))) },
    where: { step: 'where' as const, text: where.kind === 'own' ? t.care.ownName : visible(where.kind === 'saved' ? where.name : nameOf(where.path)) },
    often: { step: 'keep' as const, text: t.care.every(f.count(remindAfterDays), remindAfterDays) },
    keep: { step: 'keep' as const, text: policyInWords(retention, t.form.retention.words, f.count) },
  });
  const go = (event: MouseEvent, step: Step): void => {
    event.preventDefault();
    onGo(step);
  };
  return (
    <p className={classes.sentence}>
      {parts.map((each, index) => ('step' in each
        // The parts of a sentence stay in their places.
        // oxlint-disable-next-line react/no-array-index-key
        ? <a key={index} href={`#${each.step}`} className={classes.part} title={t.protect.summary.goTo(t.care.step[each.step])} onClick={(event) => go(event, each.step)}><bdi>{each.text}</bdi></a>
        : each.text))}
    </p>
  );
}
