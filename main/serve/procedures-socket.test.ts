/** Procedures over a WebSocket: who gets one, what breaks it, and that nothing goes on for a client that has left. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { closeCode, opened } from '../../test/fixture/web/asking.ts';
import { smallHost } from '../../test/fixture/web/small-host.ts';

interface Client {
  say(input: { text: string }): Promise<{ said: string }>;
  fill(input: { length: number }): Promise<string>;
  broken(): Promise<never>;
  breaking(): Promise<AsyncGenerator<number>>;
  watch(): Promise<AsyncGenerator<number>>;
}
const clientOf = (socket: WebSocket): Client => createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })) as unknown as Client;

describe('a socket', () => {
  it('carries many calls at once', async () => {
    const { visitor } = await smallHost();
    const client = clientOf(await (await visitor()).socket());
    const said = await Promise.all(Array.from({ length: 50 }, (_, index) => client.say({ text: String(index) })));
    expect(said.map((answer) => answer.said)).toEqual(Array.from({ length: 50 }, (_, index) => String(index)));
  });

  it.each([
    ['without the cookie', (origin: string) => ({ Origin: origin }), '401'],
    ['with a wrong cookie', (origin: string) => ({ Origin: origin, Cookie: `holdfast-${new URL(origin).port}=wrong` }), '401'],
    ['from another page', (_: string, Cookie: string) => ({ Origin: 'http://evil.example', Cookie }), '403'],
    ['from nowhere', (_: string, Cookie: string) => ({ Cookie }), '403'],
    ['under another name', (origin: string, Cookie: string) => ({ Origin: origin, Cookie, Host: 'evil.example' }), '421'],
  ])('is not opened %s', async (_, headers, status) => {
    const { origin, cookie } = await (await smallHost()).visitor();
    await expect(opened(new WebSocket(`${origin.replace('http', 'ws')}/socket`, { headers: headers(origin, cookie) }))).rejects.toThrow(status);
  });

  it('is at one address only', async () => {
    const { origin, cookie, ask } = await (await smallHost()).visitor();
    await expect(opened(new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { Origin: origin, Cookie: cookie } }))).rejects.toThrow('404');
    expect((await ask({ path: '/socket' })).status).toBe(426);
  });

  it.each([['a message over 1 MiB', 'x'.repeat(1024 * 1024 + 1), 1009], ['what is no call', 'hello', 1007], ['an empty list', '[]', 1007], ['null', 'null', 1007], ['bytes', Buffer.from([255, 0, 1]), 1007]])('is closed by %s', async (_, message, code) => {
    const { visitor, streams } = await smallHost();
    const socket = await (await visitor()).socket();
    const closed = closeCode(socket);
    socket.send(message);
    expect(await closed).toBe(code);
    expect(streams.begun).toBe(0);
  });

  it('says of an error nobody foresaw that it was one, in a sentence; the host hears of it all', async () => {
    const { visitor, errors } = await smallHost();
    const client = clientOf(await (await visitor()).socket());
    expect(await client.broken().catch((thrown: unknown) => thrown)).toMatchObject({ code: 'BUG', message: 'Holdfast met an error it did not expect; its log knows more.', data: { kind: 'bug' } });
    const stream = await client.breaking();
    await stream.next();
    expect(await stream.next().then(() => null, (thrown: unknown) => thrown)).toMatchObject({ code: 'BUG', data: { kind: 'bug' } });
    expect(errors).toEqual([expect.objectContaining({ stack: expect.stringContaining('small-host.ts') }), expect.objectContaining({ message: 'half-way' })]);
  });

  it.each([
    ['leaves', (socket: WebSocket) => socket.close()],
    ['vanishes', (socket: WebSocket) => socket.terminate()],
  ])('ends the streams of a client that %s', async (_, go) => {
    const { visitor, streams } = await smallHost();
    const socket = await (await visitor()).socket();
    const client = clientOf(socket);
    const watches = await Promise.all([client.watch(), client.watch()]);
    for (const watch of watches) expect(await watch.next()).toMatchObject({ value: 1 });
    go(socket);
    await streams.allOver();
    expect(streams).toMatchObject({ begun: 2, over: 2 });
  });

  it('ends a stream nobody reads any more, and goes on', async () => {
    const { visitor, streams } = await smallHost();
    const client = clientOf(await (await visitor()).socket());
    for await (const _ of await client.watch()) break;
    await streams.allOver();
    expect(await client.say({ text: 'still here' })).toEqual({ said: 'still here' });
  });

  it('is given up when its client answers no ping', async () => {
    const { visitor, streams } = await smallHost({ pingEveryMs: 20 });
    const socket = await (await visitor()).socket({ autoPong: false });
    const closed = closeCode(socket);
    await clientOf(socket).watch().then((watch) => watch.next());
    expect(await closed).toBe(1006);
    await streams.allOver();
  });

  it('stays while its client answers pings', async () => {
    const { visitor } = await smallHost({ pingEveryMs: 20 });
    const socket = await (await visitor()).socket();
    for (let pings = 0; pings < 4; pings++) await new Promise((resolve) => void socket.once('ping', resolve));
    expect(await clientOf(socket).say({ text: 'here' })).toEqual({ said: 'here' });
  });

  it('is closed when answers pile up unread', async () => {
    const visitor = await (await smallHost()).visitor();
    const [socket, other] = [await visitor.socket(), await visitor.socket()];
    const closed = closeCode(socket);
    const client = clientOf(socket);
    socket.pause();
    const answers = Array.from({ length: 40 }, () => client.fill({ length: 1_000_000 }).catch(() => null));
    expect(await clientOf(other).say({ text: 'others' })).toEqual({ said: 'others' });
    socket.resume();
    expect(await closed).toBe(1013);
    expect((await Promise.all(answers)).filter((answer) => answer === null).length).toBeGreaterThan(0);
  });

  it('is told when the server ends', async () => {
    const { web, visitor, streams } = await smallHost();
    const socket = await (await visitor()).socket();
    const closed = closeCode(socket);
    await (await clientOf(socket).watch()).next();
    await web.close();
    expect(await closed).toBe(1001);
    await streams.allOver();
  });
});
