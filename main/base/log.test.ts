/** The log: on disk at once, bounded, without secrets, and never in the way. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Fault } from './fault.ts';
import { openLog, type LogOptions } from './log.ts';
import { Redactor } from './redact.ts';

let home: string;
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'holdfast-log-')); });
afterEach(() => rmSync(home, { recursive: true, force: true }));

const folder = () => join(home, 'log');
const open = (options: Partial<LogOptions> = {}) => openLog({ folder: folder(), level: 'info', maxSize: 1 << 20, maxFiles: 3, clock: { now: () => Date.UTC(2024, 4, 1), monotonic: () => 0 }, ...options });
const text = () => readdirSync(folder()).toSorted().map((name) => readFileSync(join(folder(), name), 'utf8')).join('');
const lines = () => text().trim().split('\n').map((line) => JSON.parse(line));

describe('openLog', () => {
  it('has every line on disk when the call returns, in a file only its owner can read', async () => {
    const log = await open();
    log.info('backup began', { run: '1' });
    expect(lines()).toEqual([expect.objectContaining({ level: 'info', time: '2024-05-01T00:00:00.000Z', msg: 'backup began', run: '1' })]);
    expect(readdirSync(folder()).map((name) => statSync(join(folder(), name)).mode & 0o777)).toEqual([0o600]);
    log.close();
  });

  it('leaves out what is below its level, and everything when silent', async () => {
    (await open({ level: 'warn' })).info('calm');
    expect(text()).toBe('');
    const silent = await open({ folder: join(home, 'none'), level: 'silent' });
    silent.error('loud');
    expect(readdirSync(home)).toEqual(['log']);
  });

  it('adds the fields it was made with', async () => {
    (await open()).with({ run: '1' }).with({ part: 'vault' }).warn('slow', { seconds: 3 });
    expect(lines()).toMatchObject([{ run: '1', part: 'vault', seconds: 3 }]);
  });

  it('tells of errors with their kind, context and cause', async () => {
    (await open()).error('failed', { error: new Fault('denied', 'Denied.', { context: { path: '/x' }, cause: new Error('EACCES') }), size: 5n });
    expect(lines()).toMatchObject([{ size: '5', error: { kind: 'denied', message: 'Denied.', context: { path: '/x' }, cause: { message: 'EACCES' } } }]);
  });

  it('goes on after a restart in the same file', async () => {
    (await open()).info('one');
    (await open()).info('two');
    expect(lines().map(({ msg }) => msg)).toEqual(['one', 'two']);
  });

  it('begins new files by size and keeps only so many', async () => {
    const log = await open({ maxSize: 2000, maxFiles: 3 });
    for (let i = 0; i < 60; i++) {
      log.info(`line ${i} ${'x'.repeat(200)}`);
      await new Promise(setImmediate); // rolling happens between writes
    }
    await vi.waitFor(() => expect(readdirSync(folder()).length).toBeLessThanOrEqual(3));
    expect(lines().at(-1).msg).toMatch(/^line 59/);
    for (const name of readdirSync(folder())) expect(statSync(join(folder(), name)).size).toBeLessThan(4000);
  });

  it('neither keeps a process alive nor loses its last line', () => {
    const script = `
      const { openLog } = await import(${JSON.stringify(new URL('./log.ts', import.meta.url).href)});
      const log = await openLog({ folder: process.argv[1], level: 'info', maxSize: 100000, maxFiles: 2 });
      log.info('one'); process.on('exit', () => log.info('last'));`;
    execFileSync(process.execPath, ['--input-type=module', '-e', script, folder()], { timeout: 20_000 });
    expect(lines().map(({ msg }) => msg)).toEqual(['one', 'last']);
  });

  it('says where it cannot write', async () => {
    writeFileSync(folder(), '');
    await expect(open()).rejects.toMatchObject({ name: 'Fault', message: expect.stringContaining(folder()) });
  });
});

describe('secrets', () => {
  it('never reach the file, whatever they stand under or within', async () => {
    const redactor = new Redactor();
    const log = await open({ redactor });
    redactor.register('correct horse');
    redactor.register('a"b\\c/d');
    log.info('opened with correct horse', {
      nested: { list: ['x correct horse y'], quoted: 'a"b\\c/d' }, error: new Error('wrong: correct horse', { cause: new Error('a"b\\c/d') }),
      address: `rest:https://me:${encodeURIComponent('a"b\\c/d')}@host/`, 'correct horse': 1,
    });
    log.info('by name', { password: 'p1', newPassphrase: 'p2', apiKey: 'p3', access_key: 'p4', headers: { Authorization: 'p5' }, token: 'p6', key: 'p7', bytes: Buffer.from('p8') });
    log.info('by place in sftp://me:p9@host/x and s3+http://u:p10@h');
    expect(text()).not.toMatch(/correct|horse|a\\"b|a%22b|p\d/);
    expect(lines()[2].msg).toBe('by place in sftp://me:[redacted]@host/x and s3+http://u:[redacted]@h');
  });

  it('are told from what only sounds like one', () => {
    const fields = { keyId: 'abc', tokens: 3, monkey: 'x', path: '/home/password.txt', keys: ['1'], password: null };
    expect(new Redactor().fields(fields)).toEqual(fields);
  });

  it('are taken out whole when one begins with another', () => {
    const redactor = new Redactor();
    redactor.register('abc');
    redactor.register('abcdef');
    expect(redactor.text('abcdef abc')).toBe('[redacted] [redacted]');
  });

  it('do not make a log of a loop endless', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(JSON.stringify(new Redactor().fields(loop))).toContain('[deep]');
  });
});
