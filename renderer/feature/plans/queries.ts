/** What the plans pages ask and change. */
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import type { Plan } from '../../../preload/contract/plan-settings.ts';
import { client } from '../../client.ts';
import { inputOf, type PlanEdit } from './plan-edit.ts';

export const usePlan = (id: string): UseQueryResult<PlanStatus> => useQuery({ queryKey: ['plans', id], queryFn: ({ signal }) => client.plan.get({ plan: id }, { signal }) });

export function useSavePlan(id: string): UseMutationResult<Plan, Error, PlanEdit> {
  const queries = useQueryClient();
  return useMutation({ mutationFn: (edit: PlanEdit) => client.plan.save({ id, plan: inputOf(edit) }), onSettled: () => queries.invalidateQueries({ queryKey: ['plans'] }) });
}

export function useRemovePlan(): UseMutationResult<{ removed: string }, Error, string> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => client.plan.remove({ plan: id }),
    onSuccess: (_, id) => {
      queries.removeQueries({ queryKey: ['plans', id] });
      return queries.invalidateQueries({ queryKey: ['plans'], exact: true });
    },
  });
}
