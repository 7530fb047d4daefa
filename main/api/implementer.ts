/** The contract, ready to be implemented: procedures get the context, and every error leaves as one the contract knows. */
import { implement } from '@orpc/server';
import { contract } from '../../preload/contract/contract.ts';
import type { Context } from './context.ts';
import type { Destinations } from './destinations.ts';
import { toContractError } from './faults.ts';

export interface Services {
  context: Context;
  destinations: Destinations;
}

export const os = implement(contract).$context<Services>().use(async ({ next }) => {
  try {
    return await next();
  } catch (error) {
    throw toContractError(error);
  }
});
