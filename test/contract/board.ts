/** What every Board promises. A board's own test calls this once; a new promise is added here, never in a board. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { crc32 } from 'node:zlib';
import type { Board, BoardCall } from '../../main/serial/board.ts';
import { isFault, type FaultKind } from '../../main/base/fault.ts';

/** A connected board and its files from outside, by path without leading `/`; bytes as `latin1`. */
export interface BoardFixture extends AsyncDisposable {
  readonly board: Board;
  files(): Record<string, string>;
}
export type OpenBoard = (files: Readonly<Record<string, string | Uint8Array>>) => Promise<BoardFixture>;

export const quiet: BoardCall = { signal: new AbortController().signal };
export const withKind = (kind: FaultKind) => expect.toSatisfy((error: unknown) => isFault(error, kind), `a Fault of kind ${kind}`);

/** Every byte there is, those a REPL or a terminal would act on among them, longer than a frame. */
export const everyByte = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => (at * 7 + (at >> 8)) & 255);

export async function contentOf(board: Board, path: string, call: BoardCall = quiet): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of board.read(path, call)) pieces.push(piece);
  return Buffer.concat(pieces);
}

export function boardContract(kind: string, open: OpenBoard): void {
  describe(`board contract: ${kind}`, () => {
    it('lists names, kinds and sizes', async () => {
      await using fixture = await open({ 'main.py': 'x = 1\n', 'lib/größe 1.txt': '', 'lib/deep/a': '12' });
      const shown = async (path: string) =>
        (await fixture.board.list(path, quiet)).map(({ name, type, size }) => `${name} ${type} ${type === 'file' ? size : ''}`.trim()).sort();
      expect(await shown('/')).toEqual(['lib dir', 'main.py file 6']);
      expect(await shown('/lib')).toEqual(['deep dir', 'größe 1.txt file 0']);
    });

    it('lists a directory larger than a frame', async () => {
      const names = Array.from({ length: 300 }, (_, index) => `a-rather-long-name-for-a-file-${index}`);
      await using fixture = await open(Object.fromEntries(names.map((name) => [`many/${name}`, 'x'])));
      expect((await fixture.board.list('/many', quiet)).map(({ name }) => name).sort()).toEqual(names.sort());
    });

    it.each([0, 1, 4095, 4096, 4097, 32_768, 70_000])('reads and writes %i bytes of every value', async (length) => {
      const bytes = everyByte(length);
      await using fixture = await open({ old: bytes });
      const moved = { read: 0, written: 0 };
      expect((await contentOf(fixture.board, '/old', { ...quiet, moved: (count) => (moved.read += count) })).equals(bytes)).toBe(true);
      await fixture.board.write('/new', [bytes.subarray(0, 5), bytes.subarray(5)], { ...quiet, moved: (count) => (moved.written += count) });
      expect(fixture.files()['new'] === Buffer.from(bytes).toString('latin1')).toBe(true);
      expect(moved).toEqual({ read: length, written: length });
    });

    it('hashes files in their order, the missing one among them', async () => {
      const bytes = everyByte(70_000);
      await using fixture = await open({ a: bytes, b: 'b' });
      const { board } = fixture;
      if (board.info.hash === null) {
        await expect(board.hash(['/a'], quiet)[Symbol.asyncIterator]().next()).rejects.toEqual(withKind('unsupported'));
        return;
      }
      const results: string[] = [];
      for await (const result of board.hash(['/b', '/none', '/a'], quiet)) results.push('digest' in result ? result.digest : (result.fault as { kind?: string }).kind!);
      expect(results).toEqual([digestOf(Buffer.from('b'), board.info.hash), 'missing', digestOf(bytes, board.info.hash)]);
    });

    it('replaces, renames and removes', async () => {
      await using fixture = await open({ a: 'old', b: 'b', 'd/x': '' });
      const { board } = fixture;
      await board.write('/a', [Buffer.from('new')], quiet);
      await board.rename('/a', '/b', quiet);
      await board.makeDirectory('/e', quiet);
      await board.remove('/d/x', quiet);
      await board.removeDirectory('/d', quiet);
      expect(fixture.files()).toEqual({ b: 'new', 'e/': '' });
    });

    it('names the path and the kind of what went wrong', async () => {
      await using fixture = await open({ 'd/x': '1', f: '' });
      const { board } = fixture;
      await expect(contentOf(board, '/none')).rejects.toEqual(withKind('missing'));
      await expect(board.list('/none', quiet)).rejects.toThrow('/none');
      await expect(board.remove('/none', quiet)).rejects.toEqual(withKind('missing'));
      await expect(board.makeDirectory('/d', quiet)).rejects.toEqual(withKind('exists'));
      await expect(board.removeDirectory('/d', quiet)).rejects.toEqual(withKind('exists'));
      await expect(board.write('/none/x', [Buffer.from('1')], quiet)).rejects.toEqual(withKind('missing'));
      expect(fixture.files()).toEqual({ 'd/': '', 'd/x': '1', f: '' });
    });

    it('does nothing when it starts cancelled, and works on after it was cancelled', async () => {
      await using fixture = await open({ a: everyByte(70_000) });
      const { board } = fixture;
      const reason = new Error('enough');
      await expect(board.write('/b', ['x'].map((text) => Buffer.from(text)), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      const stop = new AbortController();
      await expect(contentOf(board, '/a', { signal: stop.signal, moved: () => stop.abort(reason) })).rejects.toBe(reason);
      const again = new AbortController();
      await expect(board.write('/b', [everyByte(70_000)], { signal: again.signal, moved: () => again.abort(reason) })).rejects.toBe(reason);
      expect((await board.list('/', quiet)).map(({ name }) => name)).toEqual(['a']);
      expect((await contentOf(board, '/a')).equals(everyByte(70_000))).toBe(true);
    });

    it('carries out overlapping calls one after another', async () => {
      await using fixture = await open({ a: everyByte(10_000), b: 'b' });
      const { board } = fixture;
      const [a, b, entries] = await Promise.all([contentOf(board, '/a'), contentOf(board, '/b'), board.list('/', quiet), board.write('/c', [everyByte(9000)], quiet)]);
      expect([a.length, b.toString(), entries.length]).toEqual([10_000, 'b', 2]);
      expect(fixture.files()['c']!.length).toBe(9000);
    });
  });
}

function digestOf(bytes: Uint8Array, kind: 'sha256' | 'crc32'): string {
  if (kind === 'sha256') return createHash('sha256').update(bytes).digest('hex');
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(bytes));
  return sum.toString('hex');
}
