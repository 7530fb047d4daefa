/** What people usually want protected here, where looking begins, and what is usually left out. Drives come and go: it is asked again. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ExcludeSuggestion, Landmark } from '../../preload/contract/source-procedures.ts';
import { client } from '../client.ts';

export interface Landmarks {
  folders: Landmark[];
  landmarks: Landmark[];
  excludes: ExcludeSuggestion[];
}

export const useLandmarks = (): UseQueryResult<Landmarks> =>
  useQuery({ queryKey: ['landmarks'], queryFn: ({ signal }) => client.source.list(undefined, { signal }), refetchInterval: 5000 });
