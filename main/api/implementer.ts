/** The contract, ready to be implemented: procedures get the context, and every error leaves as one the contract knows. */
import { implement } from '@orpc/server';
import { contract } from '../../preload/contract/contract.ts';
import type { Context } from './context.ts';
import { answerLeaving, errorLeaving } from './crossing.ts';
import type { Destinations } from './destinations.ts';
import type { Drives } from './drives.ts';

export interface Services {
  context: Context;
  destinations: Destinations;
  drives: Drives;
}

/** Outside of it there are only the wires: what a handler does, what its streams do, and answers that are not as the contract has them. */
export const os = implement(contract).$context<Services>().use(async ({ context: { context }, path, signal, next }) => {
  const leaving = { signal, words: (sentence: string) => context.drivePlaces.inWords(context.redactor.text(sentence)), unforeseen: (error: Error) => context.unforeseen(error, { procedure: path.join('.') }) };
  try {
    const { output, ...rest } = await next();
    return { ...rest, output: answerLeaving(output, leaving) };
  } catch (error) {
    throw errorLeaving(error, leaving);
  }
});
