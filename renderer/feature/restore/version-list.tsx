/** All versions of one entry, newest first, as they are found. Choosing one shows it; two texts can be compared. */
import type { JSX } from 'react';
import { useState } from 'react';
import type { EntryVersion } from '../../../preload/contract/snapshot-procedures.ts';
import type { SnapshotFilter } from '../../../preload/contract/snapshot-filter.ts';
import { client } from '../../client.ts';
import { useStream } from '../../client/use-stream.ts';
import { useText } from '../../text/language.tsx';
import { Problem } from '../../ui/problem.tsx';
import { DiffDialog, type Compared } from './diff-dialog.tsx';
import classes from './preview.module.css';
import type { At } from './queries.ts';
import type { Row } from './row.ts';
import type { Spot } from './timeline.ts';

export interface VersionListProps {
  at: At;
  row: Row;
  filter: Partial<SnapshotFilter>;
  spot: Spot;
  onVersion: (snapshot: string) => void;
}

const NONE: readonly EntryVersion[] = [];

/** Sizes above this are not compared line by line. */
const MOST_COMPARED = 1_048_576;

export function VersionList({ at, row, filter, spot, onVersion }: VersionListProps): JSX.Element {
  const { t, f } = useText();
  const [compared, setCompared] = useState<Compared | null>(null);
  const key = JSON.stringify([at.destination, row.path, filter, spot.timeline.versions.length]);
  const { value: versions, done, error } = useStream(
    key, (signal) => client.snapshot.versions({ destination: at.destination, path: row.path, filter }, { signal }),
    (all: readonly EntryVersion[], more: EntryVersion[]) => [...all, ...more], NONE,
  );
  const shown = versions.find((version) => covers(version, spot)) ?? null;
  const canCompare = (version: EntryVersion): boolean =>
    shown !== null && version !== shown && row.type === 'file' && version.entry.type === 'file' && version.entry.size <= MOST_COMPARED && shown.entry.size <= MOST_COMPARED;
  return (
    <section className={classes.versions} aria-busy={!done}>
      <h3>{done || versions.length > 0 ? t.common.versions(f.count(versions.length), versions.length) : t.restore.lookingForVersions}{!done && versions.length > 0 ? ' …' : ''}</h3>
      {error != null && <Problem error={error} />}
      <ul className={classes.list}>
        {versions.map((version) => (
          <li key={version.snapshot} className={classes.version}>
            <button type="button" className={classes.pick} aria-pressed={version === shown} onClick={() => onVersion(version.snapshot)}>
              <span aria-hidden="true" className={classes.dot}>{version === shown ? '●' : '○'}</span>
              <span className={classes.what}>
                <span>{f.dateTime(version.time)}</span>
                <span className="quiet">
                  {[...(version.entry.type === 'file' ? [f.bytes(version.entry.size)] : []), ...(version.alsoIn > 0 ? [t.restore.alsoIn(f.count(version.alsoIn), version.alsoIn)] : [])].join(' · ')}
                </span>
              </span>
            </button>
            {canCompare(version) && (
              <button type="button" className={classes.link} aria-label={t.restore.compareWith(f.dateTime(version.time))} onClick={() => setCompared(inOrder(version, shown!, at, row))}>{t.restore.compare}</button>
            )}
          </li>
        ))}
      </ul>
      {compared !== null && <DiffDialog compared={compared} onClose={() => setCompared(null)} />}
    </section>
  );
}

/** The shown version of the whole is this one, or an older one that holds the same. */
function covers({ snapshot, alsoIn }: EntryVersion, { timeline, index }: Spot): boolean {
  const newest = timeline.versions.findIndex(({ id }) => id === snapshot);
  return newest >= 0 && index <= newest && index >= newest - alsoIn;
}

function inOrder(one: EntryVersion, other: EntryVersion, { destination }: At, { path, name }: Row): Compared {
  const [older, newer] = Date.parse(one.time) < Date.parse(other.time) ? [one, other] : [other, one];
  return { destination, path, name, older: { snapshot: older.snapshot, time: older.time }, newer: { snapshot: newer.snapshot, time: newer.time } };
}
