/** A walk in a thread of its own: it begins at once, and what it finds waits until it is asked for. */
import { Worker } from 'node:worker_threads';
import type { Call } from '../../base/call.ts';
import { workerUrl } from '../../base/worker-url.ts';
import type { LateMetadata, WalkItem } from '../../entry/entry.ts';
import type { SourceSize } from '../source.ts';
import type { ExcludeOptions } from './excludes.ts';
import type { Given } from './given-paths.ts';
import { problemOf, WalkUnpacker, type FlatProblem, type WalkBatch } from './walk-columns.ts';

/** Batches that may wait to be taken: some 50,000 entries, 6 MB. */
export const WINDOW = 96;
/** The cell that counts the batches taken. */
export const TAKEN = 0;

export interface WalkSetup {
  given: Given;
  excludes: ExcludeOptions;
  cells: SharedArrayBuffer;
}

export type FromWalk = { type: 'batch'; batch: WalkBatch } | { type: 'end'; size: SourceSize } | { type: 'failed'; fault: FlatProblem };

export class WalkThread {
  readonly #worker: Worker;
  readonly #cells = new Int32Array(new SharedArrayBuffer(4));
  readonly #batches: WalkBatch[] = [];
  #failure: { error: unknown } | null = null;
  #wake: () => void = () => undefined;
  /** All there is, once the walk is through. */
  size: SourceSize | null = null;

  constructor(given: Given, excludes: ExcludeOptions) {
    const workerData: WalkSetup = { given, excludes, cells: this.#cells.buffer as SharedArrayBuffer };
    this.#worker = new Worker(workerUrl('walk-worker'), { workerData, execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 4 } });
    this.#worker.on('message', (message: FromWalk) => this.#hear(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('The thread that walks the folders ended too early.')));
  }

  /** Everything, in order; what goes wrong is told to `call`. `late` fills in what the walk did not look at. */
  async *items(late: LateMetadata, call: Call): AsyncGenerator<WalkItem[]> {
    const unpacker = new WalkUnpacker(late);
    const stop = (): void => this.#wake();
    call.signal.addEventListener('abort', stop);
    try {
      for (;;) {
        call.signal.throwIfAborted();
        if (this.size !== null) [call.progress.totalFiles, call.progress.totalBytes] = [this.size.files, this.size.bytes];
        const batch = this.#batches.shift();
        if (batch !== undefined) {
          for (const problem of batch.problems) call.report(problemOf(problem));
          call.progress.done.errors += batch.errors;
          yield unpacker.items(batch);
          Atomics.add(this.#cells, TAKEN, 1);
          Atomics.notify(this.#cells, TAKEN);
        } else if (this.size !== null) return;
        else if (this.#failure !== null) throw this.#failure.error;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      call.signal.removeEventListener('abort', stop);
      await this.end();
    }
  }

  /** Wherever it is. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #hear(message: FromWalk): void {
    if (message.type === 'batch') this.#batches.push(message.batch);
    else if (message.type === 'end') this.size = message.size;
    else this.#failure ??= { error: problemOf(message.fault).fault };
    this.#wake();
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }
}
