/** What the history asks for. */
import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { Plan } from '../../../preload/contract/plan-settings.ts';
import type { Run } from '../../../preload/contract/run.ts';
import type { Keeping } from '../../../preload/contract/snapshot-procedures.ts';
import { client } from '../../client.ts';
import { tagsOf } from '../../form/use-origins.ts';

/** Runs a page, and pages that come by themselves; older ones on request. */
const [PAGE, PAGES] = [500, 6];

export interface Runs {
  /** Newest first. */
  runs: readonly Run[];
  error: unknown;
  pending: boolean;
  /** Null: there are no more, or they are on their way. */
  more: (() => void) | null;
}

export function useRuns(): Runs {
  const query = useInfiniteQuery({
    queryKey: ['runs', 'history'], initialPageParam: '',
    queryFn: ({ pageParam, signal }) => client.run.list({ limit: PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) }, { signal }),
    getNextPageParam: ({ next }) => next,
  });
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
  const pages = data?.pages.length ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetching && pages < PAGES) void fetchNextPage();
  }, [hasNextPage, isFetching, pages, fetchNextPage]);
  const runs = useMemo(() => data?.pages.flatMap((page) => page.runs) ?? [], [data]);
  return { runs, error: query.error, pending: query.isPending, more: hasNextPage && !isFetching && pages >= PAGES ? () => void fetchNextPage() : null };
}

/** Why each version of a plan stays in a destination; null: of no plan. */
export const useKeeping = (plan: Plan | null, destination: string): UseQueryResult<Keeping[]> =>
  useQuery({
    queryKey: ['snapshots', destination, plan?.id ?? null, 'keeping', plan?.retention ?? null], enabled: plan !== null && plan.retention !== null, retry: false,
    queryFn: ({ signal }) => client.snapshot.keeping({ destination, filter: { tags: tagsOf(plan) }, policy: plan?.retention ?? null, ...(plan === null ? {} : { plan: plan.id }) }, { signal }),
  });
