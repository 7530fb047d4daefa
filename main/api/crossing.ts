/** Answers on their way out: every error of a call, and of a stream it answers with, becomes one the contract knows. */
import { mapEventIterator } from '@orpc/client';
import { isUnforeseen, toContractError, type ContractError } from './faults.ts';

export interface Leaving {
  /** Of the call. */
  signal: AbortSignal | undefined;
  /** What the caller is told of an error nobody foresaw, from the sentence that says it all. */
  words: (sentence: string) => string;
  /** Hears of every error nobody foresaw: what crosses, with the original as its cause. */
  unforeseen: (error: ContractError) => void;
}

/** An error as it crosses. What was cancelled leaves as it is: its caller knows why. */
export function errorLeaving(error: unknown, { signal, words, unforeseen }: Leaving): unknown {
  const known = toContractError(error, signal, words);
  if (known === null) return error;
  if (isUnforeseen(known)) unforeseen(known);
  return known;
}

/** An answer as it crosses: a stream goes on to be watched. */
export function answerLeaving<T>(answer: T, leaving: Leaving): T {
  if (!isStream(answer)) return answer;
  return mapEventIterator(answer, { value: async (value) => value, error: async (error) => errorLeaving(error, leaving) }) as T;
}

const isStream = (value: unknown): value is AsyncIterator<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value && typeof value.next === 'function';
