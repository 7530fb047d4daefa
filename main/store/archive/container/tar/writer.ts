/** Writes a tar in frames: small members share one, a large file has frames of its own, so that reading one file reads only its frames. */
import { createHash, hash } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { Call } from '../../../../base/call.ts';
import type { Entry, RawPath } from '../../../../entry/entry.ts';
import { PACK } from '../compression.ts';
import type { AddNow, Added, ByteSink, Chunks, Compression, ContainerWriter, Placed } from '../container.ts';
import { FrameWriter } from '../frame-writer.ts';
import type { FrameWritten } from '../frame-writer.ts';
import { plainFile } from '../plain-entry.ts';

import { padding } from './header.ts';
import { endBlocks, memberHeader } from './member.ts';
import { SHARED, SharedFrame } from './shared-frame.ts';
import { gather } from './spool.ts';
import { trailer } from './trailer.ts';

/** Bytes of a large file in one frame: enough to pack well, little enough to have several in memory. */
const OWN = 4 << 20;

export interface TarWriterOptions {
  compression: Compression;
  /** Folder for content whose length is not known before it ends and that is large. Default: the system's for temporary files. */
  spool?: string;
}

export class TarWriter implements ContainerWriter {
  readonly hardLinks = true;
  readonly #sink: ByteSink;
  readonly #frames: FrameWriter;
  readonly #compression: Compression;
  readonly #spool: string;
  readonly #shared = new SharedFrame();
  #latest = 1_000_000_000n;
  readonly now: AddNow;

  constructor(sink: ByteSink, { compression, spool = tmpdir() }: TarWriterOptions) {
    this.#sink = sink;
    this.#compression = compression;
    this.#frames = new FrameWriter(sink);
    this.#spool = spool;
    const shared = this.#shared;
    this.now = {
      get hasRoom() {
        return !shared.isFull;
      },
      add: (entry, path, content, call) => this.#addNow(entry, path, content, call),
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

  #addNow(entry: Entry, path: RawPath, content: Uint8Array, call: Call): Added {
    call.signal.throwIfAborted();
    if (entry.mtime > this.#latest) this.#latest = entry.mtime;
    return this.#gather(memberHeader(entry, path, content.length, null), content);
  }

  async flush(call: Call): Promise<void> {
    await this.#endShared(call);
    await this.#frames.drain();
  }

  async finish(extra: readonly { name: string; bytes: Uint8Array }[], call: Call): Promise<void> {
    await this.flush(call);
    const start = this.#sink.position;
    for (const { name, bytes } of extra) {
      const entry = plainFile(name, bytes.length, this.#latest);
      await this.#addSmall(memberHeader(entry, name, bytes.length, null), bytes, call);
    }
    if (this.#shared.isFull) await this.#endShared(call);
    this.#shared.add(endBlocks(), null);
    await this.flush(call);
    call.signal.throwIfAborted();
    await this.#sink.write(trailer(this.#compression, start, this.#sink.position));
  }

  async #addSmall(header: Uint8Array, content: Uint8Array | null, call: Call): Promise<Added> {
    if (this.#shared.isFull) await this.#endShared(call);
    return this.#gather(header, content);
  }

  #gather(header: Uint8Array, content: Uint8Array | null): Added {
    return { placed: this.#shared.add(header, content), size: content?.length ?? 0, sha256: content === null ? null : hash('sha256', content) };
  }

  async #endShared(call: Call): Promise<void> {
    if (this.#shared.isEmpty) return;
    const { bytes, members } = this.#shared.take();
    const written = (offset: number, stored: number): void => {
      for (const { placed, within, size } of members) this.#place(placed, offset, stored, within, size);
    };
    const packed = PACK[this.#compression](bytes);
    if (this.#compression !== 'none') packed.then(() => this.#shared.giveBack(bytes), () => undefined); // what fails is told where it is waited for
    await this.#frames.push(packed, written, call);
  }

  /** Without compression a file's bytes lie there as they are: none but them has to be read. */
  #place(placed: Placed, offset: number, stored: number, within: number, size: number): void {
    Object.assign(placed, this.#compression === 'none' ? { offset: offset + within, stored: size, within: 0 } : { offset, stored, within });
  }

  /** The header tells the size before the content is read: what is longer is cut there, what is shorter is filled with zeros. */
  async #addLarge(header: Uint8Array, size: number, content: Chunks, call: Call): Promise<Added> {
    await this.#endShared(call);
    const placed: Placed = { offset: 0, stored: 0, within: 0 };
    const frames = new OwnFrames(this.#frames, this.#compression, call, (offset, stored) => this.#place(placed, offset, stored, header.length, size));
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
  readonly #pack: (bytes: Uint8Array) => Promise<Uint8Array>;
  readonly #call: Call;
  readonly #placed: FrameWritten;
  #parts: Uint8Array[] = [];
  #size = 0;
  #offset = -1;
  #stored = 0;

  /** @param placed told where they lie, each time one more is written. */
  constructor(frames: FrameWriter, compression: Compression, call: Call, placed: FrameWritten) {
    this.#frames = frames;
    this.#pack = PACK[compression];
    this.#call = call;
    this.#placed = placed;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let rest = bytes; rest.length > 0;) {
      const part = rest.subarray(0, OWN - this.#size);
      this.#parts.push(part);
      this.#size += part.length;
      rest = rest.subarray(part.length);
      if (this.#size === OWN) await this.end();
    }
  }

  async end(): Promise<void> {
    if (this.#size === 0) return;
    const bytes = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
    [this.#parts, this.#size] = [[], 0];
    const written = (offset: number, stored: number): void => {
      if (this.#offset < 0) this.#offset = offset;
      this.#stored += stored;
      this.#placed(this.#offset, this.#stored);
    };
    await this.#frames.push(this.#pack(bytes), written, this.#call);
  }
}
