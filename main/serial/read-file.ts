/** Content of a file, burst by burst: the board sends without waiting, what was lost is asked for again. */
import { Fault } from '../base/fault.ts';
import { concat, unsigned, utf8 } from './bytes.ts';
import { inflated } from './deflating.ts';
import type { Link } from './link.ts';
import type { Pace } from './pace.ts';

/** Most bytes on their way at once: bounds memory here, and how long other requests wait. */
export const BURST = 32_768;

export interface Burst {
  readonly pieces: Uint8Array[];
  /** The file ends with it. */
  readonly last: boolean;
}

/** Bytes of a file from an offset on: what is missing between pieces that came is asked for until nothing is. */
export async function readBurst(link: Link, path: string, from: number, pace: Pace, signal: AbortSignal, moved: (bytes: number) => void): Promise<Burst> {
  const pieces: Uint8Array[] = [];
  const ahead = new Map<number, Uint8Array>();
  let [at, end] = [from, from + BURST];
  const take = (offset: number, piece: Uint8Array): void => {
    if (offset >= at) ahead.set(offset, piece);
    for (let ready = ahead.get(at); ready !== undefined && ready.length > 0; ready = ahead.get(at)) {
      ahead.delete(at);
      pieces.push(ready);
      at += ready.length;
      moved(ready.length);
    }
  };
  for (let tries = 0; at < end;) {
    const begin = at;
    const until = Math.min(end, ...ahead.keys());
    const { ending, size } = await ask(link, path, begin, until, pace, signal, take);
    if (at > begin) tries = 0;
    else if (ending.type === 'lost') link.endure(++tries);
    if (ending.type === 'lost' || at < begin + (ending.parts - 1) * size) continue;
    const arrived = ending.parts === 0 || at > begin + (ending.parts - 1) * size;
    if (!arrived) link.shrink();
    else if (at < until) end = at;
  }
  if (ahead.size > 0) throw new Fault('changed', `${path} on the board changed while it was read.`, { context: { path } });
  return { pieces, last: end < from + BURST };
}

/** One request for a range; pieces as they come. */
async function ask(link: Link, path: string, begin: number, until: number, pace: Pace, signal: AbortSignal, take: (offset: number, piece: Uint8Array) => void) {
  const size = link.frameSize;
  const compress = pace.choose();
  const started = pace.now();
  const body = concat(unsigned(size, 2), unsigned(begin, 4), unsigned(until - begin, 4), utf8(path));
  const attempt = link.attempt(compress ? 'Z' : 'G', body, signal);
  for (let bytes = 0; ;) {
    const next = await attempt.next();
    if (next.done === true) {
      pace.note(compress, bytes, pace.now() - started);
      return { ending: next.value, size };
    }
    const piece = compress ? inflated(next.value.payload) : next.value.payload;
    bytes += piece.length;
    take(begin + next.value.sequence * size, piece);
  }
}
