/** Who may use the window: whoever brings the one-time token gets a cookie, and from then on the cookie counts. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { sha256Hex } from '../base/ids.ts';
import type { Clock } from '../base/clock.ts';
import { Attempts } from './attempts.ts';
import { REFUSED, tooMany, type Refusal } from './refusal.ts';

/** Bytes: 256 bits, far beyond guessing. */
const SECRET_BYTES = 32;
/** In a minute, from one address. Windows left over from an earlier start ask again with their old cookies, hence more of those. */
const WRONG_TOKENS = 10;
const WRONG_COOKIES = 100;
const secret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

export class Session {
  /** For the one URL that is printed. */
  readonly token = secret();
  readonly #secret = secret();
  readonly #cookie: string;
  readonly #tokens: Attempts;
  readonly #cookies: Attempts;
  #used = false;

  /** @param port part of the cookie's name: browsers send cookies to every port of a host, and two servers must not take each other's. */
  constructor(port: number, clock: Clock) {
    this.#cookie = `holdfast-${port}`;
    [this.#tokens, this.#cookies] = [new Attempts(clock, WRONG_TOKENS), new Attempts(clock, WRONG_COOKIES)];
  }

  /** Trades the token for the cookie, once. @returns the Set-Cookie header, or why not. */
  redeem(given: string, address: string): { cookie: string } | { refusal: Refusal } {
    const wait = this.#tokens.wait(address);
    if (wait > 0) return { refusal: tooMany(wait) };
    const right = same(given, this.token);
    if (right && !this.#used) {
      this.#used = true;
      return { cookie: `${this.#cookie}=${this.#secret}; Path=/; HttpOnly; SameSite=Strict` };
    }
    this.#tokens.failed(address);
    return { refusal: right ? REFUSED.usedToken : REFUSED.wrongToken };
  }

  /** Whether the request carries the cookie. */
  holds(request: IncomingMessage): boolean {
    const given = cookie(request.headers.cookie ?? '', this.#cookie);
    return given !== null && same(given, this.#secret);
  }

  /** Why a request without the right cookie is refused. A cookie from an earlier start is a wrong one. */
  refusalOf(request: IncomingMessage): Refusal {
    const address = addressOf(request);
    const wait = this.#cookies.wait(address);
    if (cookie(request.headers.cookie ?? '', this.#cookie) !== null) this.#cookies.failed(address);
    return wait > 0 ? tooMany(wait) : REFUSED.noSession;
  }
}

export const addressOf = ({ socket }: IncomingMessage): string => socket.remoteAddress ?? '';

/** Of the digests: their comparison takes the same time whatever they are, and they are of one length. */
const same = (given: string, right: string): boolean => timingSafeEqual(digest(given), digest(right));
const digest = (text: string): Buffer => Buffer.from(sha256Hex(Buffer.from(text)), 'hex');

function cookie(header: string, name: string): string | null {
  const found = header.split(';').map((part) => part.trim()).find((part) => part.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? null;
}
