/** Brings content back: fetches packs in ranges, has workers open and write the blobs, tries another place of a blob where one is damaged. */
import type { Call } from '../../../base/call.ts';
import { Fault, toFault } from '../../../base/fault.ts';
import type { StoredEntry } from '../../../entry/entry.ts';
import type { ExtractJob, Extracted } from '../../store.ts';
import { DATA, type BlobIndex, type BlobPlace } from '../index/blob-index.ts';
import { packKey } from '../repository/layout.ts';
import type { Repository } from '../repository/repository.ts';
import type { Pool } from '../worker/pool.ts';
import { extractBlobs } from '../worker/extract.ts';
import { BlobOpener } from '../worker/open-blob.ts';
import type { BlobProblem, BlobsToExtract } from '../worker/protocol.ts';
import { revive } from '../../worker/worker-error.ts';
import { Fetch, planFetches, type PlannedBlob } from './fetch-plan.ts';

/** Bytes that are written out sooner than a worker comes up for them. */
const FEW = 1024 * 1024;
/** Blobs read ahead of a consumer of `read`. */
const AHEAD = 2;

interface Waiting {
  job: ExtractJob;
  /** Blobs still to be written. */
  open: number;
  error: unknown;
  unset: readonly string[];
}

/** What went wrong with the blobs of a range, and what of the metadata of files made could not be set. */
interface Written {
  /** By blob number and file number (-1: the blob itself, for every file). */
  broken: Map<number, Map<number, Fault>>;
  /** By file number. */
  unset: Map<number, string[]>;
}

/** A range that was brought back, and the files it completed. */
interface Fetched {
  work: Promise<Fetched>;
  finished: Extracted[];
}

const ended = ({ job, error, unset }: Waiting): Extracted => ({ job, error, unset });

export class BlobExtractor {
  readonly #repository: Repository;
  readonly #index: BlobIndex;
  readonly #pool: Pool;
  #opener: BlobOpener | null = null;

  constructor(repository: Repository, index: BlobIndex, pool: Pool) {
    this.#repository = repository;
    this.#index = index;
    this.#pool = pool;
  }

  async *read(entry: StoredEntry, call: Call): AsyncIterable<Uint8Array> {
    const ids = (entry.content ?? []).map((id) => Buffer.from(id, 'hex'));
    const ahead: Promise<Uint8Array>[] = [];
    for (let next = 0, given = 0; given < ids.length; given++) {
      while (next < ids.length && ahead.length < AHEAD) {
        const blob = this.blob(ids[next++], call);
        blob.catch(() => undefined); // awaited in its turn
        ahead.push(blob);
      }
      const bytes = await ahead.shift()!;
      call.signal.throwIfAborted();
      yield bytes;
    }
  }

  /** One data blob, verified; every place it lies at is tried. @throws Fault `damaged`. */
  async blob(id: Uint8Array, call: Call): Promise<Uint8Array> {
    const places = this.#index.places(id, DATA);
    for (const place of places) {
      const plain = await this.#open(id, place, call);
      if (plain !== null) return plain;
    }
    throw lostBlob(id, places);
  }

  async *extract(jobs: readonly ExtractJob[], call: Call): AsyncIterable<Extracted> {
    const waiting = jobs.map((job): Waiting => ({ job, open: job.entry.content?.length ?? 0, error: null, unset: [] }));
    const { fetches, lost } = planFetches(jobs, this.#index);
    for (const { file, id } of lost) this.#lose(waiting[file], lostBlob(id, []));
    const isFew = fetches.reduce((sum, { length }) => sum + length, 0) <= FEW;
    const queue = fetches[Symbol.iterator]();
    const running = new Set<Promise<Fetched>>();
    const startNext = (): void => {
      const next = queue.next();
      if (next.done === true) return;
      const work = this.#fetch(next.value, isFew, jobs, waiting, call).then((finished): Fetched => ({ work, finished }));
      work.catch(() => undefined); // raced below
      running.add(work);
    };
    yield* waiting.filter(({ open }) => open <= 0).map(ended);
    try {
      for (let slot = 0; slot < this.#pool.size * 2; slot++) startNext();
      while (running.size > 0) {
        const { work, finished } = await Promise.race(running);
        running.delete(work); // not before: another may have ended in the same moment
        call.signal.throwIfAborted();
        startNext();
        yield* finished;
      }
    } finally {
      await Promise.allSettled(running); // cut off: nobody writes any more once this is left
    }
  }

  /** Returns the files this range completed. */
  async #fetch(fetch: Fetch, isFew: boolean, jobs: readonly ExtractJob[], waiting: Waiting[], call: Call): Promise<Extracted[]> {
    const finished: Extracted[] = [];
    const settle = (file: number, error: unknown): void => {
      const state = waiting[file];
      state.error ??= error;
      if (--state.open === 0) finished.push(ended(state));
    };
    const { broken, unset } = await this.#write(fetch, isFew, jobs, call);
    for (const [file, messages] of unset) waiting[file].unset = messages;
    if (broken.size === 0) fetch.files.forEach((file) => settle(file, null));
    else for (const [number, blob] of fetch.blobs().entries()) await this.#settleBlob(fetch, blob, broken.get(number), waiting, settle, call);
    call.progress.done.bytes += fetch.plainBytes;
    return finished;
  }

  async #settleBlob(fetch: Fetch, { id, writes }: PlannedBlob, broken: Map<number, Fault> | undefined, waiting: Waiting[], settle: (file: number, error: unknown) => void, call: Call): Promise<void> {
    for (const { file, at } of writes) {
      const problem = broken?.get(file) ?? broken?.get(-1) ?? null;
      settle(file, problem === null || problem.kind !== 'damaged' ? problem : await this.#rescue(fetch, id, waiting[file], at, call));
    }
  }

  async #write(fetch: Fetch, isFew: boolean, jobs: readonly ExtractJob[], call: Call): Promise<Written> {
    const [broken, unset] = [new Map<number, Map<number, Fault>>(), new Map<number, string[]>()];
    const note = (blob: number, file: number, fault: Fault): void => {
      const known = broken.get(blob) ?? new Map<number, Fault>();
      broken.set(blob, known.set(file, fault));
    };
    try {
      const bytes = await this.#repository.storage.get(packKey(fetch.pack), call, { offset: fetch.start, length: fetch.length });
      const { numbers, task } = fetch.task(jobs, bytes);
      for (const { blob, file, kind, error } of await this.#extracted(task, isFew)) {
        if (kind === 'unset') unset.set(numbers[file], [...(unset.get(numbers[file]) ?? []), error.message]);
        else if (kind === 'damaged') note(blob, -1, revive(error, `Pack ${fetch.pack} cannot be read`));
        else note(blob, numbers[file], revive(error, 'The file cannot be written'));
      }
    } catch (error) {
      call.signal.throwIfAborted();
      const fault = toFault(error, `Pack ${fetch.pack} cannot be read`);
      const kind = fault.kind === 'missing' || fault.kind === 'range' ? 'damaged' : fault.kind;
      fetch.blobs().forEach((_, blob) => note(blob, -1, new Fault(kind, fault.message, { cause: fault })));
    }
    return { broken, unset };
  }

  /** By a worker, unless there is none yet and this thread is done sooner. */
  async #extracted(task: BlobsToExtract, isFew: boolean): Promise<BlobProblem[]> {
    if (isFew && !this.#pool.isStarted) return extractBlobs((this.#opener ??= new BlobOpener(this.#repository.sealer)), task);
    const result = await this.#pool.run(task, transferred(task));
    if (result.type !== 'extracted') throw new Fault('bug', 'A worker answered with something else than asked for.');
    return result.problems;
  }

  /** A damaged blob from another pack, if there is one. Null when it worked. */
  async #rescue(fetch: Fetch, id: Uint8Array, state: Waiting, at: number, call: Call): Promise<unknown> {
    for (const entry of this.#index.ids.findAll(id, DATA)) {
      const again = Fetch.single(this.#index, entry, at);
      if (this.#index.packOf(entry) < 0 || again.pack === fetch.pack) continue;
      const bytes = await this.#repository.storage.get(packKey(again.pack), call, { offset: again.start, length: again.length }).catch(() => null); // missing too: try the next
      if (bytes === null) continue;
      const { task } = again.task([state.job], bytes);
      const problems = await this.#extracted(task, false);
      if (problems.some(({ kind }) => kind !== 'unset')) continue;
      state.unset = problems.map(({ error }) => error.message);
      return null;
    }
    return lostBlob(id, this.#index.places(id, DATA));
  }

  async #open(id: Uint8Array, place: BlobPlace, call: Call): Promise<Uint8Array | null> {
    try {
      const bytes = await this.#repository.storage.get(packKey(place.pack), call, { offset: place.offset, length: place.length });
      const blobs = [{ id, offset: 0, length: place.length, uncompressed: place.uncompressed }];
      const result = await this.#pool.run({ type: 'open', bytes, blobs, reseal: null }, [bytes.buffer]);
      return result.type === 'opened' ? result.blobs[0] : null;
    } catch (error) {
      call.signal.throwIfAborted();
      if (error instanceof Fault && (error.kind === 'missing' || error.kind === 'range')) return null; // the next place may do
      throw error;
    }
  }

  #lose(state: Waiting, error: Fault): void {
    state.error ??= error;
    state.open--;
  }
}

const transferred = ({ bytes, ids, offsets, lengths, uncompressed, writes, writeFiles, writeAts, making }: BlobsToExtract): ArrayBuffer[] =>
  [bytes, ids, offsets, lengths, uncompressed, writes, writeFiles, writeAts, making.modes, making.uids, making.gids, making.mtimes, making.atimes].map(({ buffer }) => buffer);

function lostBlob(id: Uint8Array, places: readonly BlobPlace[]): Fault {
  const blob = Buffer.from(id).toString('hex');
  const where = places.length === 0 ? 'it is named by no index' : `pack ${places.map(({ pack }) => pack.slice(0, 8)).join(' and ')} is damaged or missing`;
  return new Fault('damaged', `A part of it (blob ${blob.slice(0, 8)}) is lost: ${where}.`, { context: { blob }, advice: 'Restore it from another snapshot or copy, then run "holdfast check".' });
}
