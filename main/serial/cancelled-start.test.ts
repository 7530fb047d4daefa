/** A start that is broken off at any moment gives the board back: at its friendly prompt, its program running, whatever had been sent to it by then. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { startBoard, type TestBoard } from '../../test/fixture/board/board.ts';
import { connectBoard } from './connect.ts';
import type { Line } from './line.ts';
import { openSerialLine } from './serial-line.ts';

const { signal: calm } = new AbortController();
const IDLE = 'print("ready")\n';
/** Says in a file how often it was started. */
const ENDLESS = 'import time\nopen("/runs", "a").write("x")\nwhile True:\n    time.sleep_ms(5)\n';

/** The line it is connected over breaks the start off at the so-manieth call. Returns whether it got that far. */
async function brokenOff(device: TestBoard, interrupt: boolean, call: number): Promise<boolean> {
  const ending = new AbortController();
  let calls = 0;
  const counted = <T>(work: () => Promise<T>): Promise<T> => {
    if (++calls === call) ending.abort(new Error('cancelled'));
    return work();
  };
  const open = async (path: string, baud: number): Promise<Line> => {
    const line = await openSerialLine(path, baud, calm);
    return { name: line.name, write: (bytes, signal) => counted(() => line.write(bytes, signal)), read: (within, signal) => counted(() => line.read(within, signal)), close: () => line.close() };
  };
  try {
    const board = await connectBoard(device.port, { signal: ending.signal, interrupt, open });
    await board.close();
    return false;
  } catch (error) {
    expect(error).toMatchObject({ message: 'cancelled' });
    return true;
  }
}

/** What a person at a terminal sees after pressing Enter. */
async function promptOf(device: TestBoard): Promise<string> {
  const line = await openSerialLine(device.port, 115_200, calm);
  try {
    let heard = '';
    await line.write(Buffer.from('\r'), calm);
    for (let bytes = await line.read(1000, calm); bytes !== null; bytes = await line.read(100, calm)) heard += Buffer.from(bytes).toString('latin1');
    return heard.slice(-4);
  } finally {
    await line.close();
  }
}

/** Calls of a whole start that are tried: the first ones one by one, then some. */
const MOMENTS = [1, 2, 3, 4, 5, 7, 12, 21, 34, 48, 60];

async function board(program: string): Promise<TestBoard> {
  const device = await startBoard({ files: { 'main.py': program } });
  onTestFinished(() => device[Symbol.asyncDispose]());
  return device;
}

describe('a start that is broken off', () => {
  it('leaves an idle board at its friendly prompt', { timeout: 120_000 }, async () => {
    const device = await board(IDLE);
    for (const interrupt of [false, true]) {
      for (const moment of MOMENTS) {
        await brokenOff(device, interrupt, moment);
        expect([interrupt, moment, await promptOf(device)]).toEqual([interrupt, moment, '>>> ']);
      }
    }
  });

  it('never interrupts a program without consent', { timeout: 120_000 }, async () => {
    const device = await board(ENDLESS);
    await expect.poll(() => device.files()['runs']).toBe('x');
    for (const moment of [1, 2, 3]) {
      if (!(await brokenOff(device, false, moment).catch(() => true))) continue;
      expect([moment, device.files()['runs'], await promptOf(device)]).toEqual([moment, 'x', '']);
    }
  });

  it('starts the program again that it had interrupted', { timeout: 240_000 }, async () => {
    const device = await board(ENDLESS);
    await expect.poll(() => device.files()['runs']).toBe('x');
    for (const moment of [1, 3, 4, 5, 7, 21, 48]) {
      const runs = device.files()['runs']!.length;
      await brokenOff(device, true, moment);
      // Running: it says nothing. Whether it was interrupted by then or not.
      await expect.poll(async () => [moment, await promptOf(device)], { timeout: 5000 }).toEqual([moment, '']);
      expect(device.files()['runs']!.length - runs).toBeLessThanOrEqual(1);
    }
    expect(device.files()['runs']!.length).toBeGreaterThan(3);
  });
});
