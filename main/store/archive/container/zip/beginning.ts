/** Looks whether content is small: then it is there in one piece, else it goes on as a stream. */
import type { Chunks } from '../container.ts';

/** Exactly one of the two is it; `whole` is empty where there is a stream. */
export async function beginning(content: Chunks, most: number): Promise<{ whole: Uint8Array; stream: AsyncIterable<Uint8Array> | null }> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const source = iterator(content);
  for (;;) {
    const next = await source.next();
    if (next.done === true) return { whole: parts.length === 1 ? parts[0]! : Buffer.concat(parts), stream: null };
    parts.push(next.value);
    size += next.value.length;
    if (size > most) return { whole: new Uint8Array(0), stream: continued(parts, source) };
  }
}

type Source = AsyncIterator<Uint8Array> | Iterator<Uint8Array>;

const iterator = (content: Chunks): Source => (Symbol.asyncIterator in content ? content[Symbol.asyncIterator]() : content[Symbol.iterator]());

async function* continued(parts: Uint8Array[], source: Source): AsyncGenerator<Uint8Array> {
  try {
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) yield part;
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}
