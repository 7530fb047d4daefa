/** The web host as its users have it: a program, an address, a browser that calls procedures, and Ctrl-C. */
import { readFileSync } from 'node:fs';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { describe, expect, it } from 'vitest';
import type { Api } from '../../../main/api/open.ts';
import { Desk } from '../../fixture/cli/desk.ts';
import { PASSWORD } from '../../fixture/cli/holdfast.ts';
import { ask, visit, type Visitor } from '../../fixture/web/asking.ts';
import { serve, type Served } from '../../fixture/web/served.ts';

type Client = Api['client'];

async function clientOf(visitor: Visitor): Promise<Client> {
  return createORPCClient(new RPCLink({ websocket: (await visitor.socket()) as unknown as WebSocket }));
}

/** A server, a client in it, a vault, and a folder worth backing up. */
async function opened(desk: Desk): Promise<{ served: Served; client: Client; vault: string; src: string }> {
  const served = await serve(desk.home);
  const client = await clientOf(await visit(served.url));
  const vault = desk.at('vault');
  await client.destination.init({ destination: vault, password: PASSWORD, keep: false });
  desk.file('src/letter.txt', 'dear reader');
  return { served, client, vault, src: desk.at('src') };
}

/** Nothing gets through its limit: it goes on until somebody stops it. */
const endless = (desk: Desk, client: Client, vault: string): Promise<{ runId: string }> => {
  desk.file('slow/big', Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 251)));
  return client.plan.run({ source: { kind: 'folder', paths: [desk.at('slow')] }, destinations: [vault], limitUpload: 1 });
};

async function endOf(client: Client, runId: string): Promise<string | null> {
  for await (const event of await client.run.watch({ runId })) if (event.type === 'ended') return event.outcome;
  return null;
}

describe('holdfast serve', () => {
  it('lets one browser in, which backs up and restores over it', async () => {
    using desk = new Desk();
    const { served, client, vault, src } = await opened(desk);
    expect(await client.app.info()).toMatchObject({ host: 'serve', can: { pickFolder: false, reveal: false } });
    const { runId } = await client.plan.run({ source: { kind: 'folder', paths: [src] }, destinations: [vault] });
    expect(await endOf(client, runId)).toBe('succeeded');
    const { runId: restore } = await client.restore.start({ destination: vault, snapshot: `latest:${src}`, into: desk.at('out') });
    expect(await endOf(client, restore)).toBe('succeeded');
    expect(readFileSync(desk.at('out/letter.txt'), 'utf8')).toBe('dear reader');
    expect((await ask(served.url, { path: new URL(served.url).search.replace('?', '/?') })).status).toBe(401);
    served.signal('SIGINT');
    expect(await served.ended).toMatchObject({ code: 0, stdout: `${served.url}\n` });
  });

  it('serves the window that was built', async () => {
    using desk = new Desk();
    const { url } = await serve(desk.home);
    const { ask: get } = await visit(url);
    const page = await get({ headers: { Accept: 'text/html' } });
    expect([page.status, page.text]).toEqual([200, expect.stringMatching(/<script type="module"[^>]* src="\/assets\/.*\.js"/)]);
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page.text)?.[1] ?? '';
    expect((await get({ path: script, headers: { 'Accept-Encoding': 'br' } })).headers).toMatchObject({ 'content-encoding': 'br', 'cache-control': expect.stringContaining('immutable') });
    expect(JSON.parse((await get({ path: '/notices.json' })).text)).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'react', license: 'MIT', text: expect.stringContaining('Permission is hereby granted') })]));
  });

  it('shows a file of a backup under a ticket, to this browser only', async () => {
    using desk = new Desk();
    const { url } = await serve(desk.home);
    const visitor = await visit(url);
    const client = await clientOf(visitor);
    const vault = desk.at('vault');
    await client.destination.init({ destination: vault, password: PASSWORD, keep: false });
    const file = desk.file('src/letter.txt', 'dear reader');
    expect(await endOf(client, (await client.plan.run({ source: { kind: 'folder', paths: [desk.at('src')] }, destinations: [vault] })).runId)).toBe('succeeded');
    const preview = await client.snapshot.preview({ destination: vault, snapshot: 'latest', path: file });
    expect(preview).toMatchObject({ kind: 'text', size: 11 });
    const answer = await visitor.ask({ path: `/${preview.url}` });
    expect([answer.status, answer.text, answer.headers['content-security-policy']]).toEqual([200, 'dear reader', "sandbox; default-src 'none'"]);
    expect((await ask(url, { path: `/${preview.url}` })).status).toBe(401);
  });

  it('runs two beside each other, each with its own cookie', async () => {
    using desk = new Desk();
    const [one, two] = await Promise.all([serve(desk.home), serve(desk.home)]);
    const [first, second] = [await visit(one.url), await visit(two.url)];
    const both = `${first.cookie}; ${second.cookie}`;
    for (const { origin } of [first, second]) expect((await ask(origin, { headers: { Cookie: both, Accept: 'text/html' } })).status).toBe(200);
    expect((await ask(first.origin, { headers: { Cookie: second.cookie } })).status).toBe(401);
  });
});

describe('ending it while a backup runs', () => {
  it('waits for the backup, and serves meanwhile', async () => {
    using desk = new Desk();
    const { served, client, vault } = await opened(desk);
    const { runId } = await endless(desk, client, vault);
    served.signal('SIGINT');
    await served.says(/Backing up; ends when it is done\. Ctrl-C again cancels it\./);
    expect(await client.run.get({ runId })).toMatchObject({ state: 'running' });
    await client.run.cancel({ runId });
    expect((await served.ended).code).toBe(0);
  });

  it('cancels it with the second signal, and leaves a clean vault', async () => {
    using desk = new Desk();
    const { served, client, vault } = await opened(desk);
    await endless(desk, client, vault);
    served.signal('SIGTERM');
    await served.says(/Ctrl-C again cancels it/);
    served.signal('SIGTERM');
    const { code, stderr } = await served.ended;
    expect([code, stderr]).toEqual([130, expect.stringContaining('Stopping')]);
    desk.use(vault);
    expect(await desk.json('check')).toMatchObject({ num_errors: 0 });
    expect(await desk.json<{ outcome: string }[]>('run', 'list', '--limit', '2')).toEqual(expect.arrayContaining([expect.objectContaining({ outcome: 'cancelled' })]));
  });
});
