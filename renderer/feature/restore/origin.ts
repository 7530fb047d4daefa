/** What can be restored from: plans with each of their destinations, saved destinations, and the default vault where it is. */
import type { Destination } from '../../../preload/contract/destination.ts';
import type { Plan } from '../../../preload/contract/plan-settings.ts';
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import type { Place } from './place.ts';

export interface Origin {
  key: string;
  kind: 'plan' | 'destination' | 'default';
  /** The plan's or destination's own name; empty for the default vault. */
  name: string;
  /** The destination of a plan, where there are several. */
  at: string | null;
  plan: Plan | null;
  /** As the contract takes it; undefined: the default one. */
  destination: string | undefined;
}

export interface Known {
  plans: readonly PlanStatus[];
  destinations: readonly Destination[];
  /** Address of the default vault when there is one and no saved destination is it. */
  defaultVault: string | null;
}

export function originsOf({ plans, destinations, defaultVault }: Known): Origin[] {
  const ofPlans = plans.flatMap(({ plan }) => plan.destinations.map((destination): Origin => ({
    key: `plan ${plan.id} ${destination}`, kind: 'plan', name: plan.name, at: plan.destinations.length > 1 ? destination : null, plan, destination,
  })));
  const saved = destinations.map(({ name }): Origin => ({ key: `destination ${name}`, kind: 'destination', name, at: null, plan: null, destination: name }));
  const own: Origin[] = defaultVault === null ? [] : [{ key: 'default', kind: 'default', name: '', at: null, plan: null, destination: defaultVault }];
  return [...ofPlans, ...saved, ...own];
}

/** The one the address names, else the most likely one. An address somebody typed or linked to need not be saved. */
export function originAt(place: Place, origins: readonly Origin[], { plans, destinations }: Known): Origin | null {
  const { plan, destination } = place;
  if (plan !== undefined) {
    const ofPlan = origins.filter((origin) => origin.plan?.id === plan);
    return ofPlan.find((origin) => origin.destination === destination) ?? ofPlan[0] ?? null;
  }
  if (destination !== undefined) {
    const known = origins.find((origin) => origin.plan === null && origin.destination === destination);
    return known ?? { key: `destination ${destination}`, kind: 'destination', name: destination, at: null, plan: null, destination };
  }
  const newest = plans.toSorted((a, b) => Date.parse(b.lastSuccessAt ?? '') - Date.parse(a.lastSuccessAt ?? '') || 0).find(({ lastSuccessAt }) => lastSuccessAt !== null);
  const preferred = destinations.find(({ isDefault }) => isDefault)?.name;
  return origins.find((origin) => newest !== undefined && origin.plan?.id === newest.plan.id)
    ?? origins.find((origin) => preferred !== undefined && origin.plan === null && origin.destination === preferred) ?? origins[0] ?? null;
}

/** What the address says of an origin. */
export const placeOf = ({ kind, plan, destination, at }: Origin): Pick<Place, 'plan' | 'destination'> => ({
  ...(plan === null ? {} : { plan: plan.id }),
  ...((kind === 'plan' && at === null) || destination === undefined ? {} : { destination }),
});
