/** A drive as the contract shows it: what it is, and which plans want it. */
import type { Drive, DrivePlan } from '../../preload/contract/drive.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import { isDue } from '../drive/due.ts';
import { nameOf, type Recognised } from '../drive/recognise.ts';
import type { Services } from './implementer.ts';
import { lastSuccesses } from './plan-status.ts';

export function showDrive(one: Recognised, services: Services): Drive {
  const { key, state, here, known } = one;
  const settings = services.context.settings.read();
  const destinations = known === null ? [] : destinationsOn(known.id, settings);
  return {
    key, id: known?.id ?? null, name: nameOf(one), label: here?.label ?? null, description: here?.description ?? null, device: here?.device ?? null, path: here?.paths[0] ?? null,
    fileSystem: here?.fileSystem ?? null, totalBytes: here?.totalBytes ?? null, freeBytes: here?.space?.freeBytes ?? null,
    removable: here?.removable ?? true, readOnly: here?.readOnly ?? false, state, empty: here?.empty ?? null, hardLinks: here?.hardLinks ?? null,
    policy: known?.policy ?? null, adoptedAt: known?.adoptedAt ?? null, lastSeenAt: known?.lastSeenAt ?? null,
    destinations, plans: plansFor(destinations, settings, services), runs: known === null ? [] : runsOn(known.id, services),
  };
}

/** Names of the destinations on a drive. */
export const destinationsOn = (id: string, { destinations }: Settings): string[] => destinations.filter(({ address }) => isOn(address, id)).map(({ name }) => name);

const isOn = (address: string, id: string): boolean => address === `drive:${id}` || address.startsWith(`drive:${id}/`);

/** Ids of the runs that write to (or read from) it now. */
export const runsOn = (id: string, { context }: Services): string[] => context.runner.running.filter(({ destination }) => destination.split(', ').some((address) => isOn(address, id))).map((run) => run.id);

function plansFor(destinations: readonly string[], { plans }: Settings, services: Services): DrivePlan[] {
  return plans.filter((plan) => plan.destinations.some((name) => destinations.includes(name))).map((plan) => {
    const past = lastSuccesses(plan, services);
    const times = plan.destinations.filter((name) => destinations.includes(name)).map((name) => past.get(name) ?? null);
    const lastSuccessAt = times.includes(null) ? null : times.reduce((oldest, time) => (oldest === null || (time !== null && time < oldest) ? time : oldest), null); // of several on one drive the one that is furthest behind
    return { plan: plan.id, name: plan.name, lastSuccessAt, due: isDue(lastSuccessAt, services.context.clock.now()) };
  });
}
