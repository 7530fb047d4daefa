/** A preview crosses whole, at the reader's pace, and ends on both sides when either goes. */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ServedFile } from '../api/served-files.ts';
import type { Port } from './engine-messages.ts';
import { receivePreview, sendPreview } from './preview-wire.ts';

/** Node's ports, whose events carry the data itself, as Electron's. */
const asPort = (port: MessagePort): Port => ({
  postMessage: (message) => port.postMessage(message),
  on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) => port.on(event, (data: unknown) => listener({ data })),
  start: () => port.start(),
  close: () => port.close(),
});

function ends(): [engine: Port, window: Port] {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  return [asPort(port1), asPort(port2)];
}

async function* pieces(count: number, read: { count: number }): AsyncGenerator<Uint8Array> {
  for (; read.count < count; read.count++) yield new Uint8Array(1000).fill(read.count % 256);
}
const file = (count: number, read = { count: 0 }): ServedFile => ({ mime: 'image/png', size: count * 1000, bytes: pieces(count, read) });

describe('a preview', () => {
  it('arrives as it is', async () => {
    const [engine, window] = ends();
    void sendPreview(engine, async () => file(50));
    const preview = (await receivePreview(window))!;
    expect([preview.mime, preview.size]).toEqual(['image/png', 50_000]);
    const bytes = new Uint8Array(await new Response(preview.body).arrayBuffer());
    expect([bytes.length, bytes[0], bytes[49_999]]).toEqual([50_000, 0, 49]);
  });

  it('is read no faster than it is taken, and no further when nobody wants more', async () => {
    const [engine, window] = ends();
    const read = { count: 0 };
    let left: AbortSignal | undefined;
    const sent = sendPreview(engine, async (signal) => ((left = signal), file(1000, read)));
    const reader = (await receivePreview(window))!.body.getReader();
    for (let piece = 0; piece < 5; piece++) await reader.read();
    expect(read.count).toBeLessThan(10);
    await reader.cancel();
    await sent;
    expect([left?.aborted, read.count < 10]).toEqual([true, true]);
  });

  it('is none when the ticket is unknown, or the engine is gone', async () => {
    const [engine, window] = ends();
    void sendPreview(engine, async () => null);
    expect(await receivePreview(window)).toBeNull();
    const [gone, waiting] = ends();
    gone.close();
    expect(await receivePreview(waiting)).toBeNull();
  });

  it('is cut short visibly when reading fails or the engine goes', async () => {
    const [engine, window] = ends();
    void sendPreview(engine, async () => ({ mime: 'text/plain', size: 9, bytes: failing() }));
    await expect(new Response((await receivePreview(window))!.body).text()).rejects.toThrow(/damaged/);
    const [gone, waiting] = ends();
    void sendPreview(gone, async () => ({ mime: 'text/plain', size: 9, bytes: never() }));
    const text = new Response((await receivePreview(waiting))!.body).text();
    gone.close();
    await expect(text).rejects.toThrow(/gone/);
  });
});

async function* failing(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(3);
  throw new Error('damaged');
}

async function* never(): AsyncGenerator<Uint8Array> {
  await new Promise(() => undefined);
  yield new Uint8Array(1);
}
