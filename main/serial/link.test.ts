/** A bad link to a real MicroPython: slower, never wrong; and a plug pulled at any byte. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOf, everyByte, quiet } from '../../test/contract/board.ts';
import { FaultyLine, type Faults } from '../../test/fake/faulty-line.ts';
import { startBoard } from '../../test/fixture/board/board.ts';
import { isFault } from '../base/fault.ts';
import type { Board } from './board.ts';
import { connectBoard } from './connect.ts';
import { LIMITS, type Limits } from './limits.ts';
import { START } from './on-board/kernel.ts';
import { openSerialLine } from './serial-line.ts';

/** Real waits, but short ones where bytes get lost: the board answers within milliseconds. */
const SHORT: Partial<Limits> = { silence: 400, interrupt: 300, prompt: 500 };

async function connect(port: string, early: Faults = {}, limits = SHORT): Promise<{ board: Board; line: FaultyLine }> {
  let line!: FaultyLine;
  const open = async (path: string, baud: number, signal: AbortSignal): Promise<FaultyLine> => {
    line = new FaultyLine(await openSerialLine(path, baud, signal));
    line.faults = early;
    return line;
  };
  return { board: await connectBoard(port, { ...quiet, limits, open }), line };
}

describe('a link that loses, doubles and flips bytes', () => {
  it('carries files, listings and changes without a wrong byte', { timeout: 240_000 }, async () => {
    const old = everyByte(12_000);
    await using device = await startBoard({ files: { old, 'd/a': 'a', 'd/b': 'b' } });
    const rate = fc.constantFrom(0, 0.0002, 0.001);
    await fc.assert(
      fc.asyncProperty(fc.record({ lose: rate, double: rate, flip: rate, seed: fc.nat(1e6) }), async (faults) => {
        const { board, line } = await connect(device.port);
        try {
          line.faults = faults;
          await board.write('/new', [old], quiet);
          await board.rename('/new', '/newer', quiet);
          expect((await contentOf(board, '/old')).equals(old)).toBe(true);
          expect((await board.list('/d', quiet)).map(({ name }) => name)).toEqual(['a', 'b']);
          await board.remove('/d/b', quiet);
        } finally {
          line.faults = {};
          await board.close(); // a port left open would be the failure of all later attempts
        }
        expect(device.files()['newer'] === Buffer.from(old).toString('latin1')).toBe(true);
        expect(device.files()['d/b']).toBeUndefined();
        device.put('d/b', 'b');
      }),
      { numRuns: 8, seed: 7, endOnFailure: true },
    );
  });

  it('ends with a clear fault when nothing gets through', async () => {
    await using device = await startBoard({ files: { a: everyByte(5000) } });
    const { board, line } = await connect(device.port);
    line.faults = { lose: 0.5, flip: 0.3 };
    await expect(contentOf(board, '/a')).rejects.toSatisfy((error) => isFault(error));
    await board.close();
  });
});

describe('a board that is not left in peace', () => {
  it('is gone on with after an interrupt', async () => {
    await using device = await startBoard({ files: { a: 'a' } });
    const { board, line } = await connect(device.port);
    await line.write(Uint8Array.of(3), quiet.signal);
    expect((await board.list('/', quiet)).map(({ name }) => name)).toEqual(['a']);
    await board.close();
  });

  it('is gone on with where its helper has ended', async () => {
    await using device = await startBoard({ files: { a: 'a' } });
    const { board, line } = await connect(device.port);
    await line.write(Buffer.from('\x03\x01'), quiet.signal);
    expect((await board.list('/', quiet)).map(({ name }) => name)).toEqual(['a']);
    await board.close();
  });

  it.each(['_hj()', '_hk('])('is gone on with where the line that starts its helper again arrives as %s', async (garbled) => {
    await using device = await startBoard({ files: { a: 'a' } });
    const { board, line } = await connect(device.port, {}, LIMITS);
    const write = line.write.bind(line);
    let isHarmed = false;
    line.write = (bytes, signal) => {
      const hit = !isHarmed && Buffer.from(bytes).toString() === START;
      isHarmed ||= hit;
      return write(hit ? Buffer.from(garbled) : bytes, signal);
    };
    for (let tries = 0; !isHarmed && tries < 5; tries++) { // an interrupt at the wrong moment leaves the helper running
      await write(Buffer.from('\x03\x01'), quiet.signal);
      expect((await board.list('/', quiet)).map(({ name }) => name)).toEqual(['a']);
    }
    expect(isHarmed).toBe(true);
    await board.close();
  });

  it('ends with a clear fault when it is reset during the work', async () => {
    await using device = await startBoard({ files: { a: 'a' } });
    const { board, line } = await connect(device.port);
    const reset = async (): Promise<unknown> => {
      await line.write(Buffer.from('\x03\x01\x04'), quiet.signal);
      return board.list('/', quiet);
    };
    const often = async (): Promise<unknown> => (await reset(), await reset(), await reset()); // an interrupt at the wrong moment leaves the helper running
    await expect(often()).rejects.toMatchObject({ kind: 'offline', message: expect.stringContaining('restarted during the work') });
    await board.close();
    await (await connect(device.port)).board.close();
  });
});

describe('a plug pulled at any byte', () => {
  it('leaves the old file or the new one, lists nothing half-written, and the board can be had again', { timeout: 240_000 }, async () => {
    const [old, fresh] = [everyByte(3000), everyByte(6000)];
    await using device = await startBoard({ files: { f: old } });
    await fc.assert(
      fc.asyncProperty(fc.nat(24_000), async (unplugAt) => {
        device.put('f', old);
        const work = async (): Promise<void> => {
          const { board } = await connect(device.port, { unplugAt }, LIMITS);
          await using _ = board;
          await board.write('/f', [fresh], quiet);
        };
        await work().catch((error: unknown) => expect(isFault(error, 'offline'), String(error)).toBe(true));
        const { board } = await connect(device.port, {}, LIMITS);
        expect((await board.list('/', quiet)).map(({ name }) => name)).toEqual(['f']);
        const now = await contentOf(board, '/f');
        expect(now.equals(old) || now.equals(fresh)).toBe(true);
        await board.close();
      }),
      { numRuns: 12, seed: 3, endOnFailure: true },
    );
  });
});
