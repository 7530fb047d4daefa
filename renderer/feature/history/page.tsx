/** History: every run and every version on one line of time; what opens, opens beside it. */
import { Select } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo, type JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { CompareView } from './compare-view.tsx';
import { DetailPanel } from './detail-panel.tsx';
import classes from './history.module.css';
import { useHistoryPlaces, type HistoryPlace } from './places.ts';
import { useRuns, useSnapshots } from './queries.ts';
import { timelineOf, type TimelineItem } from './timeline.ts';
import { TimelineList } from './timeline-list.tsx';
import { PlaceProblem } from './place-problem.tsx';

const route = getRouteApi('/history');

export function HistoryPage(): JSX.Element {
  const { t } = useText();
  const places = useHistoryPlaces();
  const { plan, destination } = route.useSearch();
  const place = places?.find((one) => (plan === undefined || one.plan?.id === plan) && (destination === undefined || one.destination === destination) && (plan !== undefined || destination === undefined || one.plan === null)) ?? places?.[0];
  if (places === null) return <Page title={t.frame.history}><Loading lines={6} /></Page>;
  if (place === undefined) {
    return (
      <Page title={t.frame.history}>
        <Empty title={t.history.nothing}><p>{t.history.nothingHint}</p></Empty>
      </Page>
    );
  }
  return <HistoryOf key={place.key} place={place} places={places} />;
}

function HistoryOf({ place, places }: { place: HistoryPlace; places: readonly HistoryPlace[] }): JSX.Element {
  const { t } = useText();
  const navigate = useNavigate();
  const { run, snapshot, compare } = route.useSearch();
  const runs = useRuns(place.plan);
  const snapshots = useSnapshots(place);
  const items = useMemo(
    () => timelineOf(runs.runs, snapshots.data ?? [], ({ plan }) => (place.plan === null ? true : plan === place.plan.id)),
    [runs.runs, snapshots.data, place.plan],
  );
  const here = { ...(place.plan === null ? {} : { plan: place.plan.id }), ...(place.destination === null ? {} : { destination: place.destination }) };
  const open = (item: TimelineItem | null): void =>
    void navigate({ to: '/history', search: { ...here, ...(item === null ? {} : item.snapshot !== null ? { snapshot: item.snapshot.id } : { run: item.key }) } });
  const opened = items.find((item) => (snapshot !== undefined && item.snapshot?.id === snapshot) || (run !== undefined && item.run?.id === run));
  return (
    <Page
      title={t.frame.history} wide fill
      actions={
        <Select
          aria-label={t.history.from} w={300} allowDeselect={false} value={place.key}
          data={places.map((one) => ({ value: one.key, label: labelOf(one, t) }))}
          onChange={(key) => {
            const next = places.find((one) => one.key === key);
            if (next !== undefined) void navigate({ to: '/history', search: { ...(next.plan === null ? {} : { plan: next.plan.id }), ...(next.destination === null ? {} : { destination: next.destination }) } });
          }}
        />
      }
    >
      {snapshots.error !== null && <PlaceProblem place={place} error={snapshots.error} onOpened={() => void snapshots.refetch()} />}
      {snapshot !== undefined && compare !== undefined ? (
        <CompareView place={place} from={snapshot} to={compare} snapshots={snapshots.data ?? []} onBack={() => open(null)} />
      ) : (
        <div className={classes.columns} data-opened={opened !== undefined || undefined}>
          <TimelineList
            place={place} items={items} pending={runs.pending || snapshots.isPending} more={runs.more} opened={opened?.key ?? null} onOpen={open}
            onCompare={(from, to) => void navigate({ to: '/history', search: { ...here, snapshot: from, compare: to } })}
          />
          {opened !== undefined && <DetailPanel key={opened.key} place={place} item={opened} snapshots={snapshots.data ?? []} onClose={() => open(null)} />}
        </div>
      )}
    </Page>
  );
}

function labelOf({ plan, destination }: HistoryPlace, t: ReturnType<typeof useText>['t']): string {
  const where = destination ?? t.history.defaultVault;
  return plan === null ? t.history.everythingIn(where) : t.history.planIn(plan.name, where);
}
