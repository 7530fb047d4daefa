/** What a history can be of: a plan in one of its destinations, or everything in a destination. */
import { useQuery } from '@tanstack/react-query';
import type { Plan } from '../../../preload/contract/plan-settings.ts';
import { client } from '../../client.ts';
import { useAppInfo, useDestinations, usePlans } from '../../client/use-basics.ts';

export interface HistoryPlace {
  /** Stable, for selections and URLs. */
  key: string;
  plan: Plan | null;
  /** Null: the default vault, which has no name. */
  destination: string | null;
}

/** @returns null until it is known. */
export function useHistoryPlaces(): readonly HistoryPlace[] | null {
  const plans = usePlans().data;
  const destinations = useDestinations().data;
  const defaultVault = useAppInfo().data?.defaultVault;
  const unnamed = useQuery({
    queryKey: ['place', defaultVault], enabled: defaultVault !== undefined, retry: false,
    queryFn: ({ signal }) => client.destination.inspect({ address: defaultVault! }, { signal }),
  });
  if (plans === undefined || destinations === undefined || unnamed.isPending) return null;
  const ofPlans = plans.flatMap(({ plan }) => plan.destinations.map((destination) => ({ key: `${plan.id}@${destination}`, plan, destination })));
  const whole = destinations.map(({ name }) => ({ key: `@${name}`, plan: null, destination: name }));
  const known = destinations.some(({ address }) => address === defaultVault);
  return [...ofPlans, ...whole, ...(unnamed.data?.state === 'vault' && !known ? [{ key: '@', plan: null, destination: null }] : [])];
}
