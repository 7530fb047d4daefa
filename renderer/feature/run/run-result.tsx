/** How a run ended: in numbers people understand, what it means, and what can be done now. */
import type { JSX } from 'react';
import type { Run } from '../../../preload/contract/run.ts';
import { useDestinations } from '../../client/use-basics.ts';
import { withoutTransfers } from '../../form/transfers.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { StateMark, stateOf } from '../../ui/state-mark.tsx';
import { resultSentences } from './describe.ts';
import { Findings } from './findings.tsx';
import { NextSteps } from './next-steps.tsx';
import classes from './run.module.css';

export function RunResult({ run }: { run: Run }): JSX.Element {
  const text = useText();
  const { t } = text;
  const destinations = useDestinations().data ?? [];
  const outcome = run.outcome ?? 'interrupted'; // ended without a word: unknown looks bad
  const sentences = resultSentences(withoutTransfers(run), destinations, text); // each of them has its line among the phases
  const kind = run.kind === 'backup' || run.kind === 'restore' ? run.kind : 'other';
  return (
    <section className={`${classes.panel} surface`} aria-label={t.run.resultLabel} data-state={stateOf[outcome]}>
      <StateMark state={stateOf[outcome]} label={t.common.outcome[outcome]} />
      {sentences.map((sentence) => <p key={sentence} className={classes.sentence}>{sentence}</p>)}
      {sentences.length === 0 && run.fault === null && <p className={classes.sentence}>{t.run.ended[outcome]}</p>}
      {run.fault !== null && (
        <div className={classes.fault}>
          <p className={classes.sentence}>{run.fault.message === '' ? t.common.fault[run.fault.kind] : visible(run.fault.message)}</p>
          <p>{sentences.length === 0 ? t.run.meaning[kind] : t.run.partFailed}</p>
          {run.fault.advice !== '' && <p>{run.fault.advice}</p>}
        </div>
      )}
      <Findings results={run.results} />
      <NextSteps run={run} />
    </section>
  );
}
