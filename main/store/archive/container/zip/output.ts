/** Members of a zip on their way into a sink: small ones packed several at a time, large ones as a stream with their sizes after them. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { crc32, createDeflateRaw, deflateRaw } from 'node:zlib';
import type { Call } from '../../../../base/call.ts';
import { Fault } from '../../../../base/fault.ts';
import { showName } from '../../../../entry/name.ts';
import type { ByteSink, Chunks, Placed } from '../container.ts';
import { FrameWriter } from '../frame-writer.ts';
import { through } from '../through.ts';
import { centralHeader, descriptor, directoryEnd, localHeader, METHOD } from './records.ts';
import type { ZipMember } from './records.ts';

const deflateBytes = promisify(deflateRaw);
/** Bytes of directory handed to the sink at once. */
const BATCH = 4096;

export class ZipOutput {
  readonly #sink: ByteSink;
  readonly #frames: FrameWriter;
  /** Of everything written, in order. */
  readonly #directory: Buffer[] = [];

  constructor(sink: ByteSink) {
    this.#sink = sink;
    this.#frames = new FrameWriter(sink);
  }

  /** Stored as it is where packing gains nothing, or is not wanted. */
  async small(member: ZipMember, content: Uint8Array, isPacked: boolean, placed: Placed, call: Call): Promise<void> {
    assertName(member);
    const pack = async (): Promise<Uint8Array> => {
      const deflated = isPacked && content.length > 0 ? await deflateBytes(content) : content;
      const isSmaller = deflated.length < content.length;
      const bytes = isSmaller ? deflated : content;
      const method = isSmaller ? METHOD.deflated : METHOD.stored;
      Object.assign(facts, { method, compressed: bytes.length });
      return Buffer.concat([localHeader(member, facts), bytes]);
    };
    const facts = { method: 0, crc: crc32(content), compressed: 0, size: content.length, offset: 0, hasDescriptor: false };
    const written = (offset: number): void => {
      Object.assign(placed, { offset, stored: facts.compressed, within: 0 });
      this.#directory.push(centralHeader(member, { ...facts, offset }));
    };
    await this.#frames.push(pack(), written, call);
  }

  /** Resolves when it is written. */
  async large(member: ZipMember, content: Chunks, isPacked: boolean, placed: Placed, call: Call): Promise<{ size: number; sha256: string }> {
    assertName(member);
    await this.#frames.drain();
    const offset = this.#sink.position;
    const method = isPacked ? METHOD.deflated : METHOD.stored;
    const facts = { method, crc: 0, compressed: 0, size: 0, offset, hasDescriptor: true };
    await this.#sink.write(localHeader(member, facts));
    const start = this.#sink.position;
    const digest = createHash('sha256');
    const told = async function* (): AsyncGenerator<Uint8Array> {
      for await (const bytes of content) {
        call.signal.throwIfAborted();
        digest.update(bytes);
        facts.crc = crc32(bytes, facts.crc);
        facts.size += bytes.length;
        yield bytes;
      }
    };
    for await (const bytes of isPacked ? through(told(), createDeflateRaw({ chunkSize: 1 << 16 })) : told()) await this.#sink.write(bytes);
    facts.compressed = this.#sink.position - start;
    await this.#sink.write(descriptor(facts));
    Object.assign(placed, { offset, stored: facts.compressed, within: 0 });
    this.#directory.push(centralHeader(member, facts));
    return { size: facts.size, sha256: digest.digest('hex') };
  }

  drain(): Promise<void> {
    return this.#frames.drain();
  }

  async end(call: Call): Promise<void> {
    await this.drain();
    const start = this.#sink.position;
    for (let at = 0; at < this.#directory.length; at += BATCH) {
      call.signal.throwIfAborted();
      await this.#sink.write(Buffer.concat(this.#directory.slice(at, at + BATCH)));
    }
    await this.#sink.write(directoryEnd(this.#directory.length, start, this.#sink.position));
  }
}

const MOST_NAME = 0xffff;

function assertName({ name }: ZipMember): void {
  if (name.length <= MOST_NAME) return;
  const shown = showName(name);
  throw new Fault('unsupported', `The name of "${shown}" is too long for a zip: ${name.length} bytes.`, { context: { path: shown } });
}
