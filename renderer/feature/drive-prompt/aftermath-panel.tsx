/** What came of an answer: a backup that runs, one that did not end well, a drive that is known now or can be unplugged. */
import { Button, Group } from '@mantine/core';
import { IconUsb } from '@tabler/icons-react';
import type { JSX, KeyboardEvent, ReactNode } from 'react';
import { useLiveRuns } from '../../client/live-runs.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { SHAPES, StateMark, stateOf } from '../../ui/state-mark.tsx';
import { Meter } from '../run/meter.tsx';
import { progressLine, shareOf } from '../run/progress.ts';
import { isOver, type Aftermath } from './asking.ts';
import classes from './drive-prompt.module.css';

interface AftermathPanelProps {
  aftermath: Aftermath;
  onClose: () => void;
}

export function AftermathPanel({ aftermath, onClose }: AftermathPanelProps): JSX.Element {
  const { t } = useText();
  const name = visible(aftermath.drive.name);
  const words = t.drives.prompt;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
  };
  const close = <Button size="xs" variant="default" onClick={onClose}>{words.close}</Button>;
  return (
    // Escape on any of its buttons closes it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div data-answers tabIndex={-1} className={classes.question} onKeyDown={onKey}>
      {aftermath.kind === 'running' && <Running aftermath={aftermath} close={close} />}
      {aftermath.kind === 'ended' && <Ended aftermath={aftermath} close={close} />}
      {aftermath.kind === 'used' && (
        <>
          <div className={classes.title}><IconUsb size={20} stroke={1.6} aria-hidden="true" /><h2><bdi>{words.used(name)}</bdi></h2></div>
          <p className="quiet">{words.usedWhy}</p>
          <Group gap="xs">
            <LinkButton size="xs" to="/protect" search={{ drive: aftermath.drive.id ?? aftermath.drive.key }} onClick={onClose}>{t.drives.plan}</LinkButton>
            {close}
          </Group>
        </>
      )}
      {aftermath.kind === 'ejected' && (
        <>
          <div className={classes.title}><span aria-hidden="true" className={classes.safe}>{SHAPES.safe}</span><h2><bdi>{t.drives.ejected(name)}</bdi></h2></div>
          <Group gap="xs">{close}</Group>
        </>
      )}
    </div>
  );
}

function Running({ aftermath, close }: { aftermath: Extract<Aftermath, { kind: 'running' }>; close: ReactNode }): JSX.Element {
  const { plans, drive, runIds, ended } = aftermath;
  const text = useText();
  const { t, f } = text;
  const live = useLiveRuns();
  const current = live.find(({ run }) => runIds.includes(run.id)) ?? null;
  const progress = current?.progress ?? null;
  const title = t.drives.prompt.running(visible(f.list(plans.map(({ name }) => name))), visible(drive.name));
  const runId = current?.run.id ?? runIds.find((id) => !ended.some((run) => run.id === id)) ?? runIds[0]!;
  return (
    <>
      <div className={classes.title}><StateMark state="busy" label={t.run.running} bare /><h2><bdi>{title}</bdi></h2></div>
      <Meter share={progress === null ? null : shareOf(progress)} label={title} slim />
      <p className="quiet">{isOver(aftermath) ? t.drives.prompt.flushing : progressLine(progress, text)}</p>
      <p className="quiet">{t.drives.prompt.runningWhy}</p>
      <Group gap="xs">
        <LinkButton size="xs" variant="default" to="/runs/$runId" params={{ runId }}>{t.drives.prompt.details}</LinkButton>
        {close}
      </Group>
    </>
  );
}

function Ended({ aftermath: { run, outcome }, close }: { aftermath: Extract<Aftermath, { kind: 'ended' }>; close: ReactNode }): JSX.Element {
  const { t } = useText();
  return (
    <>
      <div className={classes.title}><StateMark state={stateOf[outcome]} label={t.common.outcome[outcome]} bare /><h2>{t.drives.prompt.ended[outcome]}</h2></div>
      {run.fault !== null && <p><bdi>{run.fault.message === '' ? t.common.fault[run.fault.kind] : visible(run.fault.message)}</bdi></p>}
      {outcome !== 'warned' && <p className="quiet">{t.drives.prompt.endedWhy}</p>}
      <Group gap="xs">
        <LinkButton size="xs" variant="default" to="/runs/$runId" params={{ runId: run.id }}>{t.drives.prompt.details}</LinkButton>
        {close}
      </Group>
    </>
  );
}
