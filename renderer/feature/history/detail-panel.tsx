/** What was opened: the run, and the version it made, beside the list. */
import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, type JSX } from 'react';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { PathText } from '../../form/path-text.tsx';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { commandLine } from '../../ui/command-line.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { StateMark, stateOf } from '../../ui/state-mark.tsx';
import { Changes } from './changes.tsx';
import { Facts } from './facts.tsx';
import classes from './history.module.css';
import { KeptBecause } from './kept-because.tsx';
import { searchOf, type Origin } from '../../form/origin.ts';
import { Tags } from './tags.tsx';
import { hasLostVersion, versionBefore, type TimelineItem } from './timeline.ts';

interface DetailPanelProps {
  origin: Origin;
  item: TimelineItem;
  /** Undefined: not known (yet). */
  snapshots: readonly Snapshot[] | undefined;
  onClose: () => void;
}

export function DetailPanel({ origin, item, snapshots, onClose }: DetailPanelProps): JSX.Element {
  const { t, f } = useText();
  const { at, run, snapshot, outcome } = item;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <aside className={`${classes.panel} surface`} aria-label={t.common.details}>
      <div className={classes.panelHead}>
        <h2 ref={heading} tabIndex={-1}>{snapshot === null ? t.history.runOf(run === null ? '' : t.history.kind[run.kind], f.dateTime(at)) : t.history.versionOf(f.dateTime(at))}</h2>
        <Tooltip label={t.history.close}><ActionIcon variant="subtle" color="gray" aria-label={t.history.close} onClick={onClose}><IconX size={16} /></ActionIcon></Tooltip>
      </div>
      {run !== null && <StateMark state={outcome === null ? 'busy' : stateOf[outcome]} {...(outcome === null ? {} : { label: t.common.outcome[outcome] })} />}
      {run?.fault != null && <Problem error={run.fault} />}
      {run !== null && run.problems > 0 && <p>{(outcome === 'succeeded' ? t.history.notes : t.history.problems)(f.count(run.problems), run.problems)}</p>}
      {snapshots !== undefined && hasLostVersion(item) && <p className="quiet">{t.history.versionGone}</p>}
      {snapshot === null && run !== null && run.subject !== '' && <PathText text={run.subject} plain={run.kind !== 'backup'} />}
      <Group gap="xs">
        {snapshot !== null && <LinkButton to="/restore" search={{ ...searchOf(origin), snapshot: snapshot.id }}>{t.history.browse}</LinkButton>}
        {run !== null && <LinkButton variant="default" to="/runs/$runId" params={{ runId: run.id }}>{t.history.runDetails}</LinkButton>}
        {snapshot !== null && <CommandButton command={commandLine('ls', '-r', origin.destination, snapshot.id.slice(0, 8))} />}
      </Group>
      {snapshot !== null && <Version origin={origin} snapshot={snapshot} snapshots={snapshots ?? []} />}
    </aside>
  );
}

function Version({ origin, snapshot, snapshots }: { origin: Origin; snapshot: Snapshot; snapshots: readonly Snapshot[] }): JSX.Element {
  const { t, f } = useText();
  const before = versionBefore(snapshot, snapshots);
  return (
    <>
      <section className={classes.part} aria-labelledby="version-changes">
        <h3 id="version-changes">{before === null ? t.history.changes : t.history.changesSince(f.dateTime(before.time))}</h3>
        {before === null ? <p className="quiet">{t.history.changesFirst}</p> : <Changes origin={origin} from={before.id} to={snapshot.id} />}
      </section>
      <section className={classes.part} aria-labelledby="version-kept">
        <h3 id="version-kept">{t.history.keeping}</h3>
        <KeptBecause origin={origin} snapshot={snapshot} />
      </section>
      <section className={classes.part} aria-labelledby="version-tags">
        <h3 id="version-tags">{t.history.tags}</h3>
        <Tags origin={origin} snapshot={snapshot} />
      </section>
      <section className={classes.part} aria-labelledby="version-facts">
        <h3 id="version-facts">{t.history.facts}</h3>
        <Facts snapshot={snapshot} />
      </section>
    </>
  );
}
