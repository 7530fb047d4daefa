/** Whom the server answers, by the headers pages cannot set. */
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isLoopback, Place } from './place.ts';

const place = new Place('127.0.0.1', 8080);
const asking = (headers: Record<string, string>): IncomingMessage => ({ headers, rawHeaders: Object.entries(headers).flat() }) as unknown as IncomingMessage;
const statusOf = (headers: Record<string, string>, changing = false, at = place): number | null => at.refusalOf(asking(headers), changing)?.status ?? null;

describe('a place', () => {
  it.each(['127.0.0.1:8080', 'localhost:8080', 'LOCALHOST:8080', '[::1]:8080'])('answers under %s', (host) => expect(statusOf({ host })).toBe(null));

  it.each(['127.0.0.1', 'localhost', '127.0.0.1:8081', 'evil.example:8080', 'localhost.evil.example:8080', '127.0.0.1:8080.evil.example', 'localhost:8080@evil.example', ' ', '0.0.0.0:8080'])(
    'is nobody under %j', (host) => expect(statusOf({ host })).toBe(421));

  it('wants a Host header, and only one', () => {
    expect(statusOf({})).toBe(421);
    const twice = { headers: { host: 'localhost:8080' }, rawHeaders: ['Host', 'localhost:8080', 'hOST', 'evil.example'] } as unknown as IncomingMessage;
    expect(place.refusalOf(twice, false)?.status).toBe(421);
  });

  const host = 'localhost:8080';
  it.each(['http://localhost:8080', 'HTTP://LOCALHOST:8080'])('takes the origin %s', (origin) => expect(statusOf({ host, origin }, true)).toBe(null));
  it.each(['null', '', 'http://localhost', 'https://localhost:8080', 'http://127.0.0.1:8080', 'http://localhost:8081', 'http://evil.example', 'http://localhost:8080.evil.example', 'file://'])(
    'refuses the origin %j', (origin) => expect([statusOf({ host, origin }), statusOf({ host, origin }, true)]).toEqual([403, 403]));

  it('wants an origin from who changes something', () => {
    expect(statusOf({ host }, false)).toBe(null);
    expect(statusOf({ host }, true)).toBe(403);
  });

  it.each(['cross-site', 'same-site', 'unheard-of'])('refuses what a browser calls %s', (site) => expect(statusOf({ host, 'sec-fetch-site': site })).toBe(403));
  it.each(['same-origin', 'none'])('answers what a browser calls %s', (site) => expect(statusOf({ host, 'sec-fetch-site': site })).toBe(null));

  it('answers under the address it was told to listen on, too', () => {
    expect(statusOf({ host: '192.0.2.7:80' }, false, new Place('192.0.2.7', 80))).toBe(null);
    expect(statusOf({ host: '192.0.2.8:80' }, false, new Place('192.0.2.7', 80))).toBe(421);
    expect(new Place('2001:db8::1', 80).origin).toBe('http://[2001:db8::1]:80');
    expect(new Place('0.0.0.0', 80).origin).toBe('http://127.0.0.1:80');
  });

  it.each([['127.0.0.1', true], ['127.1.2.3', true], ['localhost', true], ['::1', true], ['0.0.0.0', false], ['192.0.2.1', false], ['127.0.0.1.example', false]])('%s is this machine only: %s', (name, only) =>
    expect(isLoopback(name)).toBe(only));
});
