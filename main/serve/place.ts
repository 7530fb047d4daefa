/** Where the server listens, under which names it answers, and whom it answers: nobody whose request another page made. */
import type { IncomingMessage } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';
import { REFUSED, type Refusal } from './refusal.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];
const EVERY_ADDRESS = ['0.0.0.0', '::', ''];

/** Whether only programs on this machine can reach it. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);

/** A host as it stands in a URL. */
export const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);

export class Place {
  readonly host: string;
  readonly port: number;
  /** What a Host header may say, in lower case. */
  readonly #names: ReadonlySet<string>;

  constructor(host: string, port: number) {
    [this.host, this.port] = [host, port];
    this.#names = new Set([...LOOPBACK, ...namesOf(host)].map((name) => `${inUrl(name.toLowerCase())}:${port}`));
  }

  /** Without a path or token. */
  get origin(): string {
    return `http://${inUrl(EVERY_ADDRESS.includes(this.host) ? '127.0.0.1' : this.host)}:${this.port}`;
  }

  /**
   * A page elsewhere can make a browser ask us, under a name of its own (DNS rebinding) or with our cookie (another port of this
   * machine counts as the same site). Both show in headers that pages cannot set.
   * @param changing the request does something (POST, WebSocket): then browsers always say where it comes from, and others have to.
   */
  refusalOf({ headers, rawHeaders }: IncomingMessage, changing: boolean): Refusal | null {
    const host = headers.host?.toLowerCase();
    if (host === undefined || !this.#names.has(host) || timesGiven(rawHeaders, 'host') !== 1) return REFUSED.foreignHost;
    const { origin } = headers;
    if (origin === undefined ? changing : origin.toLowerCase() !== `http://${host}`) return REFUSED.foreignOrigin;
    const site = headers['sec-fetch-site'];
    return site === undefined || site === 'same-origin' || site === 'none' ? null : REFUSED.foreignOrigin;
  }
}

/** All addresses of this machine when it listens on all of them. */
function namesOf(host: string): string[] {
  if (!EVERY_ADDRESS.includes(host)) return [host];
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  return [hostname(), ...addresses];
}

const timesGiven = (rawHeaders: readonly string[], name: string): number => rawHeaders.filter((header, at) => at % 2 === 0 && header.toLowerCase() === name).length;
