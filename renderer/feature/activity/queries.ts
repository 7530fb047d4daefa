/** What the bell asks for. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Run } from '../../../preload/contract/run.ts';
import { client } from '../../client.ts';

/** As many as are listed, and as many as are counted. */
export const MOST = 50;

/** The newest runs people care about; kept up to date by the live runs. */
export const useRecentRuns = (): UseQueryResult<Run[]> =>
  useQuery({
    queryKey: ['runs', 'recent'],
    queryFn: async ({ signal }) => (await client.run.list({ filter: { kinds: ['backup', 'restore', 'check', 'repair', 'forget', 'prune', 'copy'] }, limit: MOST }, { signal })).runs,
  });
