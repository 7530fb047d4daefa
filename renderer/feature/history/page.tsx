/** History: every run and every version on one line of time; what opens, opens beside it. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useRef, type JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Loading, useDelayed } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useShortcuts, type Shortcut } from '../../ui/shortcuts.ts';
import { CompareView } from './compare-view.tsx';
import { DetailPanel } from './detail-panel.tsx';
import classes from './history.module.css';
import { PlaceProblem } from './place-problem.tsx';
import { PlaceSelect } from './place-select.tsx';
import { ours, placeAt, searchOf, useHistoryPlaces, type HistoryPlace } from './places.ts';
import { useRuns, useSnapshots } from './queries.ts';
import { timelineOf, type TimelineItem } from './timeline.ts';
import { TimelineList } from './timeline-list.tsx';

const route = getRouteApi('/history');

/** Milliseconds after which runs are shown although the versions are still on their way. */
const PATIENCE = 200;

export function HistoryPage(): JSX.Element {
  const { t } = useText();
  const { places, error, retry } = useHistoryPlaces();
  const { plan, destination } = route.useSearch();
  if (places === null) return <Page title={t.frame.history}>{error === null ? <Loading lines={6} /> : <Problem error={error} retry={retry} />}</Page>;
  const place = placeAt(places, plan, destination);
  if (place === undefined) {
    return (
      <Page title={t.frame.history}>
        <Empty title={t.history.nothing}>
          <p>{t.history.nothingHint}</p>
          <LinkButton to="/protect">{t.history.begin}</LinkButton>
        </Empty>
      </Page>
    );
  }
  return <HistoryOf key={place.key} place={place} places={places} />;
}

function HistoryOf({ place, places }: { place: HistoryPlace; places: readonly HistoryPlace[] }): JSX.Element {
  const { t } = useText();
  const navigate = useNavigate();
  const { run, snapshot, compare } = route.useSearch();
  const runs = useRuns();
  const snapshots = useSnapshots(place);
  const late = useDelayed(PATIENCE);
  const grid = useRef<HTMLDivElement>(null);
  const items = useMemo(() => timelineOf(runs.runs, snapshots.data ?? [], ours(place)), [runs.runs, snapshots.data, place]);
  const opened = items.find((item) => (snapshot !== undefined && item.snapshot?.id === snapshot) || (run !== undefined && item.run?.id === run));
  const open = (item: TimelineItem): void => {
    const { key } = item;
    const what = item.snapshot !== null ? { snapshot: item.snapshot.id } : { run: key };
    void navigate({ to: '/history', search: { ...searchOf(place), ...what }, replace: opened !== undefined });
  };
  const isOpen = opened !== undefined || compare !== undefined;
  const close = useCallback((): void => {
    void navigate({ to: '/history', search: searchOf(place) }).then(() => grid.current?.focus({ preventScroll: true }));
  }, [navigate, place]);
  useShortcuts(useMemo((): readonly Shortcut[] => (isOpen ? [{ keys: 'Escape', label: t.history.close, run: () => document.querySelector('[role=dialog]') === null && close() }] : []), [isOpen, close, t]));
  const isReady = !runs.pending && (!snapshots.isPending || late);
  return (
    <Page title={t.frame.history} wide fill actions={<PlaceSelect place={place} places={places} onPlace={(next) => void navigate({ to: '/history', search: searchOf(next) })} />}>
      {snapshots.error !== null && <PlaceProblem place={place} error={snapshots.error} onOpened={() => void snapshots.refetch()} />}
      {runs.error !== null && <Problem error={runs.error} />}
      {snapshot !== undefined && compare !== undefined ? (
        <CompareView
          place={place} from={snapshot} to={compare} snapshots={snapshots.data ?? []} onBack={close}
          onSwap={() => void navigate({ to: '/history', search: { ...searchOf(place), snapshot: compare, compare: snapshot }, replace: true })}
        />
      ) : (
        <div className={classes.columns} data-opened={opened !== undefined || undefined}>
          {isReady ? (
            <TimelineList
              place={place} items={items} reading={snapshots.isPending} more={runs.more} opened={opened?.key ?? null} grid={grid} onOpen={open}
              onCompare={(from, to) => void navigate({ to: '/history', search: { ...searchOf(place), snapshot: from, compare: to } })}
            />
          ) : <div className={classes.list}><Loading lines={10} height={28} /></div>}
          {opened !== undefined && <DetailPanel key={opened.key} place={place} item={opened} snapshots={snapshots.data} onClose={close} />}
        </div>
      )}
    </Page>
  );
}
