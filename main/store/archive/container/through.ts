/** Bytes through an encoder or decoder of Node, as a stream of bytes again. */
import { Readable } from 'node:stream';
import type { Duplex } from 'node:stream';

/** @throws what the source or the coder throws, as it is; both are closed then, and where the consumer leaves. */
export async function* through(bytes: AsyncIterable<Uint8Array>, coder: Duplex): AsyncGenerator<Uint8Array> {
  const source = Readable.from(bytes, { objectMode: false, highWaterMark: 1 << 18 });
  source.on('error', (error) => coder.destroy(error));
  source.pipe(coder);
  try {
    for await (const part of coder) yield part as Uint8Array;
  } finally {
    source.destroy();
    coder.destroy();
  }
}
