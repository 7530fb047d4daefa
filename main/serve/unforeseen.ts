/** For either transport: the host hears of every error nobody foresaw, and its client gets a sentence. */
import type { Context } from '@orpc/server';
import type { RPCHandler } from '@orpc/server/websocket';
import { answerLeaving, errorLeaving } from '../api/crossing.ts';
import type { ContractError } from '../api/faults.ts';

export type OnError = (error: unknown) => void;

/** No more than that: what the implementation did not put into words may hold anything. */
const WORDS = 'Holdfast met an error it did not expect; its log knows more.';

type Options = NonNullable<ConstructorParameters<typeof RPCHandler<Context>>[1]>;

/** Options of a handler. What the implementation has put into words already crosses as it is. */
export function tellingUnforeseen(onError: OnError): Pick<Options, 'clientInterceptors'> {
  const unforeseen = (error: ContractError): void => onError(error.cause ?? error);
  return {
    clientInterceptors: [async ({ signal, next }) => {
      const leaving = { signal, words: () => WORDS, unforeseen };
      try {
        return answerLeaving(await next(), leaving);
      } catch (error) {
        throw errorLeaving(error, leaving);
      }
    }],
  };
}

