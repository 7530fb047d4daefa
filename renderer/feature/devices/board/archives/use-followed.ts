/** Starts a run and goes where it can be watched. */
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';

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
