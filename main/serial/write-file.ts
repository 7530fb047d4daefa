/** A file onto the board, piece by piece, each confirmed before the next: a board cannot take bytes while it writes its flash. */
import { concat, shortPath, unsigned } from './bytes.ts';
import { deflated } from './deflating.ts';
import type { Link } from './link.ts';

const OPEN = 1;
const CLOSE = 2;
const COMPRESSED = 4;
const AGAIN = 8;
const NO_PATH = Uint8Array.of(0);

/** @param compress whether the board can decompress. @param moved told of bytes the board has confirmed. */
export async function writeFile(
  link: Link, path: string, content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, compress: boolean, signal: AbortSignal, moved: (bytes: number) => void,
): Promise<void> {
  let [held, offset] = [Buffer.alloc(0) as Buffer, 0];
  const send = async (last: boolean): Promise<void> => {
    const taken = await sendPiece(link, path, held, offset, last, compress, signal);
    held = held.subarray(taken);
    offset += taken;
    moved(taken);
  };
  for await (const bytes of content) {
    held = Buffer.concat([held, bytes]);
    while (held.length > link.frameSize) await send(false);
  }
  do await send(true);
  while (held.length > 0);
}

/** Sends the beginning of `held`, as much as a frame takes, until the board has it. Returns how many bytes that were. */
async function sendPiece(link: Link, path: string, held: Uint8Array, offset: number, last: boolean, compress: boolean, signal: AbortSignal): Promise<number> {
  for (let tries = 0; ; link.endure(tries)) {
    const piece = held.subarray(0, link.frameSize);
    const packed = compress ? deflated(piece) : null;
    const flags = (offset === 0 ? OPEN : tries > 0 ? AGAIN : 0) | (last && piece.length === held.length ? CLOSE : 0) | (packed === null ? 0 : COMPRESSED);
    const named = (flags & (OPEN | AGAIN)) === 0 ? NO_PATH : shortPath(path);
    const attempt = link.attempt('P', concat(unsigned(flags, 1), unsigned(offset, 4), named, packed ?? piece), signal);
    const { value } = await attempt.next(); // the answer has no parts: the first step is its end
    if (value !== undefined && 'type' in value && value.type === 'end') return piece.length;
    tries++;
  }
}
