/** The web host: one HTTP server with the window, its procedures and previews, for one person on this machine. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { AnyRouter, Context } from '@orpc/server';
import { systemClock, type Clock } from '../base/clock.ts';
import { Fault } from '../base/fault.ts';
import { PAGE_HEADERS } from '../api/page-policy.ts';
import { Place, inUrl } from './place.ts';
import { PROCEDURES, proceduresOverHttp, type AnswerProcedure } from './procedures-http.ts';
import { ProcedureSockets, SOCKET } from './procedures-socket.ts';
import { REFUSED, refuse, wrongMethod, type Refusal } from './refusal.ts';
import { sendServedFile, type OpenServedFile } from './send-served-file.ts';
import { sendWindow } from './send-window.ts';
import { Session } from './session.ts';
import { loadWindow, type WindowFiles } from './window-files.ts';

export interface WebHostOptions {
  router: AnyRouter;
  context: Context;
  servedFile: OpenServedFile;
  /** Default: 127.0.0.1. */
  host?: string;
  /** Default 0: any free one. */
  port?: number;
  /** Default: what was built. */
  files?: WindowFiles;
  clock?: Clock;
  /** Hears of what nobody foresaw; the client hears only that something broke. */
  onError?: (error: unknown) => void;
  pingEveryMs?: number;
}

const REQUEST_TIMEOUT_MS = 30_000;
const MOST_CONNECTIONS = 500;
const PREVIEW = '/preview/';

export class WebHost {
  readonly place: Place;
  readonly #server: Server;
  readonly #session: Session;
  readonly #files: WindowFiles;
  readonly #servedFile: OpenServedFile;
  readonly #answerProcedure: AnswerProcedure;
  readonly #sockets: ProcedureSockets;
  readonly #onError: (error: unknown) => void;

  constructor(server: Server, place: Place, options: WebHostOptions) {
    const { router, context, servedFile, files = loadWindow(), clock = systemClock, onError = () => undefined, pingEveryMs } = options;
    [this.#server, this.place, this.#files, this.#servedFile, this.#onError] = [server, place, files, servedFile, onError];
    this.#session = new Session(place.port, clock);
    this.#answerProcedure = proceduresOverHttp(router, context, onError);
    this.#sockets = new ProcedureSockets(router, context, { onError, pingEveryMs });
    server.on('request', (request, response) => void this.#answer(request, response));
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** With the one-time token. */
  get url(): string {
    return `${this.place.origin}/?token=${this.#session.token}`;
  }

  /** For a browser that is opened right now: good for a minute, and for the user who runs this. */
  get urlToOpen(): string {
    return `${this.place.origin}/?token=${this.#session.openingToken()}`;
  }

  /** Whether there is a window to show. */
  get hasWindow(): boolean {
    return this.#files.size > 0;
  }

  /** Takes no more requests, and ends those that are being answered. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#sockets.close();
    this.#server.closeAllConnections();
    this.#sockets.terminate();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const refusal = this.place.refusalOf(request, request.method === 'POST');
      if (refusal !== null) return refuse(request, response, refusal);
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://holdfast');
      if (pathname === '/' && searchParams.has('token') && !this.#session.holds(request)) return this.#redeem(request, response, searchParams.get('token') ?? '');
      if (!this.#session.holds(request)) return refuse(request, response, this.#session.refusalOf(request));
      if (searchParams.has('token')) return toWindow(response);
      await this.#serve(request, response, pathname);
    } catch (error) {
      if (!response.destroyed) this.#onError(error); // otherwise the client left, and there is nobody to answer
      refuse(request, response, error instanceof TypeError && 'code' in error && error.code === 'ERR_INVALID_URL' ? REFUSED.noPage : REFUSED.broken);
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (path === PROCEDURES || path.startsWith(`${PROCEDURES}/`)) return this.#answerProcedure(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(request, response, wrongMethod('GET, HEAD'));
    if (path === SOCKET) return refuse(request, response, REFUSED.upgrade);
    if (path.startsWith(PREVIEW)) return sendServedFile(request, response, path.slice(PREVIEW.length), this.#servedFile);
    await sendWindow(request, response, path, this.#files, [`ws://${request.headers.host ?? ''}`]);
  }

  #redeem(request: IncomingMessage, response: ServerResponse, token: string): void {
    if (request.method !== 'GET') return refuse(request, response, wrongMethod('GET'));
    const answer = this.#session.redeem(token, request);
    if ('refusal' in answer) refuse(request, response, answer.refusal);
    else toWindow(response, { 'Set-Cookie': answer.cookie });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy()); // it broke before it was one of ours
    const refusal = this.place.refusalOf(request, true) ?? (this.#session.holds(request) ? null : this.#session.refusalOf(request));
    if (refusal !== null) return refuseUpgrade(socket, refusal);
    if (request.url !== SOCKET) return refuseUpgrade(socket, REFUSED.noPage);
    this.#sockets.accept(request, socket, head);
  }
}

/** Out of the address bar with the token, and out of the history too. */
const toWindow = (response: ServerResponse, headers: Readonly<Record<string, string>> = {}): void =>
  void response.writeHead(303, { ...PAGE_HEADERS, Location: '/', 'Cache-Control': 'no-store', 'Content-Length': 0, ...headers }).end();

function refuseUpgrade(socket: Duplex, { status, title, text }: Refusal): void {
  const body = `${title}. ${text}\n`;
  socket.end(`HTTP/1.1 ${status} ${title}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** @throws Fault `busy` or `denied` when it cannot listen there, `invalid` when there is no such address on this machine. */
export async function openWebHost(options: WebHostOptions): Promise<WebHost> {
  const { host = '127.0.0.1', port = 0 } = options;
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS, requireHostHeader: false });
  server.maxConnections = MOST_CONNECTIONS;
  server.on('clientError', (_error, socket) => void socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw cannotListen(error as NodeJS.ErrnoException, host, port);
  }
  return new WebHost(server, new Place(host, (server.address() as AddressInfo).port), options);
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): Fault {
  const place = `${inUrl(host)}:${port}`;
  if (error.code === 'EADDRINUSE') return new Fault('busy', `Another program listens on ${place} already.`, { advice: 'Choose another --port, or 0 for any free one.', cause: error });
  if (error.code === 'EACCES') return new Fault('denied', `Listening on ${place} is not allowed.`, { advice: 'Choose a --port above 1023, or 0 for any free one.', cause: error });
  return new Fault('invalid', `This machine cannot listen on ${place} (${error.code ?? error.message}).`, { advice: 'Give --host an address of this machine: 127.0.0.1 is always one.', cause: error });
}
