/** Writes a tar in frames: small members share one, a large file has frames of its own, so that reading one file reads only its frames. */
import { createHash, hash } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { Call } from '../../../../base/call.ts';
import type { Effort } from '../../../../base/effort.ts';
import { freeBuffer } from '../../../../base/free.ts';
import type { Entry, RawPath } from '../../../../entry/entry.ts';
import { FrameCrew, type Room } from '../../worker/frame-crew.ts';
import type { FrameMade } from '../../worker/protocol.ts';
import { PACK } from '../compression.ts';
import type { Added, ByteSink, Chunks, Compression, ContainerWriter, Extra, FileTaken, FileToTake, Placed, TakesFiles } from '../container.ts';
import { FrameWriter } from '../frame-writer.ts';
import type { FrameWritten } from '../frame-writer.ts';
import { plainFile } from '../plain-entry.ts';
import { FrameFiles } from './frame-files.ts';
import { padding } from './header.ts';
import { endBlocks, memberHeader } from './member.ts';
import { lengthOf } from '../../manifest/text-parts.ts';
import { SHARED, SharedFrame } from './shared-frame.ts';
import { gather } from './spool.ts';
import { trailer } from './trailer.ts';

/** Bytes of a large file in one frame: enough to pack well, little enough to have several in memory. */
const OWN = 4 << 20;

export interface TarWriterOptions {
  compression: Compression;
  /** Folder for content whose length is not known before it ends and that is large. Default: the system's for temporary files. */
  spool?: string | undefined;
  /** How hard the threads work that read files. */
  effort?: Effort | undefined;
  /** How many there are, at most. */
  readers?: number | undefined;
}

export class TarWriter implements ContainerWriter {
  readonly hardLinks = true;
  readonly copies = true;
  readonly #sink: ByteSink;
  readonly #frames: FrameWriter;
  readonly #compression: Compression;
  readonly #spool: string;
  readonly #shared = new SharedFrame();
  readonly #crew: FrameCrew;
  #reading = new FrameFiles();
  #latest = 1_000_000_000n;
  readonly files: TakesFiles;

  constructor(sink: ByteSink, { compression, spool = tmpdir(), effort = 'full', readers }: TarWriterOptions) {
    this.#sink = sink;
    this.#compression = compression;
    this.#spool = spool;
    this.#crew = new FrameCrew({ compression, effort, readers, large: OWN });
    this.#frames = new FrameWriter(sink, this.#crew.size);
    const isFull = (): boolean => this.#isFull;
    this.files = {
      get hasRoom() {
        return !isFull();
      },
      take: (entry, path, file, done) => this.#take(entry, path, file, done),
      endFrame: (call) => this.#endShared(call),
    };
  }

  async add(entry: Entry, path: RawPath, content: Chunks | null, link: RawPath | null, call: Call): Promise<Added> {
    call.signal.throwIfAborted();
    if (entry.mtime > this.#latest) this.#latest = entry.mtime;
    if (entry.type !== 'file' || link !== null || content === null) return this.#addSmall(memberHeader(entry, path, 0, link), null, call);
    if (entry.size > SHARED) return this.#addLarge(memberHeader(entry, path, entry.size, null), entry.size, content, call);
    const gathered = await gather(content, SHARED, this.#spool);
    if (gathered instanceof Uint8Array) return this.#addSmall(memberHeader(entry, path, gathered.length, null), gathered, call);
    await using spool = gathered;
    return await this.#addLarge(memberHeader(entry, path, spool.size, null), spool.size, spool.read(), call);
  }

  #take(entry: Entry, path: RawPath, file: FileToTake, done: (taken: FileTaken) => void): void {
    if (entry.mtime > this.#latest) this.#latest = entry.mtime;
    this.#reading.add({ entry, path, file, before: this.#shared.size, done });
  }

  get #isFull(): boolean {
    return this.#shared.size + this.#reading.size >= SHARED;
  }

  async flush(call: Call): Promise<void> {
    await this.#endShared(call, true);
    await this.#frames.drain(call);
    await this.#crew.close(); // what they hold is needed for what a link ends with
  }

  async abandon(): Promise<void> {
    await this.#crew.close();
    await this.#frames.abandon();
  }

  async finish(extra: readonly Extra[], call: Call): Promise<void> {
    await this.flush(call);
    const start = this.#sink.position;
    for (const { name, bytes } of extra) {
      const size = lengthOf(bytes);
      const header = memberHeader(plainFile(name, size, this.#latest), name, size, null);
      if (size > SHARED) await this.#addLarge(header, size, bytes, call);
      else await this.#addSmall(header, Buffer.concat(bytes), call);
    }
    if (this.#isFull) await this.#endShared(call);
    this.#shared.add(endBlocks(), null);
    await this.flush(call);
    call.signal.throwIfAborted();
    await this.#sink.write(trailer(this.#compression, start, this.#sink.position));
  }

  async #addSmall(header: Uint8Array, content: Uint8Array | null, call: Call): Promise<Added> {
    if (this.#isFull) await this.#endShared(call);
    return this.#gather(header, content);
  }

  #gather(header: Uint8Array, content: Uint8Array | null): Added {
    return { placed: this.#shared.add(header, content, this.#reading.count), size: content?.length ?? 0, sha256: content === null ? null : hash('sha256', content) };
  }

  /** @param isLast nothing follows soon. */
  async #endShared(call: Call, isLast = false): Promise<void> {
    if (this.#reading.count > 0) return this.#endReading(call, isLast);
    if (this.#shared.size === 0) return;
    const { bytes, members } = this.#shared.take();
    const [isPacked, giveBack] = [this.#compression !== 'none', (): void => this.#shared.giveBack(bytes)];
    const written = (offset: number, stored: number): void => {
      for (const { placed, within, size } of members) this.#place(placed, offset, stored, within, size);
      if (!isPacked) giveBack();
    };
    const packed = PACK[this.#compression](bytes);
    if (isPacked) packed.then(giveBack, () => undefined); // what fails is told where it is waited for
    await this.#frames.push(packed, written, call, isPacked);
  }

  async #endReading(call: Call, isLast: boolean): Promise<void> {
    const [{ bytes, members }, files] = [this.#shared.take(), this.#reading];
    this.#reading = new FrameFiles();
    const task = files.task(new Uint8Array(bytes));
    this.#shared.giveBack(bytes);
    const made = this.#crew.make(task, isLast);
    let frame: FrameMade;
    const packed = made.then((result) => (frame = result).bytes);
    const written = (offset: number, stored: number): void => {
      const place = (placed: Placed, within: number, size: number): void => this.#place(placed, offset, stored, within, size);
      for (const { placed, within, size, files: before } of members) place(placed, within + FrameFiles.taken(frame, before), size);
      files.tell(frame, place);
      for (const column of [frame.ids, frame.sizes, frame.taken, frame.headers]) freeBuffer(column.buffer);
    };
    await this.#frames.push(packed, written, call, true);
  }

  /** Without compression a file's bytes lie there as they are: none but them has to be read. */
  #place(placed: Placed, offset: number, stored: number, within: number, size: number): void {
    Object.assign(placed, this.#compression === 'none' ? { offset: offset + within, stored: size, within: 0 } : { offset, stored, within });
  }

  /** The header tells the size before the content is read: what is longer is cut there, what is shorter is filled with zeros. */
  async #addLarge(header: Uint8Array, size: number, content: Chunks, call: Call): Promise<Added> {
    await this.#endShared(call);
    const placed: Placed = { offset: 0, stored: 0, within: 0 };
    const frames = new OwnFrames(this.#frames, this.#crew, call, (offset, stored) => this.#place(placed, offset, stored, header.length, size));
    await frames.write(header);
    const digest = createHash('sha256');
    const write = (bytes: Uint8Array): Promise<void> => {
      digest.update(bytes);
      return frames.write(bytes);
    };
    let left = size;
    for await (const bytes of content) {
      if (bytes.length === 0) continue;
      await write(bytes.subarray(0, left));
      left -= Math.min(left, bytes.length);
      if (left === 0) break;
    }
    for (; left > 0; left -= Math.min(left, OWN)) await write(Buffer.alloc(Math.min(left, OWN)));
    await frames.write(new Uint8Array(padding(size)));
    await frames.end();
    return { placed, size, sha256: digest.digest('hex') };
  }
}

/** The frames of one large file. */
class OwnFrames {
  readonly #frames: FrameWriter;
  readonly #crew: FrameCrew;
  readonly #call: Call;
  readonly #placed: FrameWritten;
  #room: Room | null = null;
  #size = 0;
  #offset = -1;
  #stored = 0;

  /** @param placed told where they lie, each time one more is written. */
  constructor(frames: FrameWriter, crew: FrameCrew, call: Call, placed: FrameWritten) {
    this.#frames = frames;
    this.#crew = crew;
    this.#call = call;
    this.#placed = placed;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let rest = bytes; rest.length > 0;) {
      const part = rest.subarray(0, OWN - this.#size);
      (this.#room ??= this.#crew.room()).set(part, this.#size);
      this.#size += part.length;
      rest = rest.subarray(part.length);
      if (this.#size === OWN) await this.end();
    }
  }

  async end(): Promise<void> {
    if (this.#size === 0) return;
    const [room, size] = [this.#room!, this.#size];
    [this.#room, this.#size] = [null, 0];
    const isPacked = this.#crew.packs;
    const written = (offset: number, stored: number): void => {
      if (this.#offset < 0) this.#offset = offset;
      this.#stored += stored;
      this.#placed(this.#offset, this.#stored);
      if (!isPacked) this.#crew.giveBack(room);
    };
    await this.#frames.push(this.#crew.pack(room, size), written, this.#call, isPacked);
  }
}
