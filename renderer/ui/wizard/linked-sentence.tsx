/** What is to be, as a sentence; its bold parts lead back to where they were chosen. */
import type { JSX, MouseEvent } from 'react';
import type { SentencePart } from './sentence.ts';
import classes from './wizard.module.css';

interface LinkedSentenceProps<Step extends string> {
  parts: readonly SentencePart<Step>[];
  titleOf: (step: Step) => string;
  /** Absent: nothing links anywhere. */
  onGo?: (step: Step) => void;
}

export function LinkedSentence<Step extends string>({ parts, titleOf, onGo }: LinkedSentenceProps<Step>): JSX.Element {
  const go = (event: MouseEvent, step: Step): void => {
    event.preventDefault();
    onGo?.(step);
  };
  return (
    <p className={classes.sentence}>
      {parts.map((part, index) => {
        if (!('step' in part)) return part.text;
        const { step, text } = part;
        // The parts of a sentence stay in their places.
        /* oxlint-disable react/no-array-index-key */
        return onGo === undefined
          ? <strong key={index}><bdi>{text}</bdi></strong>
          : <a key={index} href={`#${step}`} className={classes.part} title={titleOf(step)} onClick={(event) => go(event, step)}><bdi>{text}</bdi></a>;
        /* oxlint-enable react/no-array-index-key */
      })}
    </p>
  );
}
