/** Starts a run and goes where it can be watched. */
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { faultOf } from '../../../../client/fault.ts';

export function useFollowed<T = void>(start: (input: T) => Promise<{ runId: string }>): UseMutationResult<{ runId: string }, unknown, T> {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: start,
    onSuccess: async ({ runId }) => {
      await navigate({ to: '/runs/$runId', params: { runId } });
      void queries.invalidateQueries({ queryKey: ['snapshots'] });
    },
  });
}

/** What was shown is no longer so, or no longer known: its token is refused forever, and only another look helps. */
export const orLookAgain = <T, Begun>(start: (token: T) => Promise<Begun>, lookAgain: () => void) => async (token: T): Promise<Begun> => {
  try {
    return await start(token);
  } catch (error) {
    if (faultOf(error).kind === 'stale') lookAgain();
    throw error;
  }
};
