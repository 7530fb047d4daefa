/** The vault's workers: started when first needed, fed from one queue, two tasks ahead each so that none ever waits for the main thread. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Fault } from '../../../base/fault.ts';
import { free, freeBuffer } from '../../../base/free.ts';
import { giveBackFreed, stayLean } from '../../../base/memory.ts';
import { workerUrl } from '../../../base/worker-url.ts';
import type { SharedIds } from '../index/id-table.ts';
import { Control } from './control.ts';
import { revive } from '../../worker/worker-error.ts';
import type { FromWorker, Part, Result, SealedBatch, Task, ToWorker, WorkerSetup } from './protocol.ts';

const AHEAD = 2;

interface Job {
  id: number;
  task: Task;
  transfer: ArrayBuffer[];
  onPart: (part: Part, worker: Crew) => void;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
  crew: Crew | null;
}

/** One worker with what it has in hand. A stream keeps its worker to itself, because streams share its buffer. */
export interface Crew {
  readonly worker: Worker;
  readonly control: Control;
  readonly jobs: Map<number, Job>;
  streaming: boolean;
}

export type PoolSetup = Omit<WorkerSetup, 'control' | 'ids'>;

export class Pool {
  readonly #setup: PoolSetup;
  readonly #size: number;
  readonly #crews: Crew[] = [];
  readonly #queue: Job[] = [];
  #ids: SharedIds;
  #next = 0;
  #closed = false;

  constructor(setup: PoolSetup, ids: SharedIds, size = Math.max(1, Math.min(8, availableParallelism()))) {
    this.#setup = setup;
    this.#ids = ids;
    this.#size = size;
  }

  /** Workers, for callers that want to keep every one of them busy. */
  get size(): number {
    return this.#size;
  }

  /** Tasks not yet given to a worker. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Whether there is a worker already. */
  get isStarted(): boolean {
    return this.#crews.length > 0;
  }

  /** Starts every worker now: they come up while what they are to do is still being found out. */
  warm(): this {
    while (this.#crews.length < this.#size && !this.#closed) this.#hire();
    return this;
  }

  /** @param transfer buffers that move to the worker and must not be used afterwards. */
  run(task: Task, transfer: ArrayBuffer[] = [], onPart: Job['onPart'] = () => undefined): Promise<Result> {
    return this.start(task, transfer, onPart).done;
  }

  /** Like `run`, with the id under which further data can be sent to the task. */
  start(task: Task, transfer: ArrayBuffer[], onPart: Job['onPart']): { id: number; done: Promise<Result> } {
    const id = this.#next++;
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    if (this.#closed) reject(new Fault('bug', 'A task was given to workers that are closed.'));
    else {
      this.#queue.push({ id, task, transfer, onPart, resolve, reject, crew: null });
      this.#feed();
    }
    return { id, done: promise };
  }

  /** Sends the next bytes of a stream task; null ends it. */
  data(crew: Crew, id: number, bytes: Uint8Array | null): void {
    post(crew, { type: 'data', id, bytes });
  }

  /** Tells the workers where the id table has moved to. */
  share(ids: SharedIds): void {
    this.#ids = ids;
    for (const crew of this.#crews) post(crew, { type: 'ids', ids });
  }

  /** The bytes of a sealed batch, until it is released. */
  bytesOf(crew: Crew, { place }: SealedBatch): Uint8Array {
    return typeof place === 'number' ? crew.control.slot(place) : place;
  }

  /** The main thread is done with a sealed batch: the worker may use its memory again. */
  release(crew: Crew, { place, ids, lengths, uncompressed }: SealedBatch): void {
    for (const column of [ids, lengths, uncompressed]) freeBuffer(column.buffer);
    if (typeof place === 'number') return crew.control.freeSlot(place);
    crew.control.releaseLarge(place.length);
    free(place);
  }

  /** Ends every worker, whatever it does. Tasks still open are rejected with the reason. */
  async close(reason: unknown = new Fault('bug', 'The workers were closed.')): Promise<void> {
    this.#closed = true;
    const open = [...this.#queue.splice(0), ...this.#crews.flatMap((crew) => [...crew.jobs.values()])];
    for (const crew of this.#crews) crew.control.stop();
    for (const job of open) job.reject(reason);
    await Promise.all(this.#crews.splice(0).map((crew) => crew.worker.terminate()));
  }

  #feed(): void {
    while (this.#queue.length > 0) {
      const crew = this.#pick();
      if (crew === null) return;
      this.#give(crew, this.#queue.shift()!);
    }
  }

  /** The least busy worker with room; a new one before a second task is queued on an old one. */
  #pick(): Crew | null {
    const free = this.#crews.filter((crew) => !crew.streaming && crew.jobs.size < AHEAD).toSorted((a, b) => a.jobs.size - b.jobs.size)[0] ?? null;
    if (free?.jobs.size === 0) return free;
    return this.#crews.length < this.#size ? this.#hire() : free;
  }

  #give(crew: Crew, job: Job): void {
    job.crew = crew;
    crew.jobs.set(job.id, job);
    crew.streaming = job.task.type === 'stream';
    post(crew, { type: 'task', id: job.id, task: job.task }, job.transfer);
    if (crew.streaming) job.onPart({ type: 'more' }, crew);
  }

  #hire(): Crew {
    stayLean();
    giveBackFreed();
    const control = new Control();
    const setup: WorkerSetup = { ...this.#setup, ids: this.#ids, control: control.shared };
    const worker = new Worker(workerUrl('vault-worker'), { workerData: setup, execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 4 } });
    const crew: Crew = { worker, control, jobs: new Map(), streaming: false };
    worker.on('message', (message: FromWorker) => this.#hear(crew, message));
    worker.on('error', (cause) => this.#lost(crew, cause));
    worker.on('exit', (code) => this.#lost(crew, new Error(`worker ended with code ${code}`)));
    this.#crews.push(crew);
    return crew;
  }

  #hear(crew: Crew, message: FromWorker): void {
    const job = crew.jobs.get(message.id);
    if (job === undefined) return;
    if ('part' in message) return job.onPart(message.part, crew);
    crew.jobs.delete(message.id);
    crew.streaming = false;
    if ('result' in message) job.resolve(message.result);
    else job.reject(revive(message.failure, 'A worker of the vault failed'));
    this.#feed();
  }

  #lost(crew: Crew, cause: Error): void {
    const place = this.#crews.indexOf(crew);
    if (this.#closed || place < 0) return; // a crash is told of twice: by its error, and by the exit
    this.#crews.splice(place, 1);
    for (const job of crew.jobs.values()) job.reject(new Fault('bug', 'A worker of the vault ended unexpectedly.', { cause }));
    this.#feed(); // what waits goes to the others, or to a new one
  }
}

function post(crew: Crew, message: ToWorker, transfer: ArrayBuffer[] = []): void {
  crew.worker.postMessage(message, transfer);
}
