/** `holdfast serve` as a command: what it prints, what it refuses, how it ends. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FakeCli, type CliWorld, type PartialClient } from '../../../test/fake/cli-host.ts';
import type { Api, ApiOptions } from '../../api/open.ts';

const run = (kind: string, state = 'running') => ({ kind, state });

/** Serves; `busy` as long as the test says so. */
class Serving extends FakeCli {
  busy = false;
  #over = false;
  #line: () => void = () => undefined;
  constructor(runs: object[] = [], world: CliWorld = {}) {
    super({ run: { list: async () => ({ runs, next: null }) } } as PartialClient, world);
    for (const stream of [this.stdout, this.stderr]) stream.onText = () => this.#line();
  }
  override async openApi(options: ApiOptions): Promise<Api> {
    return { ...(await super.openApi(options)), busy: () => this.busy };
  }
  override run(...argv: string[]): Promise<number> {
    return super.run(...argv).finally(() => {
      this.#over = true;
      this.#line();
    });
  }
  /** Resolves when it has said so. */
  async says(words: string | RegExp): Promise<void> {
    while (!new RegExp(words).test(this.out + this.err)) {
      if (this.#over) throw new Error(`It ended without saying so: ${this.out}${this.err}`);
      await new Promise<void>((resolve) => (this.#line = resolve));
    }
  }
}

const URL_LINE = /^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/;

describe('serve', () => {
  it('prints the address alone, serves, and ends with Ctrl-C', async () => {
    const cli = new Serving();
    const ended = cli.run('serve');
    await cli.says('Ctrl-C ends this');
    expect(cli.out).toMatch(URL_LINE);
    expect((await fetch(cli.out.trim(), { redirect: 'manual' })).status).toBe(303);
    cli.signals.emit('SIGINT');
    expect(await ended).toBe(0);
    expect(cli.closed).toBe(1);
    await expect(fetch(cli.out.trim())).rejects.toThrow();
  });

  it('tells programs the address as JSON', async () => {
    const cli = new Serving();
    const ended = cli.run('serve', '--json');
    await cli.says('url');
    expect(cli.json).toEqual([{ url: expect.stringMatching(/^http:\/\/127/), host: '127.0.0.1', port: expect.any(Number) }]);
    cli.signals.emit('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('is a host of its own, that asks nobody at the terminal', async () => {
    const cli = new Serving([], { terminal: true, env: { DISPLAY: ':0' } });
    const ended = cli.run('serve');
    await cli.says('Ctrl-C ends this');
    expect(cli.opened).toMatchObject([{ host: 'serve', ask: undefined, versions: { node: process.versions.node } }]);
    expect(cli.opened[0]?.desktop?.pickFolder).toBeUndefined();
    cli.signals.emit('SIGINT');
    await ended;
  });

  it('says so when there is no screen for a browser, and serves', async () => {
    const cli = new Serving();
    const ended = cli.run('serve', '--open');
    await cli.says(process.platform === 'linux' ? 'There is no screen here to open a browser on\\. Open the address above in a browser\\.' : 'http');
    cli.signals.emit('SIGINT');
    expect(await ended).toBe(0);
  });

  it.runIf(process.platform === 'linux')('opens the browser with a token of its own, because others can read what is opened', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-opener-'));
    const path = process.env['PATH'];
    onTestFinished(() => {
      process.env['PATH'] = path;
      rmSync(folder, { recursive: true });
    });
    writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\nprintf '%s' "$1" > '${folder}/opened'\nexit 1\n`, { mode: 0o755 });
    process.env['PATH'] = `${folder}${delimiter}${path}`;
    const cli = new Serving([], { env: { DISPLAY: ':0' } });
    const ended = cli.run('serve', '--open');
    await cli.says('Open the address above');
    const opened = readFileSync(join(folder, 'opened'), 'utf8');
    expect(`${opened}\n`).toMatch(URL_LINE);
    expect(opened).not.toBe(cli.out.trim());
    for (const url of [opened, cli.out.trim()]) expect((await fetch(url, { redirect: 'manual' })).headers.get('set-cookie')).toContain('HttpOnly');
    cli.signals.emit('SIGINT');
    expect(await ended).toBe(0);
  });

  it('warns who lets the network in', async () => {
    const cli = new Serving();
    const ended = cli.run('serve', '--host', '0.0.0.0');
    await cli.says('Ctrl-C ends this');
    expect(cli.err).toMatch(/Others on the network can reach .* not encrypted/);
    cli.signals.emit('SIGINT');
    await ended;
  });

  it.each([['--port', 'x'], ['--port', '65536'], ['--port', '-1'], ['--port', ''], ['--host', '192.0.2.1'], ['--host', 'no such host']])('refuses %s %j', async (...args) => {
    const cli = new Serving();
    expect(await cli.run('serve', ...args)).toBe(2);
    expect([cli.out, cli.err]).toEqual(['', expect.stringContaining(args[1] ?? '')]);
  });

  it('says which port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const cli = new Serving();
    expect(await cli.run('serve', '--port', String(port))).toBe(1);
    expect(cli.err).toMatch(new RegExp(`127\\.0\\.0\\.1:${port}.*\\n.*--port`));
  });
});

describe('Ctrl-C while something runs', () => {
  it.each([[[run('backup'), run('check', 'ended')], 'Backing up; ends when it is done'], [[run('backup'), run('restore')], 'Several things are going on; ends when it is done']])('lets it end first', async (runs, words) => {
    const cli = new Serving(runs);
    cli.busy = true;
    const ended = cli.run('serve');
    await cli.says('Ctrl-C ends this');
    cli.signals.emit('SIGINT');
    await cli.says(words);
    expect(cli.err).toContain('Ctrl-C again cancels it.');
    expect((await fetch(cli.out.trim(), { redirect: 'manual' })).status).toBe(303); // the window still shows how it goes
    cli.busy = false;
    expect(await ended).toBe(0);
  });

  it('cancels with the second, and leaves with the third', async () => {
    const cli = new Serving([run('backup')]);
    cli.busy = true;
    const ended = cli.run('serve');
    await cli.says('Ctrl-C ends this');
    cli.signals.emit('SIGINT');
    await cli.says('Ctrl-C again');
    cli.signals.emit('SIGINT');
    await cli.says('Once more to leave at once');
    expect(cli.exits).toEqual([]);
    expect(await ended).toBe(130);
    expect(cli.closed).toBe(1);
  });
});
