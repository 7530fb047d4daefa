/** `session` and `protocol`: what pages may do, and who answers their requests. */
import { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fromBrowser } from './addresses.ts';
import { app } from './app.ts';
import { launcher } from './launcher-line.ts';

type Handler = (request: Request) => Response | Promise<Response>;
type Check = (contents: unknown, permission: string, origin: string, details: object) => boolean;
type Ask = (contents: unknown, permission: string, answer: (granted: boolean) => void, details: { requestingUrl: string }) => void;
type BeforeRequest = (request: { url: string }, answer: (verdict: { cancel?: boolean }) => void) => void;

class FakeSession extends EventEmitter {
  #check: Check | null = null;
  #ask: Ask | null = null;
  #before: { matches(url: string): boolean; listener: BeforeRequest } | null = null;
  readonly webRequest = {
    onBeforeRequest: ({ urls }: { urls: string[] }, listener: BeforeRequest): void => {
      const patterns = urls.map((url) => new RegExp(`^${url.replace(/[.?+^$()[\]{}|\\]/g, '\\$&').replaceAll('*', '.*')}`));
      this.#before = { matches: (url) => patterns.some((pattern) => pattern.test(url)), listener };
    },
  };

  setPermissionCheckHandler(handler: Check | null): void {
    this.#check = handler;
  }

  setPermissionRequestHandler(handler: Ask | null): void {
    this.#ask = handler;
  }

  /** No device can be reached from the stand-in's browser; the handler is only taken. */
  setDevicePermissionHandler(_handler: unknown): void {}

  /** As in the real one, whatever is not refused is granted. */
  async permits(permission: string, url: string): Promise<boolean> {
    if (this.#check !== null && !this.#check(null, permission, url, {})) return false;
    const ask = this.#ask;
    return ask === null || new Promise((resolve) => ask(null, permission, resolve, { requestingUrl: url }));
  }

  async mayRequest(url: string): Promise<boolean> {
    const before = this.#before;
    if (before?.matches(url) !== true) return true;
    return new Promise((resolve) => before.listener({ url }, ({ cancel }) => resolve(cancel !== true)));
  }
}

const defaultSession = new FakeSession();
export const session = { defaultSession };
app.once('ready', () => app.emit('session-created', defaultSession));
launcher.on<{ permission: string; url: string }>('permits', ({ permission, url }) => defaultSession.permits(permission, url));
launcher.on<{ url: string }>('may-request', ({ url }) => defaultSession.mayRequest(url));

let declared: { scheme: string; privileges: Record<string, boolean> }[] = [];
/** The one custom scheme there is. */
export const scheme = (): string => declared[0]?.scheme ?? 'app';

export const protocol = {
  registerSchemesAsPrivileged(schemes: typeof declared): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    declared = schemes;
  },

  /** From now on the launcher's browser is led to a server here. */
  handle(name: string, handler: Handler): void {
    const { standard, secure, supportFetchAPI } = declared.find((each) => each.scheme === name)?.privileges ?? {};
    if (!standard || !secure || !supportFetchAPI) throw new Error(`The stand-in plays ${name}: only as a standard, secure scheme that can be fetched.`);
    const server = createServer((request, response) => void answer(name, handler, request, response));
    server.listen(0, '127.0.0.1', () => launcher.tell('server', (server.address() as AddressInfo).port));
    server.unref();
  },
};

async function answer(name: string, handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const url = fromBrowser(`http://${request.headers.host}${request.url}`, name);
    const { status, headers, body } = await handler(new Request(url, { method: request.method ?? 'GET', headers: new Headers(Object.entries(request.headers).map(([key, value]) => [key, String(value)])) }));
    response.writeHead(status, Object.fromEntries(headers));
    if (body === null || request.method === 'HEAD') response.end();
    else await pipeline(Readable.fromWeb(body as never), response);
  } catch {
    response.destroy(); // the page sees a request that failed, as it would there
  }
}
