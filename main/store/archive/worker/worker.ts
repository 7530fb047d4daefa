/** An archive's worker: reads and hashes the files of a frame and packs it, one frame at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { apply } from '../../../base/effort.ts';
import { free } from '../../../base/free.ts';
import type { FromMember, ToMember } from '../../worker/crew.ts';
import { StopSign } from '../../worker/stop.ts';
import { flat } from '../../worker/worker-error.ts';
import { FrameMaker } from './frame-maker.ts';
import { packer } from './pack-frame.ts';
import type { Result, Task, WorkerSetup } from './protocol.ts';

if (parentPort === null) throw new Error('the archive worker must be started as a worker thread');
const port = parentPort;
const { sign: shared, compression, effort } = workerData as WorkerSetup;
const sign = new StopSign(shared);
const pace = apply(effort);
const pack = packer(compression);

/** As slowly as it was told to. @throws Stopped. */
const goOn = (): void => sign.goOn(pace);

const maker = new FrameMaker(goOn);
/** What is to be packed comes in shared memory, which no packer is said to take. */
let own = new Uint8Array(0);

function perform(task: Task): { result: Result; moved: ArrayBuffer[] } {
  if (task.type === 'pack') {
    goOn();
    if (own.length < task.plain.length) own = new Uint8Array(task.plain.length);
    own.set(task.plain);
    const bytes = pack(own.subarray(0, task.plain.length));
    return { result: { bytes }, moved: [bytes.buffer] };
  }
  const { plain, ...made } = maker.make(task);
  const result = { ...made, bytes: pack(plain) };
  free(task.given);
  return { result, moved: [result.bytes, result.ids, result.sizes, result.taken, result.headers].map(({ buffer }) => buffer) };
}

port.on('message', ({ id, task }: ToMember<Task>) => {
  try {
    const { result, moved } = perform(task);
    port.postMessage({ id, result } satisfies FromMember<Result>, moved);
  } catch (error) {
    port.postMessage({ id, failure: flat(error) } satisfies FromMember<Result>);
  }
});
