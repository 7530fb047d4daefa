/** Content of a snapshot, from whichever links hold it; no byte counts before its file's checksum was right. */
import { createHash, hash } from 'node:crypto';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import type { Call } from '../../../base/call.ts';
import { Fault, isFault, toFault } from '../../../base/fault.ts';
import { fsPath } from '../../../entry/name.ts';
import type { StoredEntry } from '../../../entry/entry.ts';
import { NewFiles, openNew } from '../../../entry/new-files.ts';
import type { ExtractJob, Extracted } from '../../store.ts';
import type { ContainerReader } from '../container/container.ts';
import type { OpenLink } from '../link-files.ts';
import type { Link } from '../manifest/link.ts';
import type { ContentPlace, State } from '../manifest/state-text.ts';
import { holderOf } from '../write/link-writer.ts';

const FILL = constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);

/** Files of at most so many bytes are put together before they are written. */
const SMALL = 4 * 1024 * 1024;

/** Opens links by their ids and keeps them open. */
export interface Links {
  /** @throws Fault `damaged` naming the link that is missing or cannot be read. */
  open(id: string, call: Call): Promise<OpenLink>;
}

interface Placed {
  holder: string;
  place: ContentPlace;
}

export class LinkContent {
  readonly #link: Link;
  readonly #state: State;
  readonly #links: Links;
  readonly #newFiles = new NewFiles();
  /** Where content was read from last. */
  #recent: { holder: string; reader: ContainerReader } | null = null;

  constructor(link: Link, state: State, links: Links) {
    this.#link = link;
    this.#state = state;
    this.#links = links;
  }

  /** Twice through the content: its only checksum is that of the whole. */
  async *read(entry: StoredEntry, call: Call): AsyncGenerator<Uint8Array> {
    const [id] = entry.content ?? [];
    if (id === undefined) return;
    await this.verify(id, call);
    yield* this.stream(id, call);
  }

  /** In one pass; what does not fit the checksum is told at the end. */
  async *pour(entry: StoredEntry, call: Call): AsyncGenerator<Uint8Array> {
    const [id] = entry.content ?? [];
    if (id === undefined) return;
    const digest = createHash('sha256');
    for await (const bytes of this.stream(id, call)) {
      digest.update(bytes);
      yield bytes;
    }
    if (digest.digest('hex') !== id) throw changedContent();
  }

  /** In one pass: whoever takes it compares the checksum. */
  async *stream(id: string, call: Call): AsyncGenerator<Uint8Array> {
    const { holder, place } = this.#placed(id);
    const { reader } = await this.#links.open(holder, call);
    yield* reader.read(place.placed, place.size, call);
  }

  /** @throws Fault `damaged` when a content is not what was saved. */
  verify(id: string, call: Call): Promise<void> {
    return this.#verified(id, () => undefined, call);
  }

  /** In the order they lie, link by link. */
  async *extract(jobs: readonly ExtractJob[], call: Call): AsyncGenerator<Extracted> {
    for (const { job, error } of this.#ordered(jobs)) {
      call.signal.throwIfAborted();
      if (error !== null) yield { job, error, unset: [] };
      else yield this.#extractNow(job, call) ?? (await this.#extractOne(job, call));
    }
  }

  /** Reads a content and compares it. @param take is given each part. @throws Fault `damaged`. */
  async #verified(id: string, take: (bytes: Uint8Array) => void, call: Call): Promise<void> {
    const { holder, place } = this.#placed(id);
    const { reader } = await this.#links.open(holder, call);
    this.#recent = { holder, reader };
    const digest = createHash('sha256');
    for await (const bytes of reader.read(place.placed, place.size, call)) {
      digest.update(bytes);
      take(bytes);
    }
    if (digest.digest('hex') !== id) throw changedContent();
  }

  #ordered(jobs: readonly ExtractJob[]): { job: ExtractJob; error: unknown }[] {
    const placed = jobs.map((job) => {
      try {
        return { job, error: null, at: this.#placed(job.entry.content![0]!) };
      } catch (error) {
        return { job, error, at: null };
      }
    });
    const key = ({ at }: { at: Placed | null }): string => at?.holder ?? '';
    return placed.toSorted((a, b) => (key(a) === key(b) ? (a.at?.place.placed.offset ?? 0) - (b.at?.place.placed.offset ?? 0) || (a.at?.place.placed.within ?? 0) - (b.at?.place.placed.within ?? 0) : key(a) < key(b) ? -1 : 1));
  }

  /** What lies in the frame read last, without waiting. Null: it does not. */
  #extractNow(job: ExtractJob, call: Call): Extracted | null {
    const [id] = job.entry.content!;
    const { holder, place } = this.#placed(id!);
    if (job.place === undefined || this.#recent?.holder !== holder) return null;
    const bytes = this.#recent.reader.readNow?.(place.placed, place.size) ?? null;
    if (bytes === null || bytes.length > SMALL) return null;
    try {
      if (hash('sha256', bytes) !== id) throw changedContent();
      return { job, error: null, unset: this.#made(job, job.place, [bytes], call) };
    } catch (error) {
      return failed(job, error, call);
    }
  }

  async #extractOne(job: ExtractJob, call: Call): Promise<Extracted> {
    try {
      const unset = job.place === undefined ? await this.#fill(job, openSync(fsPath(job.path), FILL), call) : await this.#make(job, job.place, call);
      return { job, error: null, unset };
    } catch (error) {
      return failed(job, error, call);
    }
  }

  async #make(job: ExtractJob, place: string, call: Call): Promise<string[]> {
    if (job.entry.size > SMALL) {
      await this.#fill(job, openNew(job.path, place), call);
      return this.#newFiles.adopt(job.path, place, job.entry);
    }
    const parts: Uint8Array[] = [];
    await this.#verified(job.entry.content![0]!, (bytes) => void parts.push(bytes), call);
    return this.#made(job, place, parts, call);
  }

  #made(job: ExtractJob, place: string, parts: readonly Uint8Array[], call: Call): string[] {
    call.progress.done.bytes += job.entry.size;
    return this.#newFiles.make(job.path, place, job.entry, (fd) => {
      for (const bytes of parts) writeAll(fd, bytes);
    });
  }

  async #fill({ entry }: ExtractJob, fd: number, call: Call): Promise<string[]> {
    try {
      await this.#verified(entry.content![0]!, (bytes) => {
        writeAll(fd, bytes);
        call.progress.done.bytes += bytes.length;
      }, call);
    } finally {
      closeSync(fd);
    }
    return [];
  }

  #placed(id: string): Placed {
    const place = this.#state.contents.get(id);
    if (place === undefined) throw new Fault('damaged', `The manifest of ${this.#link.name} does not say where the content ${id.slice(0, 8)} lies.`);
    return { holder: holderOf(this.#link, place), place };
  }
}

function failed(job: ExtractJob, error: unknown, { signal }: Call): Extracted {
  signal.throwIfAborted();
  return { job, error: isFault(error) ? error : toFault(error, 'It cannot be written'), unset: [] };
}

const changedContent = (): Fault => new Fault('damaged', 'Its content is not what was saved: its checksum is another.');

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}
