/** What several pages ask for, under one key each. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { AppInfo } from '../../preload/contract/app.ts';
import type { Destination } from '../../preload/contract/destination.ts';
import type { PlanStatus } from '../../preload/contract/plan.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import { client } from '../client.ts';

export const usePlans = (): UseQueryResult<PlanStatus[]> => useQuery({ queryKey: ['plans'], queryFn: ({ signal }) => client.plan.list(undefined, { signal }) });

export const useDestinations = (): UseQueryResult<Destination[]> =>
  useQuery({ queryKey: ['destinations'], queryFn: ({ signal }) => client.destination.list(undefined, { signal }) });

export const useAppInfo = (): UseQueryResult<AppInfo> =>
  useQuery({ queryKey: ['info'], queryFn: ({ signal }) => client.app.info(undefined, { signal }), staleTime: Infinity });

export const useSettings = (): UseQueryResult<{ path: string; settings: Settings }> =>
  useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => client.settings.get(undefined, { signal }) });
