/** What is being worked on at this moment, and for backups the way to leave it out. */
import { Button } from '@mantine/core';
import type { JSX } from 'react';
import type { RunKind } from '../../../preload/contract/run.ts';
import { useSkipItem } from '../../client/use-run-actions.ts';
import { useText } from '../../text/language.tsx';
import { Problem } from '../../ui/problem.tsx';
import classes from './run.module.css';
import { ShownPath } from './shown-path.tsx';

export interface CurrentItemProps {
  runId: string;
  kind: RunKind;
  item: string | null;
}

export function CurrentItem({ runId, kind, item }: CurrentItemProps): JSX.Element {
  const { t } = useText();
  const skip = useSkipItem();
  const label = t.run.currentItemOf[kind === 'backup' || kind === 'restore' ? kind : 'other'];
  return (
    <section className={`${classes.panel} surface`} aria-label={label}>
      <div className={classes.current}>
        <div className={classes.currentText}>
          <div className="quiet">{label}</div>
          <div className={classes.oneLine}>{item === null ? '–' : <ShownPath path={item} />}</div>
        </div>
        {kind === 'backup' && <Button variant="default" size="xs" disabled={item === null} onClick={() => item !== null && skip.mutate({ runId, item })}>{t.run.skip}</Button>}
      </div>
      <div role="status" className={classes.answer}>
        {skip.data !== undefined && (skip.data ? <><ShownPath path={skip.variables?.item ?? ''} /> {t.run.skipped}</> : t.run.skipLate)}
      </div>
      {skip.error !== null && <Problem error={skip.error} />}
    </section>
  );
}
