/** Boards through the contract: histories that can be gone back to at any point, previews that hold, boards known by their ids. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { everyByte } from '../../test/contract/board.ts';
import { startBoard, type TestBoard, type TestBoardOptions } from '../../test/fixture/board/board.ts';
import type { RunEvent } from '../../preload/contract/run.ts';
import { readEnv } from '../base/env.ts';
import type { PortInfo } from '../serial/port-list.ts';
import type { KnownDevice } from '../state/devices.ts';
import { likelyPorts } from './device-session.ts';
import { openApi, type Api } from './open.ts';

type Ended = Extract<RunEvent, { type: 'ended' }>;

interface World {
  readonly client: Api['client'];
  readonly home: string;
  board(options?: TestBoardOptions): Promise<TestBoard>;
  ended(run: { runId: string }): Promise<Ended>;
}

async function world(): Promise<World> {
  const home = mkdtempSync(join(tmpdir(), 'holdfast-device-'));
  const api = await openApi({ env: readEnv({ HOLDFAST_HOME: home, HOLDFAST_PASSWORD: 'open sesame', HOME: home }), cwd: home });
  const boards: TestBoard[] = [];
  onTestFinished(async () => {
    await api.close();
    for (const board of boards) await board[Symbol.asyncDispose]();
    rmSync(home, { recursive: true });
  });
  return {
    client: api.client, home,
    board: async (options = {}) => {
      const board = await startBoard(options);
      boards.push(board);
      return board;
    },
    ended: async ({ runId }) => {
      for await (const event of await api.client.run.watch({ runId })) if (event.type === 'ended') return event;
      return expect.fail('it did not end');
    },
  };
}

const snapshotOf = ({ results, fault }: Ended): string => {
  const [result] = results;
  return result?.kind === 'backup' && result.snapshotId !== null ? result.snapshotId : expect.fail(fault?.message ?? 'no snapshot');
};

describe('a history of a board', () => {
  /** One edit: a path with new content, or nothing for one that goes. */
  const edit = fc.record({ path: fc.constantFrom('main.py', 'boot.py', 'lib/a.py', 'lib/b.py', 'data/x/log', 'zoë.txt'), content: fc.option(fc.uint8Array({ maxLength: 3000 }), { nil: null, freq: 3 }) });

  it('can be gone back to at any point', { timeout: 240_000 }, async () => {
    const { client, board, ended } = await world();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(edit, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 4 }), fc.nat(), fc.constantFrom('auto', 'full', 'differential'), async (history, pick, type) => {
        const device = await board({ id: `board${pick}` });
        const states: { snapshot: string; files: Record<string, string> }[] = [];
        for (const edits of history) {
          await device.unplug();
          for (const { path, content } of edits) {
            if (content === null) rmSync(join(device.flash, path), { force: true });
            else device.put(path, content);
          }
          await device.plugIn();
          const backup = await ended(await client.device.backup({ device: device.port, type }));
          states.push({ snapshot: snapshotOf(backup), files: device.files() });
        }
        const { snapshot, files } = states[pick % states.length]!;
        const restored = await ended(await client.device.restore.start({ device: device.port, snapshot, delete: true }));
        expect([restored.outcome, device.files()]).toEqual(['succeeded', files]);
        expect((await client.device.changes({ device: device.port, snapshot })).changes).toEqual([]);
        await device[Symbol.asyncDispose]();
      }),
      { numRuns: 5, seed: 5 },
    );
  });

  it('transfers nothing that has not changed', async () => {
    const { client, board, ended } = await world();
    const device = await board({ files: { a: everyByte(5000), b: 'b' } });
    await ended(await client.device.backup({ device: device.port }));
    device.put('b', 'c');
    const { results: [result] } = await ended(await client.device.backup({ device: device.port }));
    expect(result).toMatchObject({ kind: 'backup', summary: { files_changed: 1, files_unmodified: 1 }, parentId: expect.any(String) });
  });
});

describe('a restore', () => {
  it('does what its preview showed, or nothing', async () => {
    const { client, board, ended } = await world();
    const device = await board({ files: { a: 'a', b: 'b' } });
    const snapshot = snapshotOf(await ended(await client.device.backup({ device: device.port })));
    device.put('a', 'changed');
    const spec = { device: device.port, snapshot, delete: true };
    const { token, counts } = await client.device.restore.preview(spec);
    expect(counts).toMatchObject({ replace: 1, same: 1, delete: 0 });
    device.put('b', 'changed, too');
    expect(await ended(await client.device.restore.start({ ...spec, token }))).toMatchObject({ outcome: 'failed', fault: { kind: 'stale' } });
    expect(device.files()).toEqual({ a: 'changed', b: 'changed, too' });
    const again = await client.device.restore.preview(spec);
    await expect(client.device.restore.start({ ...spec, delete: false, token: again.token })).rejects.toMatchObject({ code: 'STALE' });
    const third = await client.device.restore.preview(spec);
    expect(await ended(await client.device.restore.start({ ...spec, token: third.token }))).toMatchObject({ outcome: 'succeeded' });
    expect(device.files()).toEqual({ a: 'a', b: 'b' });
  });

  it('takes parts, to other places', async () => {
    const { client, board, ended } = await world();
    const device = await board({ files: { 'lib/a.py': 'a', 'lib/deep/b.py': 'b', 'main.py': 'm' } });
    const snapshot = snapshotOf(await ended(await client.device.backup({ device: device.port })));
    const start = async (more: object): Promise<string[]> => {
      await ended(await client.device.restore.start({ device: device.port, snapshot, ...more }));
      return Object.keys(device.files());
    };
    expect(await start({ paths: ['/lib/deep'], map: [{ from: '/lib', to: '/old' }] })).toEqual(['lib/', 'lib/a.py', 'lib/deep/', 'lib/deep/b.py', 'main.py', 'old/', 'old/deep/', 'old/deep/b.py']);
    expect(await start({ snapshot: `${snapshot}:/lib`, includes: ['a.py'], map: [{ from: '/lib', to: '/new' }] })).toContain('new/a.py');
  });

  it('of "latest" is of this very board', async () => {
    const { client, board, ended } = await world();
    const [one, other] = [await board({ files: { a: 'one' }, id: 'one' }), await board({ files: { a: 'other' }, id: 'other' })];
    for (const { port } of [one, other]) await ended(await client.device.backup({ device: port }));
    one.put('a', 'changed');
    await ended(await client.device.restore.start({ device: one.port, snapshot: 'latest' }));
    expect(one.files()).toEqual({ a: 'one' });
    const fresh = await board({ id: 'fresh' });
    expect(await ended(await client.device.restore.start({ device: fresh.port, snapshot: 'latest' }))).toMatchObject({ fault: { kind: 'missing' } });
  });
});

describe('a clone', () => {
  it('makes the other board hold the same, and leaves nothing here', async () => {
    const { client, home, board, ended } = await world();
    const [one, other] = [await board({ files: { 'a/b': everyByte(3000), c: '' }, id: 'one' }), await board({ files: { old: 'old' }, id: 'other' })];
    const spec = { device: other.port, from: one.port };
    expect((await client.device.clone.preview(spec)).counts).toMatchObject({ create: 3, delete: 1 });
    expect(await ended(await client.device.clone.start(spec))).toMatchObject({ outcome: 'succeeded' });
    expect(other.files()).toEqual(one.files());
    expect(readdirSync(join(home, 'cache')).filter((name) => name.startsWith('clone'))).toEqual([]);
    expect(await ended(await client.device.clone.start({ ...spec, from: other.port }))).toMatchObject({ fault: { kind: 'invalid' } });
  });
});

describe('a board', () => {
  it('is known by its id, whatever its port', async () => {
    const { client, board, ended } = await world();
    const device = await board({ files: { a: 'a' }, id: 'one' });
    await ended(await client.device.backup({ device: device.port }));
    expect(await client.device.save({ device: device.port, name: 'greenhouse' })).toMatchObject({ ref: '6f6e65', state: 'connected', name: 'greenhouse', lastBackup: { files: 1, bytes: 1 } });
    expect(await client.device.info({ device: 'Greenhouse' })).toMatchObject({ id: '6f6e65', name: 'greenhouse', unfinished: null });
    const other = await board({ id: 'two' });
    await client.device.info({ device: other.port });
    await expect(client.device.save({ device: other.port, name: 'GREENHOUSE' })).rejects.toMatchObject({ code: 'EXISTS' });
    await device.unplug();
    expect((await client.device.list()).find(({ id }) => id === '6f6e65')).toMatchObject({ state: 'away', port: null });
    await expect(client.device.info({ device: 'greenhouse' })).rejects.toMatchObject({ code: 'OFFLINE' });
    await client.device.forget({ device: '6f6e65' });
    await expect(client.device.info({ device: 'greenhouse' })).rejects.toMatchObject({ code: 'MISSING' });
  });

  it('without an id is backed up under its port', async () => {
    const { client, board, ended } = await world();
    const device = await board({ files: { a: 'a' }, id: '' });
    await ended(await client.device.backup({ device: device.port }));
    expect(await client.device.changes({ device: device.port })).toMatchObject({ changes: [], unchanged: 1 });
  });

  it('that is protected is backed up so, wherever nothing else is said', async () => {
    const { client, home, board, ended } = await world();
    const device = await board({ files: { 'main.py': 'print(1)\n', 'data.log': 'x', 'sd/a': 'a' }, id: 'one' });
    await client.device.info({ device: device.port });
    const place = join(home, 'place');
    await client.destination.init({ destination: place, format: 'archive', archive: { container: 'blb', compression: 'gzip' } });
    const care = { destination: place, paths: [], includes: [], excludes: ['*.log'], remindAfterDays: 3, retention: { last: 1, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0, tags: [] } };
    expect(await client.device.protect({ device: device.port, care })).toMatchObject({ id: '6f6e65', care });
    await expect(client.device.protect({ device: device.port, care: { ...care, excludes: ['['] } })).rejects.toMatchObject({ code: 'INVALID' });
    const first = await ended(await client.device.backup({ device: device.port }));
    expect(first.results).toMatchObject([{ kind: 'backup', destination: place, summary: { total_files_processed: 2 } }, { kind: 'forget', removed: [], kept: 1 }]);
    device.put('main.py', 'print(2)\n');
    expect((await ended(await client.device.backup({ device: device.port }))).results).toMatchObject([{}, { kind: 'forget', removed: [snapshotOf(first)], kept: 1 }]);
    expect(await client.device.changes({ device: device.port })).toMatchObject({ destination: place, changes: [] });
    const elsewhere = join(home, 'vault');
    await client.destination.init({ destination: elsewhere });
    expect((await ended(await client.device.backup({ device: device.port, destination: elsewhere, excludes: [] }))).results).toMatchObject([{ kind: 'backup', summary: { total_files_processed: 3 } }]);
    await client.destination.save({ name: 'Place', address: place });
    await client.device.protect({ device: device.port, care: { ...care, destination: 'Place' } });
    await expect(client.destination.remove({ name: 'Place' })).rejects.toMatchObject({ code: 'INVALID', message: 'The board "6f6e65" is backed up to "Place".' });
    expect(await client.device.protect({ device: device.port, care: null })).toMatchObject({ care: null });
    expect(await client.destination.remove({ name: 'Place' })).toEqual({ removed: 'Place' });
  });

  it('shows its files and their content', async () => {
    const { client, board } = await world();
    const device = await board({ files: { 'b.py': 'print(1)\n', 'a.bin': everyByte(300), 'd/x': '', 'huge.txt': 'x'.repeat(1_100_000) }, flashBytes: 2_000_000 });
    const on = { device: device.port };
    expect((await client.device.files(on)).map(({ path, type }) => `${path} ${type}`)).toEqual(['/d dir', '/a.bin file', '/b.py file', '/huge.txt file']);
    expect(await client.device.preview({ ...on, path: '/b.py' })).toMatchObject({ kind: 'text', size: 9, url: expect.stringContaining('preview/') });
    expect(await client.device.preview({ ...on, path: '/a.bin' })).toMatchObject({ kind: 'binary', url: null });
    expect(await client.device.preview({ ...on, path: '/huge.txt' })).toMatchObject({ kind: 'text', truncated: true });
    await expect(client.device.preview({ ...on, path: '/d' })).rejects.toMatchObject({ code: 'INVALID' });
    await expect(client.device.files({ ...on, path: '/b.py' })).rejects.toMatchObject({ code: 'INVALID' });
  });
});

describe('likelyPorts', () => {
  const port = (path: string, serialNumber: string | null, guess: string | null = 'Pico'): PortInfo => ({ path, vendor: '2e8a', product: '0005', serialNumber, manufacturer: null, guess });
  const known = (id: string, serialNumber: string | null, at = '/dev/ttyNone'): KnownDevice => ({ id, name: null, machine: '', version: '', port: at, usb: { vendor: '2e8a', product: '0005', serialNumber }, lastSeenAt: '', lastBackup: null, care: null });

  it('are the one with its serial number, else every one that may be it', () => {
    const [one, two, dumb] = [known('1', 's1'), known('2', 's2'), known('3', null)];
    const ports = [port('/dev/ttyACM0', 's2'), port('/dev/ttyACM1', 's1'), port('/dev/ttyUSB0', null), port('/dev/ttyS0', null, null)];
    expect(likelyPorts(one, [one, two, dumb], ports)).toEqual(['/dev/ttyACM1']);
    expect(likelyPorts(dumb, [one, two, dumb], ports)).toEqual(['/dev/ttyUSB0']);
    expect(likelyPorts(one, [one, two], ports.slice(0, 1))).toEqual([]);
  });
});
