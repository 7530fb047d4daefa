/** What the history asks for. */
import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Plan } from '../../../preload/contract/plan-settings.ts';
import type { Run } from '../../../preload/contract/run.ts';
import type { Keeping } from '../../../preload/contract/snapshot-procedures.ts';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { client } from '../../client.ts';
import type { HistoryPlace } from './places.ts';

/** The part of an input that names the destination; the default vault goes unnamed. */
export const at = (destination: string | null): { destination?: string } => (destination === null ? {} : { destination });

const tagsOf = (plan: Plan | null): string[] => (plan === null ? [] : [`plan:${plan.id}`]);

/** Oldest first. */
export const useSnapshots = ({ plan, destination }: HistoryPlace): UseQueryResult<Snapshot[]> =>
  useQuery({
    queryKey: ['snapshots', destination, plan?.id ?? null], retry: false,
    queryFn: async ({ signal }) => {
      const all: Snapshot[] = [];
      for (let cursor: string | undefined; ; ) {
        const { snapshots, next } = await client.snapshot.list({ ...at(destination), filter: { tags: tagsOf(plan) }, ...(cursor === undefined ? {} : { cursor }) }, { signal });
        all.push(...snapshots);
        if (next === null) return all;
        cursor = next;
      }
    },
  });

const PAGE = 200;

/** Newest first, a page at a time. */
export function useRuns(plan: Plan | null): { runs: readonly Run[]; error: unknown; pending: boolean; more: (() => void) | null } {
  const query = useInfiniteQuery({
    queryKey: ['runs', 'history', plan?.id ?? null], initialPageParam: '',
    queryFn: ({ pageParam, signal }) => client.run.list({ filter: plan === null ? {} : { plan: plan.id }, limit: PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) }, { signal }),
    getNextPageParam: ({ next }) => next,
  });
  return { runs: query.data?.pages.flatMap(({ runs }) => runs) ?? [], error: query.error, pending: query.isPending, more: query.hasNextPage ? () => void query.fetchNextPage() : null };
}

export const useKeeping = ({ plan, destination }: HistoryPlace, enabled: boolean): UseQueryResult<Keeping[]> =>
  useQuery({
    queryKey: ['snapshots', destination, plan?.id ?? null, 'keeping', plan?.retention ?? null], enabled: enabled && plan !== null, retry: false,
    queryFn: ({ signal }) => client.snapshot.keeping({ ...at(destination), filter: { tags: tagsOf(plan) }, policy: plan?.retention ?? null }, { signal }),
  });
