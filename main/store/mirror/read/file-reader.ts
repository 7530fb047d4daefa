/** Brings content back out of a snapshot's tree; no byte counts before its file's checksum was right. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Call } from '../../../base/call.ts';
import { Fault, toFault } from '../../../base/fault.ts';
import { fsPath, joinRaw, showName } from '../../../entry/name.ts';
import type { RawPath, StoredEntry } from '../../../entry/entry.ts';
import { revive } from '../../worker/worker-error.ts';
import type { ExtractJob, Extracted } from '../../store.ts';
import { placeBelow } from '../layout.ts';
import type { MirrorCrew } from '../worker/crew.ts';
import { LARGE, type MadeFile, type TakeFiles } from '../worker/protocol.ts';

const BATCH_FILES = 128;
const BATCH_BYTES = 8 * 1024 * 1024;
/** Batches under way. */
const AHEAD = 6;
const PIECE = 1024 * 1024;

/** A snapshot's folder, and what it stands for. */
export interface Tree {
  path: RawPath;
  base: RawPath;
}

export class FileReader {
  readonly #tree: Tree;
  readonly #crew: () => MirrorCrew;

  constructor(tree: Tree, crew: () => MirrorCrew) {
    this.#tree = tree;
    this.#crew = crew;
  }

  /** Twice through the file: its only checksum is that of the whole. */
  async *read(entry: StoredEntry, call: Call): AsyncGenerator<Uint8Array> {
    if (isEmpty(entry)) return;
    const [failed] = await this.#taken([{ entry, path: '' }], false, call);
    if (failed?.error != null) throw toFault(failed.error, 'It cannot be read');
    yield* this.pour(entry, call);
  }

  /** Once; what does not fit the checksum is told at the end. */
  async *pour(entry: StoredEntry, call: Call): AsyncGenerator<Uint8Array> {
    if (isEmpty(entry)) return;
    const path = joinRaw(this.#tree.path, this.#place(entry));
    const digest = createHash('sha256');
    try {
      await using file = await open(fsPath(path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
      for (let at = 0; at < entry.size; ) {
        call.signal.throwIfAborted();
        const { buffer, bytesRead } = await file.read(new Uint8Array(PIECE), 0, Math.min(PIECE, entry.size - at), at);
        if (bytesRead === 0) throw new Fault('damaged', 'It became shorter.');
        at += bytesRead;
        digest.update(buffer.subarray(0, bytesRead));
        yield buffer.subarray(0, bytesRead);
      }
      if (digest.digest('hex') !== entry.content![0]) throw new Fault('damaged', 'Its checksum is another.');
    } catch (error) {
      call.signal.throwIfAborted();
      throw this.#named(entry, toFault(error, 'It cannot be read'));
    }
  }

  extract(jobs: readonly ExtractJob[], call: Call): AsyncGenerator<Extracted> {
    return this.#take(jobs, true, call);
  }

  /** Reads and compares, writes nothing: the jobs' paths mean nothing. */
  compare(jobs: readonly ExtractJob[], call: Call): AsyncGenerator<Extracted> {
    return this.#take(jobs, false, call);
  }

  async *#take(jobs: readonly ExtractJob[], write: boolean, call: Call): AsyncGenerator<Extracted> {
    const running = new Set<Promise<Extracted[]>>();
    const batches = batchesOf(jobs);
    try {
      for (let next = 0; next < batches.length || running.size > 0; ) {
        while (next < batches.length && running.size < AHEAD) {
          const work: Promise<Extracted[]> = this.#taken(batches[next]!, write, call);
          next++;
          running.add(work);
        }
        const { work, ended } = await Promise.race(Array.from(running, async (one) => ({ work: one, ended: await one })));
        running.delete(work);
        call.signal.throwIfAborted();
        yield* ended;
      }
    } finally {
      await Promise.allSettled(running); // cut off: whoever asked removes the files, which nobody may write any more
    }
  }

  async #taken(batch: readonly ExtractJob[], write: boolean, call: Call): Promise<Extracted[]> {
    call.signal.throwIfAborted();
    const task: TakeFiles = {
      type: 'take', from: this.#tree.path, to: write ? batch.map(({ path }) => path).join('\0') : null,
      making: write ? batch.map(madeFile) : [],
      paths: batch.map(({ entry }) => this.#place(entry)).join('\0'),
      sizes: Float64Array.from(batch, ({ entry }) => entry.size),
      ids: Buffer.concat(batch.map(({ entry }) => Buffer.from(entry.content?.[0] ?? '', 'hex'))),
    };
    const { done } = call.progress;
    const result = await this.#crew().run(task, {
      failing: 'The mirror cannot be read',
      onPart: (part) => void (part.type === 'read' && write && (done.bytes += part.bytes)),
    });
    if (result.type !== 'taken') throw new Fault('bug', 'A worker answered something else.');
    const failed = new Map(result.failed.map(({ file, error }) => [file, error]));
    const unset = new Map(result.unset.map(({ file, messages }) => [file, messages]));
    if (write) for (const { entry } of batch) if (entry.size < LARGE) done.bytes += entry.size; // larger ones told on the way
    return batch.map((job, file) => {
      const error = failed.get(file);
      return { job, error: error === undefined ? null : this.#named(job.entry, revive(error, 'It cannot be read')), unset: unset.get(file) ?? [] };
    });
  }

  /** Says which file of the mirror it was. */
  #named(entry: StoredEntry, { kind, message }: Fault): Fault {
    const file = showName(joinRaw(this.#tree.path, this.#place(entry)));
    if (kind === 'missing') return new Fault('damaged', `${file} is gone from the mirror.`, { context: { file } });
    if (kind !== 'damaged') return new Fault(kind, `${file}: ${message}`, { context: { file } });
    return new Fault('damaged', `${file} was changed in the mirror or is damaged. ${message}`, { context: { file }, advice: 'Restore it from an older snapshot: "holdfast check --read-data" says which are sound.' });
  }

  #place({ name, place }: StoredEntry): RawPath {
    const found = place === undefined ? null : placeBelow(this.#tree.base, false, place);
    if (found === null || found === '') throw new Fault('bug', `It is not known where ${showName(name)} lies in the mirror.`);
    return found;
  }
}

const madeFile = ({ place, entry: { type, mode, uid, gid, mtime, atime, xattrs } }: ExtractJob): MadeFile | null => (place === undefined ? null : { place, type, mode, uid, gid, mtime, atime, xattrs });

const isEmpty = ({ content }: StoredEntry): boolean => (content ?? []).length === 0;

function batchesOf(jobs: readonly ExtractJob[]): ExtractJob[][] {
  const batches: ExtractJob[][] = [];
  let bytes = Infinity;
  for (const job of jobs) {
    if (bytes >= BATCH_BYTES || batches.at(-1)!.length >= BATCH_FILES) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)!.push(job);
    bytes += job.entry.size;
  }
  return batches;
}
