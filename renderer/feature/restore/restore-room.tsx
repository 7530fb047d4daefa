/** One origin: its versions on the slider, the folder of one of them or what a search found below. */
import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState, type JSX } from 'react';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { faultOf } from '../../client/fault.ts';
import type { Origin } from '../../form/origin.ts';
import { OpeningProblem } from '../../form/opening-problem.tsx';
import { useVersions } from '../../form/use-origins.ts';
import { useText } from '../../text/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Browser } from './browser.tsx';
import { startFolder } from './paths.ts';
import type { Go, Place } from './place.ts';
import { RestoreFrom } from './restore-from.tsx';
import classes from './restore.module.css';
import { SearchBox } from './search-box.tsx';
import { nearestTo, spotOf, timeOf, timelinesOf, type Spot, type Timeline } from './timeline.ts';
import { TimelineSelect } from './timeline-select.tsx';

export interface RestoreRoomProps {
  origin: Origin;
  origins: readonly Origin[];
  place: Place;
  go: Go;
}

export function RestoreRoom({ origin, origins, place, go }: RestoreRoomProps): JSX.Element {
  const { t } = useText();
  const versions = useVersions(origin);
  const timelines = timelinesOf(versions.data ?? [], origin.plan);
  /** The newest when somebody came: a version that is made meanwhile moves nobody. */
  const [newest, setNewest] = useState<string | undefined>();
  const wanted = place.snapshot ?? newest;
  const found = spotOf(timelines, wanted);
  if (found !== null && wanted === undefined) setNewest(found.timeline.versions[found.index]!.id);
  const { notice, dismiss } = useForgotten(found, timelines, versions, wanted, go);
  const spot = found ?? spotOf(timelines, undefined);
  const reload = useCallback(() => void versions.refetch(), [versions]);
  const head = (
    <>
      <RestoreFrom origin={origin} origins={origins} go={go} />
      {spot !== null && timelines.length > 1 && <TimelineSelect timelines={timelines} timeline={spot.timeline} go={go} />}
      {spot !== null && <SearchBox text={place.find} go={go} />}
    </>
  );
  return (
    <Page title={t.frame.restore} wide fill actions={head}>
      {notice !== null && (
        <div role="status" className={classes.notice}>
          <span aria-hidden="true">▲</span> <span>{notice}</span>
          <button type="button" className={classes.plainButton} onClick={dismiss}>{t.common.close}</button>
        </div>
      )}
      {spot === null ? <NoVersions origin={origin} versions={versions} /> : <Browser origin={origin} spot={spot} place={{ ...place, path: place.path ?? startFolder(spot.timeline.versions[spot.index]!.paths) }} go={go} reload={reload} />}
    </Page>
  );
}

function NoVersions({ origin, versions }: { origin: Origin; versions: ReturnType<typeof useVersions> }): JSX.Element {
  const { t } = useText();
  if (versions.data !== undefined) {
    return (
      <Empty title={t.restore.noVersions}>
        <p>{t.restore.noVersionsText}</p>
        {origin.plan !== null && <Link to="/plans/$planId" params={{ planId: origin.plan.id }}>{t.restore.toPlan(origin.plan.name)}</Link>}
      </Empty>
    );
  }
  if (versions.error === null) return <Loading lines={8} />;
  if (faultOf(versions.error).kind === 'wrong-password') return <OpeningProblem name={origin.destination} error={versions.error} meaning={t.restore.untouched} onOpened={() => void versions.refetch()} />;
  return <Problem error={versions.error} meaning={t.restore.untouched} retry={() => void versions.refetch()}><Link to="/settings" search={{ section: 'destinations' }}>{t.restore.toDestinations}</Link></Problem>;
}

/** A version that is not in the list: the list may be old; else it was forgotten, and the nearest one takes its place. */
function useForgotten(found: Spot | null, timelines: readonly Timeline[], versions: ReturnType<typeof useVersions>, snapshot: string | undefined, go: Go): { notice: string | null; dismiss: () => void } {
  const { t, f } = useText();
  const [notice, setNotice] = useState<string | null>(null);
  const seen = useRef<{ time: number; line: string } | null>(null);
  const askedFor = useRef<string | null>(null);
  const current: Snapshot | undefined = found?.timeline.versions[found.index];
  const { data, isFetching, refetch } = versions;
  useEffect(() => {
    if (current !== undefined && found !== null) seen.current = { time: timeOf(current), line: found.timeline.key };
  }, [current, found]);
  useEffect(() => {
    if (snapshot === undefined || data === undefined || found !== null || isFetching || timelines.length === 0) return;
    if (askedFor.current !== snapshot) {
      askedFor.current = snapshot;
      void refetch();
      return;
    }
    const line = timelines.find(({ key }) => key === seen.current?.line) ?? timelines[0]!;
    const nearest = nearestTo(line.versions, seen.current?.time ?? null);
    setNotice(t.restore.forgotten(seen.current === null ? null : f.dateTime(seen.current.time), nearest === null ? '' : f.dateTime(nearest.time)));
    go({ snapshot: nearest?.id }, true);
  }, [snapshot, data, found, isFetching, refetch, timelines, go, t, f]);
  return { notice, dismiss: () => setNotice(null) };
}
