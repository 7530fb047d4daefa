/** The answer to what is asked about a drive. */
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import type { Drive, DriveAnswer } from '../../../preload/contract/drive.ts';
import { client } from '../../client.ts';
import { queryClient } from '../../client/query-client.ts';

export interface Answered {
  runIds: string[];
  drive: Drive;
}

export const useAnswer = (prompt: string): UseMutationResult<Answered, unknown, DriveAnswer> =>
  useMutation({ mutationFn: (answer: DriveAnswer) => client.drive.answer({ prompt, answer }), onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['plans'] }) });
