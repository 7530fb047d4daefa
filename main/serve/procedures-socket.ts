/** Procedures over a WebSocket: many calls and streams at once, each ended when its client leaves. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AnyRouter, Context } from '@orpc/server';
import { RPCHandler } from '@orpc/server/websocket';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { LARGEST_REQUEST } from './body.ts';
import { tellingUnforeseen, type OnError } from './unforeseen.ts';

export const SOCKET = '/socket';
const PING_EVERY_MS = 30_000;
/** Bytes that wait for a client that does not read. */
const MOST_WAITING = 8 * 1024 * 1024;
/** Close codes of RFC 6455, 7.4.1 and its registry. */
const CLOSE = { goingAway: 1001, notUnderstood: 1007, overloaded: 1013 } as const;

/** What the library needs of a socket. */
type Sender = Pick<globalThis.WebSocket, 'addEventListener' | 'send'>;

export class ProcedureSockets {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_REQUEST, perMessageDeflate: false, clientTracking: true });
  readonly #handler: RPCHandler<Context>;
  readonly #context: Context;
  readonly #onError: OnError;
  readonly #heard = new WeakSet<WebSocket>();
  readonly #pinging: NodeJS.Timeout;

  constructor(router: AnyRouter, context: Context, { onError, pingEveryMs = PING_EVERY_MS }: { onError: OnError; pingEveryMs?: number | undefined }) {
    this.#handler = new RPCHandler(router, tellingUnforeseen(onError));
    this.#onError = onError;
    this.#context = context;
    this.#pinging = setInterval(() => this.#pingAll(), pingEveryMs);
    this.#pinging.unref();
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (client) => this.#serve(client));
  }

  /** Tells every client, and waits for none. */
  close(): void {
    clearInterval(this.#pinging);
    for (const client of this.#server.clients) {
      client.close(CLOSE.goingAway, 'Holdfast was ended');
      this.#handler.close(client as unknown as Sender);
    }
    this.#server.close();
  }

  terminate(): void {
    for (const client of this.#server.clients) client.terminate();
  }

  #serve(client: WebSocket): void {
    const sender = senderOf(client);
    this.#heard.add(client);
    client.on('pong', () => this.#heard.add(client));
    client.on('error', () => client.terminate()); // a frame too large or malformed, or the connection broke: `ws` has chosen the close code
    client.on('close', () => this.#handler.close(sender));
    client.on('message', (data: RawData, isBinary) => {
      this.#heard.add(client);
      const message = isBinary ? new Uint8Array(data as Buffer).buffer : (data as Buffer).toString('utf8');
      this.#handler.message(sender, message, { context: this.#context }).catch((error: unknown) => {
        if (client.readyState !== client.OPEN) return; // it has gone: nobody is to be told
        this.#onError(error); // it does not speak the protocol, or an answer cannot be sent
        client.close(CLOSE.notUnderstood, 'Not a call');
      });
    });
  }

  /** Who has not been heard of since the last ping is gone, whatever its connection says. */
  #pingAll(): void {
    for (const client of this.#server.clients) {
      if (!this.#heard.delete(client)) client.terminate();
      else if (client.readyState === client.OPEN) client.ping();
    }
  }
}

/**
 * Sends, and resolves when it has left: streams then go at the pace of their reader. A client that lets even single answers pile up
 * is closed.
 */
function senderOf(client: WebSocket): Sender {
  const send = (data: string | ArrayBufferView): Promise<void> => {
    if (client.bufferedAmount > MOST_WAITING) client.close(CLOSE.overloaded, 'Too much is waiting to be read');
    return new Promise((resolve, reject) => client.send(data, (error) => (error ? reject(error) : resolve())));
  };
  return { send, addEventListener: () => undefined } as unknown as Sender;
}
