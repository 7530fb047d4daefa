/** The board as a source: the contract, what is left out, and how a changed file shows. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listeningCall, pathsOf, sourceContract, walkAll } from '../../../test/contract/source.ts';
import { startBoard, type TestBoard, type TestBoardOptions } from '../../../test/fixture/board/board.ts';
import { quietCall } from '../../base/call.ts';
import type { WalkItem } from '../../entry/entry.ts';
import { Fault } from '../../base/fault.ts';
import type { Board, BoardEntry, Hashed } from '../../serial/board.ts';
import { connectBoard } from '../../serial/connect.ts';
import { DeviceSource, type DeviceOptions } from './device-source.ts';

const FILES = { 'boot.py': '', 'main.py': 'print(1)\n', 'lib/a.py': 'a', 'lib/deep/b.py': 'bb', 'lib-c': 'sorts before lib/', 'zoë.txt': 'ë' };

async function opened(options: Partial<DeviceOptions> = {}, shape: TestBoardOptions = {}): Promise<{ source: DeviceSource; device: TestBoard }> {
  const device = await startBoard({ files: FILES, ...shape });
  onTestFinished(() => device[Symbol.asyncDispose]());
  const board = await connectBoard(device.port, quietCall());
  onTestFinished(() => board.close());
  return { source: new DeviceSource({ board, ...options }), device };
}

sourceContract('device', async () => {
  const { source, device } = await opened();
  symlinkSync('nowhere', join(device.flash, 'lib/lost')); // listed, but nothing can be told about it
  return { source, lost: ['/lib/lost'], state: () => JSON.stringify(device.files()) };
});

/** As much of a board as a walk asks. */
const boardWith = (part: Partial<Board>): Board => ({ info: { hash: 'sha256' }, ...part }) as Board;

const identityOf = (items: readonly WalkItem[], path: string): bigint => {
  const item = items.find((one) => one.type === 'entry' && one.path === path);
  return item?.type === 'entry' ? item.entry.inode : expect.fail(`${path} is not there`);
};

describe('DeviceSource', () => {
  it('walks all of the board, or the paths and patterns asked for', async () => {
    const { source, device } = await opened();
    expect(pathsOf(await walkAll(source)).map((path) => Buffer.from(path, 'latin1').toString())).toEqual([
      '/boot.py', '/lib/', '/lib/a.py', '/lib/deep/', '/lib/deep/b.py', '/lib-c', '/main.py', '/zoë.txt',
    ]);
    expect(device.files()['.hf~']).toBeUndefined();
  });

  it.each<[Partial<DeviceOptions>, string[]]>([
    [{ paths: ['/lib/deep'] }, ['/lib/', '/lib/deep/', '/lib/deep/b.py']],
    [{ exclude: ['*.py'] }, ['/lib/', '/lib/deep/', '/lib-c', '/zo\xc3\xab.txt']],
    [{ exclude: ['/lib'] }, ['/boot.py', '/lib-c', '/main.py', '/zo\xc3\xab.txt']],
    [{ include: ['/lib/deep'] }, ['/lib/', '/lib/deep/', '/lib/deep/b.py']],
  ])('keeps to %j', async (options, paths) => {
    expect(pathsOf(await walkAll((await opened(options)).source))).toEqual(paths);
  });

  it('gives the content of a file', async () => {
    const item = (await walkAll((await opened()).source)).find((one) => one.type === 'entry' && one.path === '/main.py');
    if (item?.type !== 'entry' || item.content?.type !== 'stream') return expect.fail('no content');
    expect(Buffer.concat(await Array.fromAsync(item.content.open(quietCall()))).toString()).toBe('print(1)\n');
  });

  it('tells a changed file by its content, whatever the clock says', async () => {
    const { source, device } = await opened();
    const before = await walkAll(source);
    device.put('main.py', 'print(2)\n');
    const after = await walkAll(source);
    expect(identityOf(after, '/main.py')).not.toBe(identityOf(before, '/main.py'));
    expect(identityOf(after, '/lib/a.py')).toBe(identityOf(before, '/lib/a.py'));
  });

  it('counts every file as changed on a board that cannot hash', async () => {
    const { source } = await opened({}, { without: ['hashlib', 'uhashlib'] });
    expect(identityOf(await walkAll(source), '/main.py')).not.toBe(identityOf(await walkAll(source), '/main.py'));
  });

  it('refuses a path that is not of a board', () => {
    expect(() => new DeviceSource({ board: boardWith({}), paths: ['lib'] })).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });

  it.each(['damaged', 'offline'] as const)('reports a directory or file that is %s, or ends', async (kind) => {
    const fault = new Fault(kind, 'no');
    const entries = [{ name: 'bad', type: 'file', size: 1, mtime: 0 }, { name: 'dir', type: 'dir', size: 0, mtime: 0 }] as const;
    const list = async (path: string): Promise<BoardEntry[]> => (path === '/' ? [...entries] : Promise.reject(fault));
    const hash = async function* (paths: readonly string[]): AsyncGenerator<Hashed> {
      for (const path of paths) yield { path, fault };
    };
    const call = listeningCall();
    const walk = walkAll(new DeviceSource({ board: boardWith({ list, hash }) }), call);
    if (kind === 'offline') await expect(walk).rejects.toBe(fault);
    else expect([pathsOf(await walk), call.problems.map(({ item }) => item).sort()]).toEqual([['/dir/'], ['/bad', '/dir']]);
  });

  it('ends with a fault when the board is unplugged', async () => {
    const { source, device } = await opened();
    await device.unplug();
    await expect(walkAll(source, listeningCall())).rejects.toMatchObject({ kind: 'offline' });
  });
});
