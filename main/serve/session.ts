/** Who may use the window: whoever brings the one-time token gets a cookie, and from then on the cookie counts. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { sha256Hex } from '../base/ids.ts';
import type { Clock } from '../base/clock.ts';
import { isLinux } from '../base/platform.ts';
import { Attempts } from './attempts.ts';
import { userAtOtherEnd } from './peer-user.ts';
import { REFUSED, tooMany, type Refusal } from './refusal.ts';

/** Bytes: 256 bits, far beyond guessing. */
const SECRET_BYTES = 32;
/** In a minute, from one address. Windows left over from an earlier start ask again with their old cookies, hence more of those. */
const WRONG_TOKENS = 10;
const WRONG_COOKIES = 100;
const secret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/** Milliseconds a browser has to come in that was opened here. */
const OPENING_MS = 60_000;

interface OpeningToken {
  token: string;
  /** Of the monotonic clock. */
  until: number;
  used: boolean;
}

export class Session {
  /** For the one URL that is printed. */
  readonly token = secret();
  readonly #clock: Clock;
  readonly #isOurs: (request: IncomingMessage) => boolean;
  #opening: OpeningToken | null = null;
  readonly #secret = secret();
  readonly #cookie: string;
  readonly #tokens: Attempts;
  readonly #cookies: Attempts;
  #used = false;

  /**
   * @param port part of the cookie's name: browsers send cookies to every port of a host, and two servers must not take each other's.
   * @param isOurs whether the user who runs this server sent a request.
   */
  constructor(port: number, clock: Clock, isOurs: (request: IncomingMessage) => boolean = isOurUser) {
    [this.#clock, this.#isOurs] = [clock, isOurs];
    this.#cookie = `holdfast-${port}`;
    [this.#tokens, this.#cookies] = [new Attempts(clock, WRONG_TOKENS), new Attempts(clock, WRONG_COOKIES)];
  }

  /**
   * A token for a browser that is opened here: its address stands in argument lists, where every user of the machine can read it. So it is
   * good for a minute, and for programs of the user who runs this server. The printed one stays as good as it was.
   */
  openingToken(): string {
    this.#opening = { token: secret(), until: this.#clock.monotonic() + OPENING_MS, used: false };
    return this.#opening.token;
  }

  /** Trades a token for the cookie, once. @returns the Set-Cookie header, or why not. */
  redeem(given: string, request: IncomingMessage): { cookie: string } | { refusal: Refusal } {
    const address = addressOf(request);
    const wait = this.#tokens.wait(address);
    if (wait > 0) return { refusal: tooMany(wait) };
    const refused = this.#opening !== null && same(given, this.#opening.token) ? this.#takeOpening(this.#opening, request) : this.#takePrinted(given);
    if (refused === null) return { cookie: `${this.#cookie}=${this.#secret}; Path=/; HttpOnly; SameSite=Strict` };
    this.#tokens.failed(address);
    return { refusal: refused };
  }

  #takePrinted(given: string): Refusal | null {
    if (!same(given, this.token)) return REFUSED.wrongToken;
    if (this.#used) return REFUSED.usedToken;
    this.#used = true;
    return null;
  }

  /** Somebody else's attempt does not use it up. */
  #takeOpening(opening: OpeningToken, request: IncomingMessage): Refusal | null {
    if (opening.used) return REFUSED.usedToken;
    if (this.#clock.monotonic() > opening.until || !this.#isOurs(request)) return REFUSED.openedElsewhere;
    opening.used = true;
    return null;
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

/** Root may do everything anyway, and relays between systems run as root. Where argument lists are private, or hold no token, all are ours. */
function isOurUser({ socket }: IncomingMessage): boolean {
  if (!isLinux) return true;
  const user = userAtOtherEnd(socket);
  return user === 0 || (user !== null && user === process.getuid?.());
}

export const addressOf = ({ socket }: IncomingMessage): string => socket.remoteAddress ?? '';

/** Of the digests: their comparison takes the same time whatever they are, and they are of one length. */
const same = (given: string, right: string): boolean => timingSafeEqual(digest(given), digest(right));
const digest = (text: string): Buffer => Buffer.from(sha256Hex(Buffer.from(text)), 'hex');

function cookie(header: string, name: string): string | null {
  const found = header.split(';').map((part) => part.trim()).find((part) => part.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? null;
}
