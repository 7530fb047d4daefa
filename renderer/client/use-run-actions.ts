/** What people do to runs from several pages: begin a plan's backup, stop a run, leave out a file. */
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { client } from '../client.ts';
import { queryClient } from './query-client.ts';

const planChanged = (): void => void queryClient.invalidateQueries({ queryKey: ['plans'] });

/** Takes a plan's id, gives the run's. */
export const useBackUp = (): UseMutationResult<string, unknown, string> =>
  useMutation({ mutationFn: async (plan: string) => (await client.plan.run({ plan })).runId, onSuccess: planChanged });

/** False: it had ended already. */
export const useCancelRun = (): UseMutationResult<boolean, unknown, string> =>
  useMutation({ mutationFn: async (runId: string) => (await client.run.cancel({ runId })).cancelled, onSuccess: planChanged });

/** False: it was finished before. */
export const useSkipItem = (): UseMutationResult<boolean, unknown, { runId: string; item: string }> =>
  useMutation({ mutationFn: async (which: { runId: string; item: string }) => (await client.run.skip(which)).skipped });
