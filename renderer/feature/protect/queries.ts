/** What the wizard asks of the engine. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { client } from '../../client.ts';

/** What was begun and left. Asked once: from then on this window knows best. */
export const useKeptDraft = (): UseQueryResult<Record<string, unknown> | null> =>
  useQuery({ queryKey: ['plan-draft'], queryFn: ({ signal }) => client.plan.draft.get(undefined, { signal }), staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false });
