/** A vault worker: reads, cuts, hashes, compresses and seals; opens, verifies and writes out. One task at a time, in order of arrival. */
import { parentPort, workerData } from 'node:worker_threads';
import { apply } from '../../../base/effort.ts';
import { free } from '../../../base/free.ts';
import { Chunker } from '../chunker/chunker.ts';
import { parsePolynomial } from '../chunker/polynomial.ts';
import { Sealer } from '../crypto/seal.ts';
import { IdView } from '../index/id-table.ts';
import { threadKernel } from '../kernel/kernel.ts';
import { BlobSealer } from './blob-sealer.ts';
import { checkPack } from './check-pack.ts';
import { Stopped } from '../../worker/stop.ts';
import { Control } from './control.ts';
import { Cutter } from './cutter.ts';
import { extractBlobs } from './extract.ts';
import { BlobOpener } from './open-blob.ts';
import { openBlobs, soundBlobs } from './open-blobs.ts';
import type { FilesToRead, FromWorker, Part, Result, SegmentToRead, Task, ToWorker, WorkerSetup } from './protocol.ts';
import { readFiles } from './read-files.ts';
import { readSegment } from './read-segment.ts';
import { StreamCutter } from './stream-cutter.ts';
import { flat } from '../../worker/worker-error.ts';

/** Small reads are told of together: bytes between two progress messages. Files of this size are told of by themselves. */
const TELL_EVERY = 4 * 1024 * 1024;

if (parentPort === null) throw new Error('the vault worker must be started as a worker thread');
const port = parentPort;
const setup = workerData as WorkerSetup;
const control = new Control(setup.control, apply(setup.effort));
const kernel = threadKernel();
const sealer = new Sealer(setup.keys, kernel);
let running = -1;
let tickets = 0;

const say = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
const part = (part: Part, transfer: ArrayBuffer[] = []): void => say({ id: running, part }, transfer);

const blobs = new BlobSealer(sealer, new IdView(setup.ids), setup.compress, control, (batch) => {
  part(batch, [batch.ids.buffer, batch.lengths.buffer, batch.uncompressed.buffer, ...(typeof batch.place === 'number' ? [] : [batch.place.buffer])]);
});
let cutter: Cutter | null = null; // takes up to 10 MiB: only backups need it
const cut = (): Cutter => (cutter ??= new Cutter(kernel, new Chunker(kernel, parsePolynomial(setup.polynomial)), blobs));
let opener: BlobOpener | null = null;
const open = (): BlobOpener => (opener ??= new BlobOpener(sealer));
const streams = new Map<number, StreamCutter>();

function readTask(task: FilesToRead): Result {
  let untold = 0;
  let [current, done, ticket] = [0, 0, 0]; // the file being read, its bytes so far, and its ticket once it has one
  const tell = (): void => part({ type: 'reading', file: current, ticket: (ticket = ++tickets) });
  const begin = (file: number, size: number): void => {
    [current, done, ticket] = [file, 0, 0];
    if (size >= TELL_EVERY) tell();
  };
  const read = (bytes: number): void => {
    control.rest();
    untold += bytes;
    done += bytes;
    if (ticket === 0 && done >= TELL_EVERY) tell(); // it says of itself that it is small, or nothing
    if (untold < TELL_EVERY) return;
    part({ type: 'read', bytes: untold });
    untold = 0;
  };
  const files = readFiles(task, { cutter: cut(), control, read, begin, skipped: () => ticket !== 0 && control.isSkipped(ticket) });
  if (untold > 0) part({ type: 'read', bytes: untold });
  blobs.flush();
  part(files, [files.ids.buffer, files.counts.buffer, files.sizes.buffer]);
  return { type: 'done' };
}

function segmentTask(task: SegmentToRead): Result {
  const ticket = ++tickets;
  let untold = 0;
  part({ type: 'reading', file: 0, ticket });
  const read = (bytes: number): void => {
    control.rest();
    untold += bytes;
    if (untold < TELL_EVERY) return;
    part({ type: 'read', bytes: untold });
    untold = 0;
  };
  const segment = readSegment(task, { cutter: cut(), control, read, skipped: () => control.isSkipped(ticket) });
  if (untold > 0) part({ type: 'read', bytes: untold });
  blobs.flush();
  part(segment, [segment.ids.buffer]);
  return { type: 'done' };
}

function sealBlobs({ plain, blobType }: Extract<Task, { type: 'blobs' }>): Result {
  for (const blob of plain) {
    blobs.add(blob, blobType);
    free(blob);
  }
  blobs.flush();
  return { type: 'done' };
}

/** Null: the task goes on with later messages. */
function perform(id: number, task: Task): Result | null {
  switch (task.type) {
    case 'files':
      return readTask(task);
    case 'segment':
      return segmentTask(task);
    case 'blobs':
      return sealBlobs(task);
    case 'stream':
      streams.set(id, new StreamCutter(cut()));
      return null;
    case 'extract':
      return { type: 'extracted', problems: extractBlobs(open(), task) };
    case 'check':
      return checkPack(sealer, open(), task.pack, task.bytes);
    case 'verify':
      return { type: 'verified', bytes: task.bytes, sound: soundBlobs(open(), task) };
    case 'open':
      return { type: 'opened', blobs: openBlobs(open(), task, kernel) };
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
  part({ type: 'files', ids, counts: Uint32Array.of(ids.length / 32), sizes: Float64Array.of(size), odd: [] }, [ids.buffer]);
  return { type: 'done' };
}

/** What of a result moves instead of being copied. */
function moved(result: Result): ArrayBuffer[] {
  if (result.type === 'verified') return [result.bytes.buffer];
  return result.type === 'opened' ? result.blobs.filter((blob) => blob !== null).map(({ buffer }) => buffer) : [];
}

function answer(id: number, work: () => Result | null): void {
  running = id;
  try {
    control.rest();
    if (control.stopped) throw new Stopped('stopped');
    const result = work();
    if (result !== null) say({ id, result }, moved(result));
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
  }
});
