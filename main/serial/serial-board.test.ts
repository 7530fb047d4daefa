/** The board suite against a real MicroPython, in the shapes boards come in. */
import { describe, expect, it } from 'vitest';
import { boardContract, contentOf, everyByte, quiet, withKind, type OpenBoard } from '../../test/contract/board.ts';
import { startBoard, type TestBoard, type TestBoardOptions } from '../../test/fixture/board/board.ts';
import type { Board } from './board.ts';
import { connectBoard } from './connect.ts';

async function connected(options: TestBoardOptions): Promise<{ board: Board; device: TestBoard } & AsyncDisposable> {
  const device = await startBoard(options);
  try {
    const board = await connectBoard(device.port, quiet);
    return { board, device, [Symbol.asyncDispose]: async () => {
      await board.close();
      await device[Symbol.asyncDispose]();
    } };
  } catch (error) {
    await device[Symbol.asyncDispose]();
    throw error;
  }
}

const shaped = (shape: TestBoardOptions): OpenBoard => async (files) => {
  const { board, device, [Symbol.asyncDispose]: end } = await connected({ ...shape, files });
  return { board, files: () => device.files(), [Symbol.asyncDispose]: end };
};

/** What boards before 1.20, and small ones, do not have. */
const COMPRESSION = ['deflate', 'uzlib', 'zlib'];

boardContract('MicroPython as it is', shaped({}));
boardContract('small and old: no raw-paste, no hashlib, no compression, 20 kB', shaped({ without: ['raw-paste', 'hashlib', 'uhashlib', ...COMPRESSION], memory: 20_000 }));
boardContract('with neither CRC-32 nor hashes', shaped({ without: ['binascii', 'ubinascii', 'hashlib', 'uhashlib', ...COMPRESSION] }));
boardContract('with hashes but without CRC-32', shaped({ without: ['binascii', 'ubinascii'] }));

describe('a board on a serial port', () => {
  it('says who it is', async () => {
    await using it = await connected({});
    expect(it.board.info).toMatchObject({ version: '1.27.0', platform: 'webassembly', hash: 'sha256', found: 'idle', id: '65363631343130336537' });
    expect(it.board.info.mounts).toEqual([{ path: '/', size: 1_572_864, free: 1_572_864, block: 4096 }]);
  });

  it('refuses what does not fit and leaves nothing of it', async () => {
    await using it = await connected({ flashBytes: 20_000, files: { a: everyByte(10_000) } });
    await expect(it.board.write('/b', [everyByte(15_000)], quiet)).rejects.toEqual(withKind('full'));
    await expect(it.board.write('/a', [everyByte(15_000)], quiet)).rejects.toEqual(withKind('full'));
    expect(Object.keys(it.device.files())).toEqual(['a']);
    expect((await contentOf(it.board, '/a')).equals(everyByte(10_000))).toBe(true);
  });

  it('interrupts a program only where it may, and starts it again', async () => {
    const program = 'import time\nopen("/runs", "a").write("x")\nwhile True:\n    print("tick")\n    time.sleep_ms(5)\n';
    await using device = await startBoard({ files: { 'main.py': program } });
    await expect(connectBoard(device.port, { ...quiet, interrupt: false })).rejects.toEqual(withKind('busy'));
    const board = await connectBoard(device.port, quiet);
    expect(board.info.found).toBe('running');
    await board.close();
    await expect.poll(() => device.files()['runs'], { timeout: 5000 }).toBe('xx');
  });

  it('leaves an idle board idle, and nothing in its memory', async () => {
    await using device = await startBoard({ files: { 'main.py': 'open("/runs", "a").write("x")\n' } });
    for (const interrupt of [true, false]) await (await connectBoard(device.port, { ...quiet, interrupt })).close();
    expect(device.files()['runs']).toBe('x');
    await using board = await connectBoard(device.port, { ...quiet, interrupt: false });
    expect(board.info.found).toBe('idle');
  });

  it('ends cleanly when the plug is pulled, and works again when it is back', async () => {
    await using device = await startBoard({ files: { a: 'a' }, baud: 115_200 });
    const board = await connectBoard(device.port, quiet);
    const writing = board.write('/b', [everyByte(200_000)], { ...quiet, moved: () => void device.unplug() });
    await expect(writing).rejects.toEqual(withKind('offline'));
    await expect(board.list('/', quiet)).rejects.toEqual(withKind('offline'));
    await board.close();
    await device.unplug();
    await device.plugIn();
    await using again = await connectBoard(device.port, quiet);
    expect((await again.list('/', quiet)).map(({ name }) => name)).toEqual(['a']);
  });

  it('tells of a path, and cannot set a clock it has not', async () => {
    await using it = await connected({ files: { 'd/a': 'abc' } });
    expect(await it.board.stat('/d/a', quiet)).toMatchObject({ type: 'file', size: 3 });
    expect(await it.board.space('/d', quiet)).toMatchObject({ size: 1_572_864, block: 4096 });
    await expect(it.board.stat('/none', quiet)).rejects.toEqual(withKind('missing'));
    await expect(it.board.setClock(Date.UTC(2026, 10, 21, 10), quiet)).rejects.toEqual(withKind('unsupported'));
  });

  it('says when there is no such port', async () => {
    await expect(connectBoard('/dev/no-such-port', quiet)).rejects.toEqual(withKind('missing'));
  });
});
