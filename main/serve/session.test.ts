/** The one-time token and the cookie it is traded for. */
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { Session } from './session.ts';

const clock = { time: 0, now: () => 0, monotonic: () => clock.time };
const asking = (cookie?: string, remoteAddress = '127.0.0.1'): IncomingMessage => ({ headers: { cookie }, socket: { remoteAddress } }) as unknown as IncomingMessage;
const HERE = asking();
const cookieOf = (answer: object): string => ('cookie' in answer ? String(answer.cookie) : '');

describe('a session', () => {
  it('is opened by its token, once', () => {
    const session = new Session(8080, clock);
    const cookie = cookieOf(session.redeem(session.token, HERE));
    expect(cookie).toMatch(/^holdfast-8080=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(session.holds(asking(`other=1; ${cookie.split(';')[0]}`))).toBe(true);
    expect(session.redeem(session.token, HERE)).toMatchObject({ refusal: { status: 401, title: 'This address was used already' } });
  });

  it('has 256 bits of chance in the token, which is not the cookie', () => {
    const session = new Session(1, clock);
    expect(Buffer.from(session.token, 'base64url')).toHaveLength(32);
    expect(cookieOf(session.redeem(session.token, HERE))).not.toContain(session.token);
    expect(new Session(1, clock).token).not.toBe(session.token);
  });

  it.each(['', 'x', 'x'.repeat(43), '\u0000'])('stays shut to the token %j', (token) => {
    const session = new Session(1, clock);
    expect(session.redeem(token, HERE)).toMatchObject({ refusal: { status: 401, title: 'This address is not right' } });
    expect(cookieOf(session.redeem(session.token, HERE))).not.toBe('');
  });

  it.each([undefined, '', 'holdfast-1=', 'holdfast-1=wrong', 'holdfast-2=wrong', 'holdfast-1'])('stays shut to the cookie %j', (cookie) => {
    expect(new Session(1, clock).holds(asking(cookie))).toBe(false);
  });

  it('hears no more tokens from an address that gave ten wrong ones, for a minute', () => {
    const session = new Session(1, clock);
    for (let tries = 0; tries < 10; tries++) session.redeem('wrong', HERE);
    expect(session.redeem(session.token, HERE)).toMatchObject({ refusal: { status: 429, headers: { 'Retry-After': '60' } } });
    clock.time += 60_000;
    expect(cookieOf(session.redeem(session.token, HERE))).not.toBe('');
  });

  it('hears tokens from another address meanwhile', () => {
    const session = new Session(1, clock);
    for (let tries = 0; tries < 10; tries++) session.redeem('wrong', asking(undefined, '192.0.2.1'));
    expect(cookieOf(session.redeem(session.token, HERE))).not.toBe('');
  });

  it('is opened by the token of a browser that is opened here, too, each once', () => {
    const session = new Session(1, clock, () => true);
    const opening = session.openingToken();
    expect(cookieOf(session.redeem(opening, HERE))).not.toBe('');
    expect(session.redeem(opening, HERE)).toMatchObject({ refusal: { status: 401, title: 'This address was used already' } });
    expect(cookieOf(session.redeem(session.token, HERE))).not.toBe('');
  });

  it('lets that browser in for a minute', () => {
    const session = new Session(1, clock, () => true);
    const opening = session.openingToken();
    clock.time += 60_001;
    expect(session.redeem(opening, HERE)).toMatchObject({ refusal: { status: 401, text: expect.stringContaining('the address that Holdfast printed') } });
    expect(cookieOf(session.redeem(session.token, HERE))).not.toBe('');
  });

  it('lets nobody else in by it, who does not use it up either', () => {
    const neighbour = asking();
    const session = new Session(1, clock, (request) => request !== neighbour);
    const opening = session.openingToken();
    expect(session.redeem(opening, neighbour)).toMatchObject({ refusal: { status: 401, title: 'This address was for another browser' } });
    expect(cookieOf(session.redeem(opening, HERE))).not.toBe('');
  });

  it('slows down who tries cookies, and never who has the right one', () => {
    const session = new Session(1, clock);
    const cookie = cookieOf(session.redeem(session.token, HERE));
    for (let tries = 0; tries < 100; tries++) expect(session.refusalOf(asking('holdfast-1=wrong')).status).toBe(401);
    expect(session.refusalOf(asking('holdfast-1=wrong')).status).toBe(429);
    expect(session.holds(asking(cookie))).toBe(true);
  });
});
