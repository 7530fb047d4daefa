/** A file out of a backup on its way from the engine to the window: asked for piece by piece, so that a slow reader holds up the engine and memory stays flat. */
import type { ServedFile } from '../api/served-files.ts';
import { toFault } from '../base/fault.ts';
import { MORE, PreviewMessage, type Port } from './engine-messages.ts';

/** The engine's end. Ends with the port. */
export async function sendPreview(port: Port, open: (signal: AbortSignal) => Promise<ServedFile | null>): Promise<void> {
  const left = new AbortController();
  const say = (message: PreviewMessage): void => port.postMessage(message);
  let wanted = Promise.withResolvers<void>();
  port.on('message', () => wanted.resolve());
  port.on('close', () => {
    left.abort();
    wanted.resolve();
  });
  port.start();
  try {
    const file = await open(left.signal);
    if (file === null) return say({ type: 'none' });
    say({ type: 'head', mime: file.mime, size: file.size });
    for await (const bytes of file.bytes) {
      await wanted.promise;
      if (left.signal.aborted) return;
      wanted = Promise.withResolvers();
      say({ type: 'bytes', bytes: bytes.byteLength < bytes.buffer.byteLength ? bytes.slice() : bytes }); // a view crosses with all that lies behind it
    }
    say({ type: 'end' });
  } catch (error) {
    if (!left.signal.aborted) say({ type: 'failed', message: toFault(error, 'The preview').message });
  }
}

export interface Preview {
  mime: string;
  size: number;
  body: ReadableStream<Uint8Array>;
}

/** The window's end. @returns null when there is no such preview (any more), or no engine. */
export async function receivePreview(port: Port): Promise<Preview | null> {
  const messages = inbox(port);
  const head = await messages.next();
  if (head?.type !== 'head') {
    port.close();
    return null;
  }
  const body = new ReadableStream<Uint8Array>({
    pull: async (stream) => {
      port.postMessage(MORE);
      const message = await messages.next();
      if (message?.type === 'bytes') return stream.enqueue(message.bytes);
      port.close();
      if (message?.type === 'end') stream.close();
      else stream.error(new Error(message?.type === 'failed' ? message.message : 'The engine is gone.'));
    },
    cancel: () => port.close(),
  }, { highWaterMark: 1 });
  return { mime: head.mime, size: head.size, body };
}

/** Messages in the order they come; undefined once the port is closed, or when something else than a message of a preview came. */
function inbox(port: Port): { next(): Promise<PreviewMessage | undefined> } {
  const here: (PreviewMessage | undefined)[] = [];
  let waiting: ((message: PreviewMessage | undefined) => void) | null = null;
  let closed = false;
  const arrive = (message: PreviewMessage | undefined): void => {
    if (waiting === null) return void here.push(message);
    waiting(message);
    waiting = null;
  };
  port.on('message', ({ data }) => arrive(PreviewMessage.safeParse(data).data));
  port.on('close', () => {
    closed = true;
    arrive(undefined);
  });
  port.start();
  return {
    next: async () => {
      if (here.length > 0) return here.shift();
      return closed ? undefined : new Promise((resolve) => (waiting = resolve));
    },
  };
}
