/** A mirror's workers: started when first needed, two tasks ahead each so that none ever waits for the main thread. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Effort } from '../../../base/effort.ts';
import { Fault } from '../../../base/fault.ts';
import { workerUrl } from '../../../base/worker-url.ts';
import { native } from '../../../entry/native.ts';
import type { SnapshotRequest } from '../../store.ts';
import { StopSign } from '../../worker/stop.ts';
import { revive } from '../../worker/worker-error.ts';
import type { FromWorker, Part, Result, Task, WorkerSetup } from './protocol.ts';

const AHEAD = 2;
/** More would only make a disk seek. */
const MOST = 4;

interface Job {
  id: number;
  task: Task;
  what: string;
  onPart(part: Part, member: Member): void;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

export interface Member {
  readonly worker: Worker;
  readonly sign: StopSign;
  readonly jobs: Map<number, Job>;
}

export type Manner = Pick<SnapshotRequest, 'effort' | 'readConcurrency'>;

export class Crew {
  readonly #members: Member[] = [];
  readonly #queue: Job[] = [];
  readonly #size: number;
  readonly #effort: Effort;
  #next = 0;
  #closed = false;

  constructor({ effort = 'full', readConcurrency }: Manner = {}) {
    this.#effort = effort;
    this.#size = readConcurrency ?? (effort === 'gentle' ? 1 : Math.max(1, Math.min(MOST, availableParallelism())));
  }

  /** Tasks not yet given to a worker. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** @param what begins the message of a task that fails as a whole: "The mirror cannot be written". */
  run(task: Task, what: string, onPart: Job['onPart'] = () => undefined): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    if (this.#closed) reject(new Fault('bug', 'A task was given to workers that are closed.'));
    else {
      this.#queue.push({ id: this.#next++, task, what, onPart, resolve, reject });
      this.#feed();
    }
    return promise;
  }

  /** Ends every worker, whatever it does; resolves when none touches a file any more. Tasks still open are rejected with the reason. */
  async close(reason: unknown = new Fault('bug', 'The workers were closed.')): Promise<void> {
    this.#closed = true;
    const open = [...this.#queue.splice(0), ...this.#members.flatMap(({ jobs }) => [...jobs.values()])];
    for (const { sign } of this.#members) sign.stop();
    for (const job of open) job.reject(reason);
    await Promise.all(this.#members.splice(0).map(({ worker }) => worker.terminate()));
  }

  #feed(): void {
    while (this.#queue.length > 0) {
      const member = this.#pick();
      if (member === null) return;
      const job = this.#queue.shift()!;
      member.jobs.set(job.id, job);
      member.worker.postMessage({ id: job.id, task: job.task });
    }
  }

  /** The least busy one with room; a new one before a second task is queued on an old one. */
  #pick(): Member | null {
    const free = this.#members.filter(({ jobs }) => jobs.size < AHEAD).toSorted((a, b) => a.jobs.size - b.jobs.size)[0] ?? null;
    if (free?.jobs.size === 0) return free;
    return this.#members.length < this.#size ? this.#hire() : free;
  }

  #hire(): Member {
    const sign = new StopSign();
    const setup: WorkerSetup = { sign: sign.shared, flush: (native()?.syncFileSystem ?? null) === null, effort: this.#effort };
    const worker = new Worker(workerUrl('mirror-worker'), { workerData: setup, execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 4 } });
    const member: Member = { worker, sign, jobs: new Map() };
    worker.on('message', (message: FromWorker) => this.#hear(member, message));
    worker.on('error', (cause) => this.#lost(member, cause));
    worker.on('exit', (code) => this.#lost(member, new Error(`worker ended with code ${code}`)));
    this.#members.push(member);
    return member;
  }

  #hear(member: Member, message: FromWorker): void {
    const job = member.jobs.get(message.id);
    if (job === undefined) return;
    if ('part' in message) return job.onPart(message.part, member);
    member.jobs.delete(message.id);
    if ('result' in message) job.resolve(message.result);
    else job.reject(revive(message.failure, job.what));
    this.#feed();
  }

  #lost(member: Member, cause: Error): void {
    const place = this.#members.indexOf(member);
    if (this.#closed || place < 0) return; // a crash is told of twice: by its error, and by the exit
    this.#members.splice(place, 1);
    for (const job of member.jobs.values()) job.reject(new Fault('bug', 'A worker of the mirror ended unexpectedly.', { cause }));
    this.#feed();
  }
}
