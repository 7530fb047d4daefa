/** The thread that looks: walks a folder source ahead of those who take what it finds, as far as there is room. */
import { parentPort, workerData } from 'node:worker_threads';
import { quietCall } from '../../base/call.ts';
import { toFault } from '../../base/fault.ts';
import { stayLean } from '../../base/memory.ts';
import { Excludes } from './excludes.ts';
import { WalkPacker } from './walk-columns.ts';
import { TAKEN, WINDOW, type FromWalk, type WalkSetup } from './walk-thread.ts';
import { Walker } from './walker.ts';

if (parentPort === null) throw new Error('the walk must be started as a worker thread');
const port = parentPort;
const { given, excludes, cells } = workerData as WalkSetup;
const counters = new Int32Array(cells);
const packer = new WalkPacker();
const call = { ...quietCall(), report: (problem: Parameters<WalkPacker['report']>[0]) => packer.report(problem) };
let [sent, told] = [0, 0];

const say = (message: FromWalk, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

function send(): void {
  for (let taken = Atomics.load(counters, TAKEN); sent - taken >= WINDOW; taken = Atomics.load(counters, TAKEN)) Atomics.wait(counters, TAKEN, taken);
  const batch = packer.take();
  const { errors } = call.progress.done;
  [batch.errors, told] = [errors - told, errors];
  say({ type: 'batch', batch }, [batch.kinds.buffer, batch.words.buffer]);
  sent++;
}

stayLean();
try {
  const walker = new Walker(given, new Excludes(excludes), packer, call);
  while (walker.step()) if (packer.isFull) send();
  send();
  say({ type: 'end', size: packer.size });
} catch (error) {
  const { kind, message, advice, context } = toFault(error, 'The paths cannot be walked');
  say({ type: 'failed', fault: { item: '', during: 'scan', severity: 'warning', kind, message, advice, context } });
}
