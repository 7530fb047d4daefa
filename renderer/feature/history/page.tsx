/** History: every run and every version on one line of time; what opens, opens beside it. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useRef, type JSX } from 'react';
import { OpeningProblem } from '../../form/opening-problem.tsx';
import { originAt, searchOf, type Origin } from '../../form/origin.ts';
import { OriginSelect } from '../../form/origin-select.tsx';
import { useOrigins, useVersions } from '../../form/use-origins.ts';
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
import { useRuns } from './queries.ts';
import { ours, timelineOf, type TimelineItem } from './timeline.ts';
import { TimelineList } from './timeline-list.tsx';

const route = getRouteApi('/history');

export function HistoryPage(): JSX.Element {
  const { t } = useText();
  const { known, origins, error, retry } = useOrigins();
  const { plan, destination } = route.useSearch();
  if (known === null) return <Page title={t.frame.history}>{error === null ? <Loading lines={6} /> : <Problem error={error} retry={retry} />}</Page>;
  const origin = originAt({ plan, destination }, origins, known) ?? originAt({}, origins, known); // a plan may have been removed
  if (origin === null) {
    return (
      <Page title={t.frame.history}>
        <Empty title={t.history.nothing}>
          <p>{t.history.nothingHint}</p>
          <LinkButton to="/protect">{t.history.begin}</LinkButton>
        </Empty>
      </Page>
    );
  }
  return <HistoryOf key={origin.key} origin={origin} origins={origins} />;
}

function HistoryOf({ origin, origins }: { origin: Origin; origins: readonly Origin[] }): JSX.Element {
  const { t } = useText();
  const navigate = useNavigate();
  const { run, snapshot, compare } = route.useSearch();
  const runs = useRuns();
  const snapshots = useVersions(origin);
  const late = useDelayed(); // runs are shown although the versions are still on their way
  const grid = useRef<HTMLDivElement>(null);
  const items = useMemo(() => timelineOf(runs.runs, snapshots.data ?? [], ours(origin)), [runs.runs, snapshots.data, origin]);
  const opened = items.find((item) => (snapshot !== undefined && item.snapshot?.id === snapshot) || (run !== undefined && item.run?.id === run));
  const open = (item: TimelineItem): void => {
    const { key } = item;
    const what = item.snapshot !== null ? { snapshot: item.snapshot.id } : { run: key };
    void navigate({ to: '/history', search: { ...searchOf(origin), ...what }, replace: opened !== undefined });
  };
  const isOpen = opened !== undefined || compare !== undefined;
  const close = useCallback((): void => {
    void navigate({ to: '/history', search: searchOf(origin) }).then(() => grid.current?.focus({ preventScroll: true }));
  }, [navigate, origin]);
  useShortcuts(useMemo((): readonly Shortcut[] => (isOpen ? [{ keys: 'Escape', label: t.history.close, run: () => document.querySelector('[role=dialog]') === null && close() }] : []), [isOpen, close, t]));
  const isReady = !runs.pending && (!snapshots.isPending || late);
  return (
    <Page title={t.frame.history} wide fill actions={<HistoryOfSelect origin={origin} origins={origins} />}>
      {snapshots.error !== null && <OpeningProblem name={origin.destination} error={snapshots.error} meaning={t.history.withoutVersions} onOpened={() => void snapshots.refetch()} />}
      {runs.error !== null && <Problem error={runs.error} />}
      {snapshot !== undefined && compare !== undefined ? (
        <CompareView
          origin={origin} from={snapshot} to={compare} snapshots={snapshots.data ?? []} onBack={close}
          onSwap={() => void navigate({ to: '/history', search: { ...searchOf(origin), snapshot: compare, compare: snapshot }, replace: true })}
        />
      ) : (
        <div className={classes.columns} data-opened={opened !== undefined || undefined}>
          {isReady ? (
            <TimelineList
              origin={origin} items={items} reading={snapshots.isPending} more={runs.more} opened={opened?.key ?? null} grid={grid} onOpen={open}
              onCompare={(from, to) => void navigate({ to: '/history', search: { ...searchOf(origin), snapshot: from, compare: to } })}
            />
          ) : <div className={classes.list}><Loading lines={10} height={28} /></div>}
          {opened !== undefined && <DetailPanel key={opened.key} origin={origin} item={opened} snapshots={snapshots.data} onClose={close} />}
        </div>
      )}
    </Page>
  );
}

function HistoryOfSelect({ origin, origins }: { origin: Origin; origins: readonly Origin[] }): JSX.Element {
  const { t } = useText();
  const navigate = useNavigate();
  const nameOf = ({ kind, plan, destination }: Origin): string => {
    if (plan !== null) return t.history.planIn(plan.name, destination);
    return t.history.everythingIn(kind === 'default' ? t.history.defaultVault : destination);
  };
  return <OriginSelect label={t.history.from} wide origin={origin} origins={origins} nameOf={nameOf} onOrigin={(next) => void navigate({ to: '/history', search: searchOf(next) })} />;
}
