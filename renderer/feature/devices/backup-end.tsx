/** What came of a backup that was begun here: the place that was made for it, and why it did not succeed. */
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import type { Run } from '../../../preload/contract/run.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { Problem } from '../../ui/problem.tsx';
import classes from './devices.module.css';
import type { Begun } from './queries.ts';

export function BackupNote({ begun }: { begun: Begun | undefined }): JSX.Element | null {
  const { t } = useText();
  if (begun === undefined || begun.created === null) return null;
  const { address } = begun.created;
  return <p className={classes.note}>{t.devices.created(visible(address))} {t.devices.createdOpen}</p>;
}

export function BackupEnd({ run }: { run: Run | null }): JSX.Element | null {
  const { t } = useText();
  if (run === null || run.outcome === 'succeeded') return null;
  const fault = run.fault ?? new Error(`${t.devices.ended} (${t.common.outcome[run.outcome ?? 'interrupted']}).`);
  return (
    <Problem error={fault} meaning={t.devices.endedMeaning}>
      <Link to="/runs/$runId" params={{ runId: run.id }}>{t.common.details}</Link>
    </Problem>
  );
}
