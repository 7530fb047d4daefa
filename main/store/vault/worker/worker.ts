/** A vault worker: reads, cuts, hashes, compresses and seals; opens, verifies and writes out. One task at a time, in order of arrival. */
import { parentPort, workerData } from 'node:worker_threads';
import { Chunker } from '../chunker/chunker.ts';
import { parsePolynomial } from '../chunker/polynomial.ts';
import { Sealer } from '../crypto/seal.ts';
import { IdView } from '../index/id-table.ts';
import { threadKernel } from '../kernel/kernel.ts';
import { BlobSealer } from './blob-sealer.ts';
import { checkPack } from './check-pack.ts';
import { Control } from './control.ts';
import { Cutter } from './cutter.ts';
import { extractBlobs } from './extract.ts';
import { openBlobs, soundBlobs } from './open-blobs.ts';
import type { FileRead, FromWorker, Part, Result, Task, ToWorker, WorkerSetup } from './protocol.ts';
import { readFileContent, Stopped } from './read-files.ts';
import { StreamCutter } from './stream-cutter.ts';
import { flat } from './worker-error.ts';

/** Small reads are told of together: bytes between two progress messages. */
const TELL_EVERY = 4 * 1024 * 1024;

if (parentPort === null) throw new Error('the vault worker must be started as a worker thread');
const port = parentPort;
const setup = workerData as WorkerSetup;
const control = new Control(setup.control);
const kernel = threadKernel();
const sealer = new Sealer(setup.keys, kernel);
let running = -1;

const say = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
const part = (part: Part, transfer: ArrayBuffer[] = []): void => say({ id: running, part }, transfer);

const blobs = new BlobSealer(sealer, new IdView(setup.ids), setup.compress, (batch) => {
  control.acquire(batch.bytes.byteLength);
  part(batch, [batch.bytes.buffer]);
});
let cutter: Cutter | null = null; // takes 12 MiB: only backups need it
const cut = (): Cutter => (cutter ??= new Cutter(kernel, new Chunker(kernel, parsePolynomial(setup.polynomial)), blobs));
const streams = new Map<number, StreamCutter>();

function readFiles(task: Extract<Task, { type: 'files' }>): Result {
  const files: FileRead[] = [];
  let untold = 0;
  const read = (bytes: number): void => {
    untold += bytes;
    if (untold < TELL_EVERY) return;
    part({ type: 'read', bytes: untold });
    untold = 0;
  };
  task.files.forEach((file, number) => files.push(readFileContent(file, number, { cutter: cut(), control, read })));
  if (untold > 0) part({ type: 'read', bytes: untold });
  blobs.flush();
  part({ type: 'files', files });
  return { type: 'done' };
}

/** Null: the task goes on with later messages. */
function perform(id: number, task: Task): Result | null {
  switch (task.type) {
    case 'files':
      return readFiles(task);
    case 'blobs':
      for (const plain of task.plain) blobs.add(plain, task.blobType);
      blobs.flush();
      return { type: 'done' };
    case 'stream':
      streams.set(id, new StreamCutter(cut()));
      return null;
    case 'extract':
      return { type: 'extracted', problems: extractBlobs(sealer, task) };
    case 'check':
      return checkPack(sealer, task.pack, task.bytes);
    case 'verify':
      return { type: 'verified', bytes: task.bytes, sound: soundBlobs(sealer, task) };
    case 'open':
      return { type: 'opened', blobs: openBlobs(sealer, task, kernel) };
  }
}

function streamData(id: number, bytes: Uint8Array | null): Result | null {
  const stream = streams.get(id);
  if (stream === undefined) return null;
  if (bytes !== null) {
    stream.feed(bytes);
    part({ type: 'more' });
    return null;
  }
  streams.delete(id);
  const { ids, size } = stream.end();
  blobs.flush();
  part({ type: 'files', files: [{ file: 0, ids, size, stamp: null, unstable: false, error: null }] });
  return { type: 'done' };
}

function answer(id: number, work: () => Result | null): void {
  running = id;
  try {
    if (control.stopped) throw new Stopped('stopped');
    const result = work();
    if (result !== null) say({ id, result }, result.type === 'verified' ? [result.bytes.buffer] : []);
  } catch (error) {
    say({ id, failure: flat(error) });
  }
}

port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'task':
      return answer(message.id, () => perform(message.id, message.task));
    case 'data':
      return answer(message.id, () => streamData(message.id, message.bytes));
    case 'ids':
      blobs.known = new IdView(message.ids);
      return;
    case 'recycle':
      blobs.recycle(message.buffer);
  }
});
