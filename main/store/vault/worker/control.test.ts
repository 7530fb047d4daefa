/** What a worker and the main thread share: the worker waits for room, and never past being told to stop. */
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Stopped } from '../../worker/stop.ts';
import { Control, SLOT, type SharedControl } from './control.ts';

/** Runs the code in a thread that has `control`, and tells what it posts. The promise of `next` fails when it ends without a word. */
function inWorker(shared: SharedControl, code: string): { next(): Promise<unknown>; end(): Promise<unknown> } {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    import(workerData.module).then(({ Control }) => { const control = new Control(workerData.shared); ${code} });`;
  const worker = new Worker(source, { eval: true, workerData: { shared, module: new URL('./control.ts', import.meta.url).href } });
  const said: unknown[] = [];
  let wake = (): void => undefined;
  worker.on('message', (message) => {
    said.push(message);
    wake();
  });
  return {
    next: async () => {
      while (said.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return said.shift();
    },
    end: () => worker.terminate(),
  };
}

/** Resolves once the worker waits. Waking it for nothing, as this does, must not let it go on. */
async function isWaiting({ cells }: SharedControl): Promise<'waits'> {
  while (Atomics.notify(new Int32Array(cells), BELL) === 0) await setImmediate();
  return 'waits';
}

/** The cell a worker waits for. */
const BELL = 2;

describe('Control', () => {
  it('hands out every slot once, and again when it is free', () => {
    const control = new Control();
    const taken = [control.takeSlot(), control.takeSlot(), control.takeSlot(), control.takeSlot()];
    expect(new Set(taken).size).toBe(4);
    control.freeSlot(taken[2]);
    expect(control.takeSlot()).toBe(taken[2]);
  });

  it('shows both sides the same bytes, and keeps slots apart', () => {
    const worker = new Control();
    const main = new Control(worker.shared);
    const [one, two] = [worker.takeSlot(), worker.takeSlot()];
    worker.slot(one).fill(1);
    worker.slot(two).fill(2);
    expect([main.slot(one).every((byte) => byte === 1), main.slot(two).every((byte) => byte === 2)]).toEqual([true, true]);
    expect(main.slot(one).length).toBe(SLOT);
  });

  it('lets a worker without a free slot wait until there is one', async () => {
    const control = new Control();
    const worker = inWorker(control.shared, `for (;;) parentPort.postMessage(control.takeSlot());`);
    for (let slot = 0; slot < 4; slot++) expect(await worker.next()).toBe(slot);
    const fifth = worker.next();
    expect(await Promise.race([fifth, isWaiting(control.shared)])).toBe('waits');
    control.freeSlot(1);
    expect(await fifth).toBe(1);
    await worker.end();
  });

  it('lets a worker with too many large blobs under way wait until one is packed', async () => {
    const control = new Control();
    const worker = inWorker(control.shared, `for (let sent = 1; ; sent++) { control.acquireLarge(4 << 20); parentPort.postMessage(sent); }`);
    expect([await worker.next(), await worker.next()]).toEqual([1, 2]);
    const third = worker.next();
    expect(await Promise.race([third, isWaiting(control.shared)])).toBe('waits');
    control.releaseLarge(4 << 20);
    expect(await third).toBe(3);
    await worker.end();
  });

  it('ends the waiting of a worker that is told to stop, and every wait after', async () => {
    const control = new Control();
    const worker = inWorker(control.shared, `
      try { for (;;) control.takeSlot(); } catch (error) { parentPort.postMessage(error.message); }
      try { control.acquireLarge(1); } catch (error) { parentPort.postMessage(error.message); }`);
    const first = worker.next();
    expect(await Promise.race([first, isWaiting(control.shared)])).toBe('waits');
    control.stop();
    expect([await first, await worker.next()]).toEqual(['stopped', 'stopped']);
    await worker.end();
    expect(control.stopped).toBe(true);
    expect(() => control.takeSlot()).toThrow(Stopped);
  });

  it('ends the rest of a worker that is told to stop', async () => {
    const control = new Control();
    const worker = inWorker(control.shared, `
      const paced = new Control(workerData.shared, { rest: () => 250 });
      parentPort.postMessage('resting');
      paced.rest();
      parentPort.postMessage('told');`);
    expect(await worker.next()).toBe('resting');
    control.stop();
    expect(await worker.next()).toBe('told');
    await worker.end();
  });
});
