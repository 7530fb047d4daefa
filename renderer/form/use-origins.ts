/** What versions can come from on this machine, and all the versions of one of them. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import { client } from '../client.ts';
import { faultOf } from '../client/fault.ts';
import { useAppInfo, useDestinations, usePlans } from '../client/use-basics.ts';
import { originsOf, type Known, type Origin } from './origin.ts';

export interface Origins {
  /** Null: not known yet, or `error`. */
  known: Known | null;
  origins: readonly Origin[];
  error: unknown;
  retry: () => void;
}

/** The default vault is made by the first backup of the command line and need not be in the settings. */
export function useOrigins(): Origins {
  const [plans, destinations, info] = [usePlans(), useDestinations(), useAppInfo()];
  const address = info.data?.defaultVault;
  const isSaved = destinations.data?.some((saved) => saved.address === address) ?? true;
  const vault = useQuery({
    queryKey: ['place', address], enabled: address !== undefined && !isSaved, staleTime: 60_000, retry: false,
    queryFn: ({ signal }) => client.destination.inspect({ address: address! }, { signal }),
  });
  const isSettled = info.data !== undefined && (isSaved || vault.data !== undefined || vault.error !== null);
  const defaultVault = !isSaved && vault.data?.state === 'vault' ? vault.data.address : null;
  const known = useMemo(
    () => (plans.data === undefined || destinations.data === undefined || !isSettled ? null : { plans: plans.data, destinations: destinations.data, defaultVault }),
    [plans.data, destinations.data, isSettled, defaultVault],
  );
  const origins = useMemo(() => (known === null ? [] : originsOf(known)), [known]);
  const failed = [plans, destinations, info].find(({ error, data }) => error !== null && data === undefined);
  return { known, origins, error: failed?.error ?? null, retry: () => void Promise.all([plans, destinations, info].map((query) => query.refetch())) };
}

/** The most a page may hold. */
const PAGE = 10_000;

async function allVersions({ destination, plan }: Origin, signal: AbortSignal): Promise<Snapshot[]> {
  const all: Snapshot[] = [];
  for (let cursor: string | undefined; ; ) {
    const { snapshots, next } = await client.snapshot.list({ destination, cursor, limit: PAGE, filter: { tags: tagsOf(plan) } }, { signal });
    all.push(...snapshots);
    if (next === null) return all;
    cursor = next;
  }
}

/** The tags that a plan's versions carry. */
export const tagsOf = (plan: Origin['plan']): string[] => (plan === null ? [] : [`plan:${plan.id}`]);

/** Oldest first. A refusal is told at once: a password may be wanted. */
export const useVersions = (origin: Origin): UseQueryResult<Snapshot[]> =>
  useQuery({
    queryKey: ['snapshots', origin.destination, origin.plan?.id ?? null], queryFn: ({ signal }) => allVersions(origin, signal),
    retry: (failures, error) => failures < 1 && faultOf(error).kind === 'offline',
  });
