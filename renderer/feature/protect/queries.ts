/** What the wizard asks of the engine. */
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Place } from '../../../preload/contract/destination.ts';
import { client } from '../../client.ts';
import { faultOf } from '../../client/fault.ts';

/** Looks at a place without changing anything in it; null: none is chosen. */
export const usePlace = (address: string | null, sources: readonly string[]): UseQueryResult<Place> =>
  useQuery({
    queryKey: ['place', address, sources], enabled: address !== null, staleTime: 2000, retry: false, refetchInterval: 10_000,
    queryFn: ({ signal }) => client.destination.inspect({ address: address!, sources: [...sources] }, { signal }),
  });

export interface Opening {
  opens: boolean;
  /** Versions in it. */
  snapshots: number;
}

/** Whether a vault opens with what is kept on this machine; null: there is none to be opened. */
export const useOpening = (address: string | null): UseQueryResult<Opening> =>
  useQuery({
    queryKey: ['opening', address], enabled: address !== null, staleTime: Infinity, retry: false,
    queryFn: async ({ signal }): Promise<Opening> => {
      try {
        const { snapshots } = await client.destination.test({ destination: address! }, { signal });
        return { opens: true, snapshots };
      } catch (error) {
        if (needsPassword(error)) return { opens: false, snapshots: 0 };
        throw error;
      }
    },
  });

/** None is known, or the known one is not right. */
const needsPassword = (error: unknown): boolean => ['wrong-password', 'invalid'].includes(faultOf(error).kind);

/** After the right password was given. */
export function useForgetOpening(): (address: string) => Promise<void> {
  const queries = useQueryClient();
  return useMemo(() => (address) => queries.resetQueries({ queryKey: ['opening', address] }), [queries]);
}

/** What was begun and left. Asked once: from then on this window knows best. */
export const useKeptDraft = (): UseQueryResult<Record<string, unknown> | null> =>
  useQuery({ queryKey: ['plan-draft'], queryFn: ({ signal }) => client.plan.draft.get(undefined, { signal }), staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false });
