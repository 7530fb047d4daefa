/** What was opened: the run, and the version it made, beside the list. */
import { ActionIcon, Group } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, type JSX } from 'react';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { commandLine } from '../../ui/command-line.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { StateMark, stateOf } from '../../ui/state-mark.tsx';
import { Changes } from './changes.tsx';
import classes from './history.module.css';
import { KeptBecause } from './kept-because.tsx';
import type { HistoryPlace } from './places.ts';
import { Tags } from './tags.tsx';
import type { TimelineItem } from './timeline.ts';

interface DetailPanelProps {
  place: HistoryPlace;
  item: TimelineItem;
  snapshots: readonly Snapshot[];
  onClose: () => void;
}

export function DetailPanel({ place, item: { at, run, snapshot, outcome }, snapshots, onClose }: DetailPanelProps): JSX.Element {
  const { t, f } = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <aside className={`${classes.panel} surface`} aria-label={t.common.details}>
      <div className={classes.panelHead}>
        <h2 ref={heading} tabIndex={-1}>{snapshot === null ? `${run === null ? '' : t.history.kind[run.kind]} · ${f.dateTime(at)}` : t.history.versionOf(f.dateTime(at))}</h2>
        <ActionIcon variant="subtle" color="gray" aria-label={t.history.close} onClick={onClose}><IconX size={16} /></ActionIcon>
      </div>
      {outcome !== null && <StateMark state={stateOf[outcome]} label={t.common.outcome[outcome]} />}
      {run?.fault != null && <Problem error={Object.assign(new Error(run.fault.message), run.fault)} />}
      <Group gap="xs">
        {snapshot !== null && (
          <LinkButton to="/restore" search={{ ...(place.plan === null ? {} : { plan: place.plan.id }), ...(place.destination === null ? {} : { destination: place.destination }), snapshot: snapshot.id }}>
            {t.history.browse}
          </LinkButton>
        )}
        {run !== null && <LinkButton variant="default" to="/runs/$runId" params={{ runId: run.id }}>{t.history.runDetails}</LinkButton>}
        {snapshot !== null && <CommandButton command={commandLine(place.destination !== null && '-r', place.destination, 'ls', snapshot.id.slice(0, 8))} />}
      </Group>
      {snapshot !== null && <SnapshotParts place={place} snapshot={snapshot} snapshots={snapshots} />}
    </aside>
  );
}

function SnapshotParts({ place, snapshot, snapshots }: { place: HistoryPlace; snapshot: Snapshot; snapshots: readonly Snapshot[] }): JSX.Element {
  const { t, f } = useText();
  const { id, summary, paths, hostname } = snapshot;
  const samePaths = paths.toSorted().join('\0');
  const before = snapshots.slice(0, Math.max(0, snapshots.findIndex((other) => other.id === id))).findLast((other) => other.hostname === hostname && other.paths.toSorted().join('\0') === samePaths);
  const numbers: readonly (readonly [string, string | null])[] = [
    [t.history.newFiles, summary?.files_new === undefined ? null : f.count(summary.files_new)],
    [t.history.changedFiles, summary?.files_changed === undefined ? null : f.count(summary.files_changed)],
    [t.history.sameFiles, summary?.files_unmodified === undefined ? null : f.count(summary.files_unmodified)],
    [t.history.dataAdded, summary?.data_added === undefined ? null : f.bytes(summary.data_added_packed ?? summary.data_added)],
    [t.history.total, summary?.total_bytes_processed === undefined ? null : `${f.bytes(summary.total_bytes_processed)} · ${t.common.files(f.count(summary.total_files_processed ?? 0), summary.total_files_processed ?? 0)}`],
    [t.history.host, hostname ?? null],
  ];
  return (
    <>
      <div className={classes.part}>
        <dl className={classes.facts}>
          {numbers.map(([name, value]) => value !== null && (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          <dt>{t.history.paths}</dt>
          <dd>{paths.map((path) => <div key={path}><code>{path}</code></div>)}</dd>
          <dt>{t.history.id}</dt>
          <dd><code>{id.slice(0, 8)}</code></dd>
        </dl>
      </div>
      <div className={classes.part}>
        <h3>{t.history.keeping}</h3>
        <KeptBecause place={place} id={id} />
      </div>
      <div className={classes.part}>
        <h3>{t.history.tags}</h3>
        <Tags place={place} snapshot={snapshot} />
      </div>
      <div className={classes.part}>
        <h3>{t.history.changes}</h3>
        {before === undefined ? <p className="quiet">{t.history.changesFirst}</p> : <Changes place={place} from={before.id} to={id} />}
      </div>
    </>
  );
}
