/** The one true sentence in large letters, the way to the fix, and a quiet line below it. */
import { Link } from '@tanstack/react-router';
import { memo, type JSX } from 'react';
import { useConnection } from '../../client/use-connection.ts';
import { useText } from '../../text/language.tsx';
import { StateMark, type State } from '../../ui/state-mark.tsx';
import classes from './home.module.css';
import type { Sentence } from './sentence.ts';
import { quietWords, wordsOf } from './sentence-words.ts';
import { faceOf, TONE } from './verdict.ts';

export const SentenceLine = memo(function SentenceLine({ sentence }: { sentence: Sentence }): JSX.Element | null {
  const text = useText();
  const open = useConnection() === 'open';
  if (sentence.kind === 'empty') return null;
  const tone: State = !open ? 'none' : sentence.kind === 'all-safe' ? 'safe' : TONE[faceOf(sentence.judged.verdict, sentence.judged.running !== null)];
  return (
    <div className={classes.standing} data-stale={!open || undefined}>
      <p className={classes.sentence}>
        <span className={classes.tone}><StateMark state={tone} bare /></span>
        <span>{wordsOf(sentence, text)}</span>
      </p>
      <p className={classes.quiet}>
        <span>{quietWords(sentence, text)}</span> <Fix sentence={sentence} />
      </p>
    </div>
  );
});

function Fix({ sentence }: { sentence: Exclude<Sentence, { kind: 'empty' }> }): JSX.Element | null {
  const { t } = useText();
  if (sentence.kind === 'all-safe') return null;
  const { status: { plan }, verdict, running } = sentence.judged;
  if (running !== null) return <Link to="/runs/$runId" params={{ runId: running }}>{t.home.seeProgress}</Link>;
  if ('run' in verdict) return <Link to="/runs/$runId" params={{ runId: verdict.run }}>{t.home.seeRun}</Link>;
  return <Link to="/plans/$planId" params={{ planId: plan.id }}>{t.home.seePlan}</Link>;
}
