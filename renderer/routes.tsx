/** The pages: one feature folder each, loaded when it is first opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Frame } from './feature/frame/frame.tsx';
import { NotFound } from './feature/frame/not-found.tsx';
import { PageFailed } from './feature/frame/page-failed.tsx';

/** Keeps the named search parameters that are text, and nothing else. */
const texts = <K extends string>(...names: readonly K[]) => (search: Record<string, unknown>): Partial<Record<K, string>> =>
  Object.fromEntries(names.filter((name) => typeof search[name] === 'string' && search[name] !== '').map((name) => [name, search[name]])) as Partial<Record<K, string>>;

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });
const under = () => root;

const home = createRoute({ getParentRoute: under, path: '/', component: lazyRouteComponent(() => import('./feature/home/page.tsx'), 'HomePage') });
const protect = createRoute({ getParentRoute: under, path: '/protect', validateSearch: texts('drive'), component: lazyRouteComponent(() => import('./feature/protect/page.tsx'), 'ProtectPage') });
const plans = createRoute({ getParentRoute: under, path: '/plans', component: lazyRouteComponent(() => import('./feature/plans/page.tsx'), 'PlansPage') });
const plan = createRoute({ getParentRoute: under, path: '/plans/$planId', component: lazyRouteComponent(() => import('./feature/plans/plan-page.tsx'), 'PlanPage') });
const drives = createRoute({ getParentRoute: under, path: '/drives', component: lazyRouteComponent(() => import('./feature/drives/page.tsx'), 'DrivesPage') });
const devices = createRoute({ getParentRoute: under, path: '/devices', component: lazyRouteComponent(() => import('./feature/devices/page.tsx'), 'DevicesPage') });
const board = createRoute({ getParentRoute: under, path: '/devices/board', validateSearch: texts('device', 'view', 'snapshot'), component: lazyRouteComponent(() => import('./feature/devices/board/page.tsx'), 'BoardPage') });
const protectBoard = createRoute({ getParentRoute: under, path: '/devices/protect', validateSearch: texts('device'), component: lazyRouteComponent(() => import('./feature/devices/protect/page.tsx'), 'ProtectBoardPage') });
const run = createRoute({ getParentRoute: under, path: '/runs/$runId', component: lazyRouteComponent(() => import('./feature/run/page.tsx'), 'RunPage') });
const restore = createRoute({
  getParentRoute: under, path: '/restore', validateSearch: texts('plan', 'destination', 'snapshot', 'path', 'find'),
  component: lazyRouteComponent(() => import('./feature/restore/page.tsx'), 'RestorePage'),
});
const history = createRoute({
  getParentRoute: under, path: '/history', validateSearch: texts('plan', 'destination', 'run', 'snapshot', 'compare'),
  component: lazyRouteComponent(() => import('./feature/history/page.tsx'), 'HistoryPage'),
});
const archives = createRoute({
  getParentRoute: under, path: '/archives', validateSearch: texts('destination'),
  component: lazyRouteComponent(() => import('./feature/chains/page.tsx'), 'ChainsPage'),
});
const settings = createRoute({
  getParentRoute: under, path: '/settings', validateSearch: texts('section', 'destination'),
  component: lazyRouteComponent(() => import('./feature/settings/page.tsx'), 'SettingsPage'),
});

const pages = [home, protect, plans, plan, drives, devices, board, protectBoard, run, restore, history, archives, settings] as const;

/** Loads what has not been opened yet, so that a page also opens while its host is away. */
export async function loadPages(): Promise<void> {
  for (const { options } of pages) await options.component?.preload?.();
}

export const router = createRouter({
  routeTree: root.addChildren([...pages]),
  defaultErrorComponent: PageFailed, defaultPreload: 'intent', scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
