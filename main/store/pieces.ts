/** A stream of a source, piece by piece: it can be cut off at any time, and tells when it breaks off by itself. */
import { raceAbort } from '../base/abort.ts';
import type { Call } from '../base/call.ts';
import type { StreamContent } from '../entry/entry.ts';

/** The source broke off: a matter of this entry alone. */
export class BrokenStream extends Error {}

/** @throws BrokenStream; the reason of a cancel. */
export async function* piecesOf({ open }: StreamContent, call: Call): AsyncGenerator<Uint8Array> {
  const broken = (cause: unknown): never => {
    call.signal.throwIfAborted();
    throw new BrokenStream('the stream broke off', { cause });
  };
  let pieces: AsyncIterator<Uint8Array>;
  try {
    pieces = open(call)[Symbol.asyncIterator]();
  } catch (error) {
    return broken(error);
  }
  try {
    for (;;) {
      const next = await raceAbort(pieces.next(), call.signal).catch(broken);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    void pieces.return?.().catch(() => undefined); // cut off half-way, it lets go of what it reads from; how that ends changes nothing here
  }
}
