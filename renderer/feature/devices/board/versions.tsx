/** The versions of a board, newest first: to compare with it, and to bring it back to. */
import { Button } from '@mantine/core';
import { useState, type JSX } from 'react';
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { titleOf } from '../device-view.ts';
import type { Access } from './access.ts';
import { ExportSheet } from './archives/export-sheet.tsx';
import type { BoardPlace } from './board-view.ts';
import classes from './board.module.css';
import { useVersions } from './queries.ts';
import { RestoreSheet } from './restore-sheet.tsx';

interface VersionsProps {
  access: Access;
  place: BoardPlace;
  onCompare: (snapshot: string) => void;
}

export function Versions({ access, place, onCompare }: VersionsProps): JSX.Element {
  const { t } = useText();
  const { device } = access;
  const versions = useVersions(device, place);
  const [restoring, restore] = useState<Snapshot | null>(null);
  const [exporting, exportOne] = useState<Snapshot | null>(null);
  return (
    <>
      <Loaded query={versions} lines={6} meaning={t.board.noVersions}>
        {(all) => all.length === 0 ? <Empty title={t.board.noVersions}><p>{t.board.noVersionsWhy}</p></Empty> : (
          <ul className={`${classes.versions} surface`} aria-label={t.board.versionsOf(visible(titleOf(device)))}>
            {all.map((snapshot, index) => <Version key={snapshot.id} snapshot={snapshot} newest={index === 0} here={device.state !== 'away'} onCompare={() => onCompare(snapshot.id)} onRestore={() => restore(snapshot)} onExport={() => exportOne(snapshot)} />)}
          </ul>
        )}
      </Loaded>
      <RestoreSheet device={device} destination={place.address} snapshot={restoring} onClose={() => restore(null)} />
      {exporting !== null && <ExportSheet device={device} destination={place.address} version={exporting} onClose={() => exportOne(null)} />}
    </>
  );
}

interface VersionProps {
  snapshot: Snapshot;
  newest: boolean;
  /** The board is plugged in. */
  here: boolean;
  onCompare: () => void;
  onRestore: () => void;
  onExport: () => void;
}

function Version({ snapshot: { time, summary, tags }, newest, here, onCompare, onRestore, onExport }: VersionProps): JSX.Element {
  const { t, f } = useText();
  const files = summary?.total_files_processed;
  const when = f.dateTime(time);
  const facts = [
    ...(files === undefined ? [] : [t.board.held(t.common.files(f.count(files), files), f.bytes(summary?.total_bytes_processed ?? 0))]),
    ...(summary?.data_added === undefined ? [] : [t.board.added(f.bytes(summary.data_added))]),
    ...(tags ?? []).filter((tag) => tag !== 'device'),
  ];
  return (
    <li>
      <div>
        <p><strong>{when}</strong>{newest && <span className={classes.badge}>{t.board.newest}</span>}</p>
        <p className="quiet dense">{visible(facts.join(' · '))}</p>
      </div>
      <div className={classes.versionActions}>
        <Button size="compact-sm" variant="subtle" color="gray" aria-label={t.board.exportLabel(when)} onClick={onExport}>{t.board.export}</Button>
        {here && <Button size="compact-sm" variant="subtle" aria-label={t.board.compareLabel(when)} onClick={onCompare}>{t.board.compare}</Button>}
        {here && <Button size="compact-sm" variant="default" aria-label={t.board.restoreLabel(when)} onClick={onRestore}>{t.board.restore}</Button>}
      </div>
    </li>
  );
}
