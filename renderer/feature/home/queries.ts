/** What the first page asks for beyond the plans. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { client } from '../../client.ts';

/** The most that are counted; more are "more than". */
const MOST = 10_000;

export interface VersionCount {
  versions: number;
  more: boolean;
}

/** A plan's versions in one destination. Opens it, so only where it is there; a refusal concerns this line alone. */
export const useVersionCount = (plan: string, destination: string, enabled: boolean): UseQueryResult<VersionCount> =>
  useQuery({
    queryKey: ['snapshots', 'count', destination, plan], enabled, retry: false, staleTime: 300_000, refetchOnWindowFocus: false,
    queryFn: async ({ signal }) => {
      const { snapshots, next } = await client.snapshot.list({ destination, filter: { tags: [`plan:${plan}`] }, limit: MOST }, { signal });
      return { versions: snapshots.length, more: next !== null };
    },
  });
