/** A drive as the contract shows it: what it is, and which plans want it. */
import type { Drive, DrivePlan } from '../../preload/contract/drive.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import { isDue } from '../drive/due.ts';
import { nameOf, type Recognised } from '../drive/recognise.ts';
import type { Services } from './implementer.ts';
import { lastSuccesses } from './plan-status.ts';
import { standings } from './transfer-standing.ts';

export function showDrive(one: Recognised, services: Services): Drive {
  const { key, state, here, known } = one;
  const settings = services.context.settings.read();
  const destinations = known === null ? [] : destinationsOn(known.id, settings);
  return {
    key, id: known?.id ?? null, name: nameOf(one), label: here?.label ?? null, description: here?.description ?? null, device: here?.device ?? null, path: here?.paths[0] ?? null,
    fileSystem: here?.fileSystem ?? null, totalBytes: here?.totalBytes ?? null, freeBytes: here?.space?.freeBytes ?? null,
    removable: here?.removable ?? true, readOnly: here?.readOnly ?? false, state, empty: here?.empty ?? null, hardLinks: here?.hardLinks ?? null,
    policy: known?.policy ?? null, adoptedAt: known?.adoptedAt ?? null, lastSeenAt: known?.lastSeenAt ?? null,
    destinations, plans: known === null ? [] : plansFor(known.id, destinations, settings, services), runs: known === null ? [] : runsOn(known.id, services),
  };
}

/** Names of the destinations on a drive. */
export const destinationsOn = (id: string, { destinations }: Settings): string[] => destinations.filter(({ address }) => isOn(address, id)).map(({ name }) => name);

const isOn = (address: string, id: string): boolean => address === `drive:${id}` || address.startsWith(`drive:${id}/`);

/** Ids of the runs that write to (or read from) it now. */
export const runsOn = (id: string, { context }: Services): string[] => context.runner.running.filter(({ destination }) => destination.split(', ').some((address) => isOn(address, id))).map((run) => run.id);

/** What a plan brings there directly and what it transfers there: of several the one that is furthest behind tells how it stands. */
function plansFor(id: string, destinations: readonly string[], { plans }: Settings, services: Services): DrivePlan[] {
  const now = services.context.clock.now();
  return plans.flatMap((plan) => {
    const past = lastSuccesses(plan, services);
    const direct = plan.destinations.filter((name) => destinations.includes(name)).map((name) => past.get(name) ?? null);
    const carried = plan.transfers.length === 0 ? [] : standings(plan, services).filter(({ to }) => destinations.includes(to));
    const times = [...direct, ...carried.map(({ lastSuccessAt }) => lastSuccessAt)];
    if (times.length === 0) return [];
    const due = direct.some((time) => isDue(time, now)) || carried.some((standing) => standing.due);
    const lastSuccessAt = oldestOf(times);
    return [{ plan: plan.id, name: plan.name, lastSuccessAt, due: due || brokeOff(plan.id, id, lastSuccessAt, services) }];
  });
}

const oldestOf = (times: readonly (string | null)[]): string | null =>
  times.includes(null) ? null : times.reduce((oldest, time) => (oldest === null || (time !== null && time < oldest) ? time : oldest), null);

/** Its newest run was to write here and did not get to its end, as when the drive was pulled: plugged in again, it is to go on. */
function brokeOff(plan: string, id: string, lastSuccessAt: string | null, { context }: Services): boolean {
  const last = context.catalog.runs.lastOf(plan);
  if (last === null || (last.outcome !== 'failed' && last.outcome !== 'interrupted')) return false;
  const here = (last.destination ?? '').split(', ').some((address) => isOn(address, id));
  return here && (lastSuccessAt === null || last.endedAt === null || last.endedAt > lastSuccessAt);
}
