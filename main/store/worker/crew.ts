/** Threads that do tasks: started when first needed, two tasks ahead each so that none ever waits for the main thread. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Effort } from '../../base/effort.ts';
import { Fault } from '../../base/fault.ts';
import { workerUrl, type WorkerName } from '../../base/worker-url.ts';
import { StopSign } from './stop.ts';
import { revive, type WorkerError } from './worker-error.ts';

const AHEAD = 2;

/** More, where nobody asks for them, would only make a disk seek. */
const MOST = 4;

/** How many threads read: as many as were asked for, else one a processor core, up to `MOST`. */
export function readersFor(asked: number | undefined, effort: Effort): number {
  return asked ?? (effort === 'gentle' ? 1 : Math.max(1, Math.min(MOST, availableParallelism())));
}

export interface CrewSetup {
  worker: WorkerName;
  /** Given to each at its start, with `sign`: the memory of its `StopSign`. */
  data: () => object;
  size: number;
  /** Names one in messages: "A worker of the archives". */
  what: string;
}

/** What they are sent, and what they answer. */
export interface ToMember<Task> {
  id: number;
  task: Task;
}
export type FromMember<Result, Part = never> = { id: number; part: Part } | { id: number; result: Result } | { id: number; failure: WorkerError };

export interface TaskOptions<Part> {
  /** Buffers that move to the worker and must not be used afterwards. */
  transfer?: ArrayBuffer[];
  /** Begins the message when the task fails as a whole: "The mirror cannot be written". */
  failing?: string;
  /** Told on the way, with the sign of the worker that has the task. */
  onPart?(part: Part, sign: StopSign): void;
}

interface Job<Task, Result, Part> extends ToMember<Task>, TaskOptions<Part> {
  resolve(result: Result): void;
  reject(error: unknown): void;
}

interface Member<Task, Result, Part> {
  worker: Worker;
  sign: StopSign;
  jobs: Map<number, Job<Task, Result, Part>>;
}

export class Crew<Task, Result, Part = never> {
  readonly #setup: CrewSetup;
  readonly #members: Member<Task, Result, Part>[] = [];
  readonly #queue: Job<Task, Result, Part>[] = [];
  #next = 0;
  #closed = false;

  constructor(setup: CrewSetup) {
    this.#setup = setup;
  }

  /** Tasks not yet given to a worker. */
  get waiting(): number {
    return this.#queue.length;
  }

  run(task: Task, options: TaskOptions<Part> = {}): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    if (this.#closed) reject(new Fault('bug', 'A task was given to workers that are closed.'));
    else {
      this.#queue.push({ id: this.#next++, task, ...options, resolve, reject });
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
      member.worker.postMessage({ id: job.id, task: job.task } satisfies ToMember<Task>, job.transfer ?? []);
    }
  }

  /** The least busy one with room; a new one before a second task is queued on an old one. */
  #pick(): Member<Task, Result, Part> | null {
    const free = this.#members.filter(({ jobs }) => jobs.size < AHEAD).toSorted((a, b) => a.jobs.size - b.jobs.size)[0] ?? null;
    if (free?.jobs.size === 0) return free;
    return this.#members.length < this.#setup.size ? this.#hire() : free;
  }

  #hire(): Member<Task, Result, Part> {
    const { worker: name, data } = this.#setup;
    const sign = new StopSign();
    const worker = new Worker(workerUrl(name), { workerData: { ...data(), sign: sign.shared }, execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 4 } });
    const member: Member<Task, Result, Part> = { worker, sign, jobs: new Map() };
    worker.on('message', (message: FromMember<Result, Part>) => this.#hear(member, message));
    worker.on('error', (cause) => this.#lost(member, cause));
    worker.on('exit', (code) => this.#lost(member, new Error(`worker ended with code ${code}`)));
    this.#members.push(member);
    return member;
  }

  #hear(member: Member<Task, Result, Part>, message: FromMember<Result, Part>): void {
    const job = member.jobs.get(message.id);
    if (job === undefined) return;
    if ('part' in message) return job.onPart?.(message.part, member.sign);
    member.jobs.delete(message.id);
    if ('result' in message) job.resolve(message.result);
    else job.reject(revive(message.failure, job.failing ?? `${this.#setup.what} failed`));
    this.#feed();
  }

  #lost(member: Member<Task, Result, Part>, cause: Error): void {
    const place = this.#members.indexOf(member);
    if (this.#closed || place < 0) return; // a crash is told of twice: by its error, and by the exit
    this.#members.splice(place, 1);
    for (const job of member.jobs.values()) job.reject(new Fault('bug', `${this.#setup.what} ended unexpectedly.`, { cause }));
    this.#feed();
  }
}
