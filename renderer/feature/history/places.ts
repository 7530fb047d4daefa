/** What a history can be of: a plan in one of its destinations, or everything in a destination. */
import { useQuery } from '@tanstack/react-query';
import type { Destination } from '../../../preload/contract/destination.ts';
import type { Plan } from '../../../preload/contract/plan-settings.ts';
import type { Run } from '../../../preload/contract/run.ts';
import { client } from '../../client.ts';
import { useAppInfo, useDestinations, usePlans } from '../../client/use-basics.ts';
import { concerns } from './timeline.ts';

export interface HistoryPlace {
  /** Stable, for selections and URLs. */
  key: string;
  plan: Plan | null;
  /** Null: the default vault, which has no name. */
  destination: string | null;
  /** Where it is; empty: not known. */
  address: string;
}

/** @param vault address of the default vault where there is one and no saved destination is it. */
export function placesOf(plans: readonly Plan[], destinations: readonly Pick<Destination, 'name' | 'address'>[], vault: string | null): HistoryPlace[] {
  const addresses = new Map(destinations.map(({ name, address }) => [name, address]));
  return [
    ...plans.flatMap((plan) => plan.destinations.map((destination) => ({ key: `${plan.id}@${destination}`, plan, destination, address: addresses.get(destination) ?? '' }))),
    ...destinations.map(({ name, address }) => ({ key: `@${name}`, plan: null, destination: name, address })),
    ...(vault === null ? [] : [{ key: '@', plan: null, destination: null, address: vault }]),
  ];
}

/** What the address of the page says; what it says no more of is the first place there is. */
export function placeAt(places: readonly HistoryPlace[], plan: string | undefined, destination: string | undefined): HistoryPlace | undefined {
  if (plan !== undefined) {
    const ofPlan = places.filter((place) => place.plan?.id === plan);
    return ofPlan.find((place) => place.destination === destination) ?? ofPlan[0] ?? places[0];
  }
  return places.find((place) => destination !== undefined && place.plan === null && place.destination === destination) ?? places[0];
}

/** Runs of a plan, and whatever else was done with the place it goes to: restores, checks, freeing space. */
export const ours = ({ plan, address }: HistoryPlace) => (run: Pick<Run, 'plan' | 'kind' | 'destination'>): boolean =>
  concerns(run, address) && (plan === null || run.plan === plan.id || (run.plan === null && run.kind !== 'backup'));

/** What the address of the page says of a place. */
export const searchOf = ({ plan, destination }: HistoryPlace): { plan?: string; destination?: string } => ({ ...(plan === null ? {} : { plan: plan.id }), ...(destination === null ? {} : { destination }) });

/** `places` is null until they are known. */
export function useHistoryPlaces(): { places: readonly HistoryPlace[] | null; error: unknown; retry: () => void } {
  const plans = usePlans();
  const destinations = useDestinations();
  const defaultVault = useAppInfo().data?.defaultVault;
  const unnamed = useQuery({
    queryKey: ['place', defaultVault], enabled: defaultVault !== undefined, retry: false,
    queryFn: ({ signal }) => client.destination.inspect({ address: defaultVault! }, { signal }),
  });
  const known = plans.data !== undefined && destinations.data !== undefined && !unnamed.isPending;
  const isNamed = destinations.data?.some(({ address }) => address === defaultVault) === true;
  return {
    places: known ? placesOf(plans.data.map(({ plan }) => plan), destinations.data, unnamed.data?.state === 'vault' && !isNamed ? defaultVault! : null) : null,
    error: plans.error ?? destinations.error,
    retry: () => void Promise.all([plans.refetch(), destinations.refetch()]),
  };
}
