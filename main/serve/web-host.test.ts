/** The web host over HTTP, asked by hand. */
import { gunzipSync, brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ask } from '../../test/fixture/web/asking.ts';
import { PAGE, smallHost } from '../../test/fixture/web/small-host.ts';
import { openWebHost } from './web-host.ts';

const HTML = { Accept: 'text/html,*/*' };

describe('getting in', () => {
  it('trades the token for a cookie and takes it out of the address', async () => {
    const { web } = await smallHost();
    expect(web.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    const { status, headers } = await ask(web.url, { path: new URL(web.url).search.replace('?', '/?') });
    expect(status).toBe(303);
    expect(headers).toMatchObject({ location: '/', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(headers['set-cookie']).toEqual([expect.stringMatching(new RegExp(`^holdfast-${web.place.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`))]);
  });

  it.each(['/', '/assets/main-DewhgNCy.js', '/icon.svg', '/plans', '/preview/x', '/nothing', '/socket'])('shows a stranger nothing of %s, but the way in', async (path) => {
    const { web } = await smallHost();
    const { status, text, headers } = await ask(web.url, { path, headers: HTML });
    expect(status).toBe(401);
    expect(text).toContain('holdfast serve');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
  });

  it('says that an address was used already', async () => {
    const { web, visitor } = await smallHost();
    await visitor();
    const { status, text, headers } = await ask(web.url, { path: new URL(web.url).search.replace('?', '/?'), headers: HTML });
    expect([status, headers['set-cookie']]).toEqual([401, undefined]);
    expect(text).toContain('This address was used already');
  });

  it('lets the browser that came in by an address use it again', async () => {
    const { web, visitor } = await smallHost();
    const { status, headers } = await (await visitor()).ask({ path: new URL(web.url).search.replace('?', '/?') });
    expect([status, headers.location, headers['set-cookie']]).toEqual([303, '/', undefined]);
  });

  it('answers strangers that are programs in plain words', async () => {
    const { web } = await smallHost();
    const { status, text, headers } = await ask(web.url, { path: '/?token=wrong' });
    expect([status, headers['content-type']]).toEqual([401, 'text/plain; charset=utf-8']);
    expect(text).toMatch(/^This address is not right\. .*holdfast serve/);
  });

  it.each([{ Host: 'evil.example' }, { Host: 'localhost' }])('does not even look at the token under the name %j', async (headers) => {
    const { web, visitor } = await smallHost();
    expect((await ask(web.url, { path: new URL(web.url).search.replace('?', '/?'), headers })).status).toBe(421);
    await expect(visitor()).resolves.toBeDefined();
  });

  it('keeps the token good when another page made the browser send it', async () => {
    const { web, visitor } = await smallHost();
    expect((await ask(web.url, { path: new URL(web.url).search.replace('?', '/?'), headers: { 'Sec-Fetch-Site': 'cross-site' } })).status).toBe(403);
    await expect(visitor()).resolves.toBeDefined();
  });

  it('says which port is taken', async () => {
    const { web } = await smallHost();
    await expect(openWebHost({ router: {}, context: {}, servedFile: async () => null, files: new Map(), port: web.place.port })).rejects.toMatchObject({ kind: 'busy', message: expect.stringContaining(String(web.place.port)) });
  });

  it('says that an address is not of this machine', async () => {
    await expect(openWebHost({ router: {}, context: {}, servedFile: async () => null, files: new Map(), host: '192.0.2.1' })).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining('192.0.2.1') });
  });
});

describe('the window', () => {
  it('carries a nonce of its own in every answer, and a policy that lets in nothing else', async () => {
    const { visitor, web } = await smallHost();
    const { ask: get } = await visitor();
    const answers = [await get(), await get()];
    const nonces = answers.map(({ headers, text, status }) => {
      expect(status).toBe(200);
      const policy = String(headers['content-security-policy']);
      const nonce = /'nonce-([A-Za-z0-9+/=]{24})'/.exec(policy)?.[1] ?? '';
      expect(text).toBe(PAGE.replaceAll('__CSP_NONCE__', nonce));
      expect(policy.replace(nonce, 'N')).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-N'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self' ws://127.0.0.1:${web.place.port}; ` +
          "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
      );
      return nonce;
    });
    expect(new Set(nonces).size).toBe(2);
    expect(answers[0]?.headers).toMatchObject({
      'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin', 'permissions-policy': expect.stringContaining('camera=()'), 'content-type': 'text/html; charset=utf-8',
    });
  });

  it('sends what never changes once, and compressed as the browser likes', async () => {
    const { ask: get } = await (await smallHost()).visitor();
    const path = '/assets/main-DewhgNCy.js';
    const plain = await get({ path });
    expect(plain.headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'private, max-age=31536000, immutable', vary: 'Accept-Encoding' });
    const [br, gz] = [await get({ path, headers: { 'Accept-Encoding': 'gzip, deflate, br' } }), await get({ path, headers: { 'Accept-Encoding': 'gzip, br;q=0' } })];
    expect([br.headers['content-encoding'], gz.headers['content-encoding'], plain.headers['content-encoding']]).toEqual(['br', 'gzip', undefined]);
    expect([brotliDecompressSync(br.bytes).toString(), gunzipSync(gz.bytes).toString()]).toEqual([plain.text, plain.text]);
    expect((await get({ path, headers: { 'If-None-Match': String(plain.headers.etag) } })).status).toBe(304);
    expect((await get({ path: '/icon.svg' })).headers).toMatchObject({ 'content-type': 'image/svg+xml', 'cache-control': 'no-cache' });
  });

  it('answers HEAD with the headers alone', async () => {
    const { ask: head } = await (await smallHost()).visitor();
    for (const path of ['/', '/icon.svg']) expect(await head({ path, method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });

  it.each(['/plans', '/restore/snapshot/42', '/history?run=1'])('is at %s, too', async (path) => {
    const { ask: get } = await (await smallHost()).visitor();
    expect((await get({ path, headers: HTML })).text).toContain('csp-nonce');
    expect((await get({ path })).status).toBe(404);
  });

  it.each([
    '/../package.json', '/..%2fpackage.json', '/%2e%2e/%2e%2e/etc/passwd', '/assets/../../../etc/passwd', '/assets/..%5c..%5cpackage.json', '//etc/passwd', '/etc/passwd%00.html', '/assets/', '/constructor.js',
    '/index.html.br', '/.env', '/%', '/%ff.js', '/__proto__.x', 'http://evil.example/x.js', '*', '//evil.example/a.b',
  ])('finds nothing at %s', async (path) => {
    const { ask: get } = await (await smallHost()).visitor();
    const { status, text } = await get({ path });
    expect([status, text]).toEqual([404, expect.stringContaining('Nothing here')]);
    expect(text).not.toMatch(/root:|"name"/);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('takes no %s', async (method) => {
    const visitor = await (await smallHost()).visitor();
    expect(await visitor.ask({ method, headers: { Origin: visitor.origin } })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  it('says so when it has not been built', async () => {
    const { visitor, web } = await smallHost({ files: new Map() });
    expect(web.hasWindow).toBe(false);
    expect(await (await visitor()).ask({ headers: HTML })).toMatchObject({ status: 503, text: expect.stringContaining('The window has not been built') });
  });
});

describe('procedures over HTTP', () => {
  it('are called with POST and JSON', async () => {
    const { call } = await (await smallHost()).visitor();
    const { status, text, headers } = await call('say', { text: 'Grüße' });
    expect([status, JSON.parse(text)]).toEqual([200, { json: { said: 'Grüße' } }]);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(JSON.parse((await call('nothing')).text)).toEqual({ json: { done: true } });
  });

  it('refuse a request another page could have made', async () => {
    const { ask: post } = await (await smallHost()).visitor();
    const question = { method: 'POST', path: '/rpc/nothing', body: '{}' };
    const json = { 'Content-Type': 'application/json' };
    expect((await post({ ...question, headers: json })).status).toBe(403);
    expect((await post({ ...question, headers: { ...json, Origin: 'http://evil.example' } })).status).toBe(403);
    expect((await post({ ...question, headers: { ...json, Origin: 'null' } })).status).toBe(403);
  });

  it('refuse a stranger', async () => {
    const { web } = await smallHost();
    expect((await ask(web.url, { method: 'POST', path: '/rpc/nothing', body: '{}', headers: { Origin: web.place.origin } })).status).toBe(401);
  });

  it.each([['text/plain', '{}', 415], ['application/x-www-form-urlencoded', 'a=b', 415], ['multipart/form-data; boundary=x', '--x--', 415], ['application/json', '{', 400], ['application/json', 'null', 400]])('refuse %s %s', async (type, body, status) => {
    const visitor = await (await smallHost()).visitor();
    expect((await visitor.ask({ method: 'POST', path: '/rpc/say', body, headers: { Origin: visitor.origin, 'Content-Type': type } })).status).toBe(status);
  });

  it.each([false, true])('refuse a body over 1 MiB (in pieces: %s)', async (chunked) => {
    const visitor = await (await smallHost()).visitor();
    const body = JSON.stringify({ json: { text: 'x'.repeat(1024 * 1024) } });
    const answer = await visitor.ask({ method: 'POST', path: '/rpc/say', body, chunked, headers: { Origin: visitor.origin, 'Content-Type': 'application/json' } });
    expect(answer).toMatchObject({ status: 413, text: expect.stringContaining('1 MiB') });
  });

  it('take nothing but POST, and know only their own', async () => {
    const visitor = await (await smallHost()).visitor();
    expect(await visitor.ask({ path: '/rpc/nothing?data={}' })).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect((await visitor.call('unknown')).status).toBe(404);
    expect((await visitor.call('constructor')).status).toBe(404);
    expect((await visitor.call('__proto__')).status).toBe(404);
  });

  it('tell nothing of an error nobody foresaw', async () => {
    const { call } = await (await smallHost()).visitor();
    const { status, text } = await call('broken');
    expect(status).toBe(500);
    expect(text).not.toMatch(/secret|\/home|at \/|\.ts/);
  });

  it('end a stream whose reader has left', async () => {
    const { web, streams, visitor } = await smallHost();
    const { cookie, origin } = await visitor();
    const leave = new AbortController();
    const answer = await fetch(new URL('/rpc/watch', web.url), { method: 'POST', headers: { Cookie: cookie, Origin: origin, 'Content-Type': 'application/json' }, body: '{}', signal: leave.signal });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const reader = answer.body?.getReader();
    await reader?.read();
    leave.abort();
    await reader?.read().catch(() => undefined);
    await streams.allOver();
    expect(streams).toMatchObject({ begun: 1, over: 1 });
  });
});

describe('a preview', () => {
  const served = (mime: string, ...parts: string[]) => async (ticket: string) => {
    if (ticket !== 'good') return null;
    return { mime, size: Buffer.byteLength(parts.join('')), bytes: (async function* () { for (const part of parts) yield Buffer.from(part); })() };
  };

  it('is shown and can do nothing', async () => {
    const { visitor } = await smallHost({ servedFile: served('image/svg+xml', '<svg>', '</svg>') });
    const { status, text, headers } = await (await visitor()).ask({ path: '/preview/good' });
    expect([status, text]).toEqual([200, '<svg></svg>']);
    expect(headers).toMatchObject({
      'content-security-policy': "sandbox; default-src 'none'", 'content-type': 'image/svg+xml', 'x-content-type-options': 'nosniff', 'content-disposition': 'inline', 'cache-control': 'private, no-store',
    });
  });

  it.each(['bad', 'good/../x', '', 'good%20'])('of the ticket %j is not there', async (ticket) => {
    const { visitor } = await smallHost({ servedFile: served('text/plain', 'x') });
    expect((await (await visitor()).ask({ path: `/preview/${ticket}` })).status).toBe(404);
  });

  it('has no type that reaches into the headers', async () => {
    const { visitor } = await smallHost({ servedFile: served('text/html\r\nSet-Cookie: a=b', 'x') });
    expect((await (await visitor()).ask({ path: '/preview/good' })).headers['content-type']).toBe('application/octet-stream');
  });

  it('that breaks off does not look whole', async () => {
    const bytes = (async function* () { yield Buffer.from('half'); throw new Error('gone'); })();
    const { visitor } = await smallHost({ servedFile: async () => ({ mime: 'text/plain', size: 8, bytes }) });
    await expect((await visitor()).ask({ path: '/preview/good' })).rejects.toThrow();
  });

  it('that cannot be opened is an error in words', async () => {
    const { visitor, errors } = await smallHost({ servedFile: async () => { throw new Error('secret detail'); } });
    expect(await (await visitor()).ask({ path: '/preview/good' })).toMatchObject({ status: 500, text: expect.not.stringContaining('secret') });
    expect(errors).toHaveLength(1);
  });
});
