/** Where versions come from: a plan in one of its destinations, or everything in a destination. History and restore are of one of them. */
import type { Destination } from '../../preload/contract/destination.ts';
import type { Plan } from '../../preload/contract/plan-settings.ts';
import type { PlanStatus } from '../../preload/contract/plan.ts';

export interface Origin {
  /** Stable, for selections. */
  key: string;
  /** `default`: the default vault, which no saved destination is. */
  kind: 'plan' | 'destination' | 'default';
  plan: Plan | null;
  /** As the contract takes it: a saved name, else the address. */
  destination: string;
  /** Where it is; empty: not known. */
  address: string;
  /** The plan has other destinations too. */
  isOneOfSeveral: boolean;
}

export interface Known {
  plans: readonly Pick<PlanStatus, 'plan' | 'lastSuccessAt'>[];
  destinations: readonly Pick<Destination, 'name' | 'address' | 'isDefault'>[];
  /** Address of the default vault when there is one and no saved destination is it. */
  defaultVault: string | null;
}

/** What the address of a page says of an origin. */
export interface OriginSearch {
  /** Id. */
  plan?: string | undefined;
  /** Name or address. */
  destination?: string | undefined;
}

const whole = (destination: string, address: string): Origin => ({ key: `destination ${destination}`, kind: 'destination', plan: null, destination, address, isOneOfSeveral: false });

export function originsOf({ plans, destinations, defaultVault }: Known): Origin[] {
  const addresses = new Map(destinations.map(({ name, address }) => [name, address]));
  const ofPlans = plans.flatMap(({ plan }) => plan.destinations.map((destination): Origin => ({
    key: `plan ${plan.id} ${destination}`, kind: 'plan', plan, destination, address: addresses.get(destination) ?? '', isOneOfSeveral: plan.destinations.length > 1,
  })));
  const saved = destinations.map(({ name, address }) => whole(name, address));
  const own: Origin[] = defaultVault === null ? [] : [{ ...whole(defaultVault, defaultVault), key: 'default', kind: 'default' }];
  return [...ofPlans, ...saved, ...own];
}

/** The one the address names, else the most likely one. An address somebody typed or linked to need not be saved. Null: there is none. */
export function originAt({ plan, destination }: OriginSearch, origins: readonly Origin[], known: Known): Origin | null {
  if (plan !== undefined) {
    const ofPlan = origins.filter((origin) => origin.plan?.id === plan);
    return ofPlan.find((origin) => origin.destination === destination) ?? ofPlan[0] ?? null;
  }
  if (destination !== undefined) return wholeAt(destination, origins);
  return likelyOrigin(origins, known);
}

/** Runs know destinations by their addresses. */
const wholeAt = (destination: string, origins: readonly Origin[]): Origin => {
  const all = origins.filter(({ plan }) => plan === null);
  return all.find((origin) => origin.destination === destination) ?? all.find(({ address }) => address === destination) ?? whole(destination, destination);
};

/** The plan that was backed up last, else what backups go to by default, else the first. */
function likelyOrigin(origins: readonly Origin[], { plans, destinations }: Known): Origin | null {
  const [newest] = plans.filter(({ lastSuccessAt }) => lastSuccessAt !== null).toSorted((a, b) => Date.parse(b.lastSuccessAt!) - Date.parse(a.lastSuccessAt!));
  const preferred = destinations.find(({ isDefault }) => isDefault)?.name;
  return origins.find((origin) => newest !== undefined && origin.plan?.id === newest.plan.id)
    ?? origins.find((origin) => preferred !== undefined && origin.plan === null && origin.destination === preferred) ?? origins[0] ?? null;
}

export const searchOf = ({ plan, destination, isOneOfSeveral }: Origin): { plan?: string; destination?: string } => ({
  ...(plan === null ? {} : { plan: plan.id }),
  ...(plan === null || isOneOfSeveral ? { destination } : {}),
});

/** In the list it may be chosen from, where it is not one of them. */
export const withOrigin = (origins: readonly Origin[], origin: Origin): readonly Origin[] => (origins.some(({ key }) => key === origin.key) ? origins : [...origins, origin]);
