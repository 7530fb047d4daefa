/** A folder where small files of a store are laid out, many at once, for whoever reads them next. Nobody else can look into it. */
import { closeSync, lstatSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call } from '../base/call.ts';
import { toFault } from '../base/fault.ts';
import { Progress } from '../base/progress.ts';
import type { FileStamp, PathContent, RawPath, StoredEntry } from '../entry/entry.ts';
import { fsPath, rawFromText } from '../entry/name.ts';
import type { ExtractJob, SnapshotReader } from '../store/store.ts';

export class Staging {
  readonly #folder: string;
  #made = 0;
  #empty: PathContent | null = null;

  constructor(parent: string = tmpdir()) {
    try {
      this.#folder = mkdtempSync(join(parent, 'holdfast-'));
    } catch (error) {
      throw toFault(error, `No folder for passing files on can be made in ${parent}`);
    }
  }

  /** Content of the entries, in their order, verified; what could not be had is an error instead. Each counts until it is released. */
  async fill(reader: SnapshotReader, entries: readonly StoredEntry[], call: Call): Promise<(PathContent | Error)[]> {
    if (entries.length === 0) return [];
    const jobs = entries.map((entry): ExtractJob => ({ entry, path: this.#newFile() }));
    const ended = new Map<ExtractJob, unknown>();
    for await (const { job, error } of reader.extract(jobs, { ...call, progress: new Progress(), report: () => undefined })) ended.set(job, error);
    return jobs.map((job) => {
      const error = ended.get(job);
      if (error === null) return this.#content(job.path);
      rmSync(fsPath(job.path), { force: true });
      return toFault(error, 'It cannot be read');
    });
  }

  /** Content that comes by only now. Its size is what came. */
  async keep(content: AsyncIterable<Uint8Array>, entry: { size: number }, call: Pick<Call, 'signal'>): Promise<PathContent> {
    const path = this.#newFile();
    entry.size = 0;
    await using file = await open(fsPath(path), 'w');
    for await (const bytes of content) {
      call.signal.throwIfAborted();
      await file.writeFile(bytes);
      entry.size += bytes.length;
    }
    return this.#content(path);
  }

  /** Content of files without any. */
  get empty(): PathContent {
    return (this.#empty ??= emptyFile(this.#newFile()));
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #newFile(): RawPath {
    const path = rawFromText(join(this.#folder, String(this.#made++)));
    closeSync(openSync(fsPath(path), 'wx', 0o600));
    return path;
  }

  #content(path: RawPath): PathContent {
    return { type: 'path', path, stamp: stampAt(path), release: () => rmSync(fsPath(path), { force: true }) };
  }
}

function stampAt(path: RawPath): FileStamp {
  const { size, mtimeNs, ctimeNs, ino } = lstatSync(fsPath(path), { bigint: true });
  return { size: Number(size), mtime: mtimeNs, ctime: ctimeNs, inode: ino };
}

const emptyFile = (path: RawPath): PathContent => ({ type: 'path', path, stamp: stampAt(path) });
