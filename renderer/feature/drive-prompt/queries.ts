/** The answer to what is asked about a drive. */
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import type { Drive, DriveAnswer, DrivePrompt } from '../../../preload/contract/drive.ts';
import { client } from '../../client.ts';
import { queryClient } from '../../client/query-client.ts';

export interface Answered {
  runIds: string[];
  drive: Drive;
}

/** Which question, and the answer. */
export interface Given {
  prompt: DrivePrompt;
  answer: DriveAnswer;
}

/** @param onAnswered also called when the question was gone from the list before the answer came back. */
export const useAnswer = (onAnswered: (given: Given, came: Answered) => void): UseMutationResult<Answered, unknown, Given> =>
  useMutation({
    mutationFn: ({ prompt: { prompt }, answer }: Given) => client.drive.answer({ prompt, answer }),
    onSuccess: (came, given) => {
      onAnswered(given, came);
      void queryClient.invalidateQueries({ queryKey: ['plans'] });
    },
  });
