/** A card while its plan is being backed up: a thin bar, one line, and the ways to stop or to look closer. */
import { Group } from '@mantine/core';
import type { JSX } from 'react';
import type { LiveRun } from '../../client/live-runs.ts';
import { useText } from '../../text/language.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { CancelRun } from '../run/cancel-run.tsx';
import { Meter } from '../run/meter.tsx';
import { progressLine, shareOf } from '../run/progress.ts';
import classes from './home.module.css';

export interface CardProgressProps {
  runId: string;
  /** Null: it runs, and nothing has been heard of it yet. */
  live: LiveRun | null;
  title: string;
}

export function CardProgress({ runId, live, title }: CardProgressProps): JSX.Element {
  const text = useText();
  const progress = live?.progress ?? null;
  return (
    <div className={classes.progress}>
      <Meter share={progress === null ? null : shareOf(progress)} label={title} slim />
      <Group gap="xs" wrap="nowrap">
        <span className={classes.far}>{progressLine(progress, text)}</span>
        <LinkButton size="xs" variant="subtle" color="gray" to="/runs/$runId" params={{ runId }}>{text.t.common.details}</LinkButton>
        <CancelRun run={{ id: runId, kind: 'backup' }} title={title} size="xs" />
      </Group>
    </div>
  );
}
