/** Members of a zip on their way into a sink: small ones packed several at a time, large ones as a stream with their sizes after them. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { crc32, createDeflateRaw, deflateRaw, deflateRawSync } from 'node:zlib';
import type { Call } from '../../../../base/call.ts';
import { Fault } from '../../../../base/fault.ts';
import { showName } from '../../../../entry/name.ts';
import type { ByteSink, Chunks, Placed } from '../container.ts';
import { FrameWriter } from '../frame-writer.ts';
import { through } from '../through.ts';
import { centralHeader, descriptor, directoryEnd, localHeader, METHOD } from './records.ts';
import type { ZipFacts, ZipMember } from './records.ts';

const deflateBytes = promisify(deflateRaw);
/** Entries of the directory handed to the sink at once. */
const ENTRIES = 4096;
/** Small members are packed and written so many bytes, or so many, at once. */
const BATCH = 1 << 19;
const MOST_IN_BATCH = 512;
/** For fewer bytes the way to another thread is longer than the work. */
const HERE = 4096;

export class ZipOutput {
  readonly #sink: ByteSink;
  readonly #frames: FrameWriter;
  /** Of everything written, in order. */
  readonly #directory: Buffer[] = [];
  /** Small members that wait to be packed and written together. */
  #batch: Small[] = [];
  #batchSize = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
    this.#frames = new FrameWriter(sink);
  }

  /** Stored as it is where packing gains nothing, or is not wanted. */
  async small(member: ZipMember, content: Uint8Array, isPacked: boolean, placed: Placed, call: Call): Promise<void> {
    assertName(member);
    this.#batch.push({ member, content, isPacked, placed });
    this.#batchSize += content.length;
    if (this.#batchSize >= BATCH || this.#batch.length >= MOST_IN_BATCH) await this.#endBatch(call);
  }

  async #endBatch(call: Call): Promise<void> {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    [this.#batch, this.#batchSize] = [[], 0];
    const packed = batch.map(() => NOTHING);
    const pack = async (): Promise<Uint8Array> => {
      for (const [at, small] of batch.entries()) packed[at] = await packSmall(small);
      return Buffer.concat(packed.flatMap(({ bytes }) => bytes));
    };
    const written = (start: number): void => {
      let offset = start;
      for (const [at, { facts, bytes }] of packed.entries()) {
        const { member, placed } = batch[at]!;
        Object.assign(placed, { offset, stored: facts.compressed, within: 0 });
        this.#directory.push(centralHeader(member, { ...facts, offset }));
        offset += bytes[0].length + bytes[1].length;
      }
    };
    await this.#frames.push(pack(), written, call);
  }

  /** Resolves when it is written. */
  async large(member: ZipMember, content: Chunks, isPacked: boolean, placed: Placed, call: Call): Promise<{ size: number; sha256: string }> {
    assertName(member);
    await this.drain(call);
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

  async drain(call: Call): Promise<void> {
    await this.#endBatch(call);
    await this.#frames.drain(call);
  }

  abandon(): Promise<void> {
    return this.#frames.abandon();
  }

  async end(call: Call): Promise<void> {
    await this.drain(call);
    const start = this.#sink.position;
    for (let at = 0; at < this.#directory.length; at += ENTRIES) {
      call.signal.throwIfAborted();
      await this.#sink.write(Buffer.concat(this.#directory.slice(at, at + ENTRIES)));
    }
    await this.#sink.write(directoryEnd(this.#directory.length, start, this.#sink.position));
  }
}

interface Small {
  member: ZipMember;
  content: Uint8Array;
  isPacked: boolean;
  placed: Placed;
}

interface PackedSmall {
  facts: Omit<ZipFacts, 'offset'>;
  bytes: [header: Uint8Array, content: Uint8Array];
}

const NOTHING: PackedSmall = {
  facts: { method: 0, crc: 0, compressed: 0, size: 0, hasDescriptor: false },
  bytes: [new Uint8Array(0), new Uint8Array(0)],
};

async function packSmall({ member, content, isPacked }: Small): Promise<PackedSmall> {
  const isWorth = isPacked && content.length > 0;
  const deflated = !isWorth ? content : content.length <= HERE ? deflateRawSync(content) : await deflateBytes(content);
  const isSmaller = deflated.length < content.length;
  const bytes = isSmaller ? deflated : content;
  const method = isSmaller ? METHOD.deflated : METHOD.stored;
  const facts = { method, crc: crc32(content), compressed: bytes.length, size: content.length, hasDescriptor: false };
  return { facts, bytes: [localHeader(member, facts), bytes] };
}

const MOST_NAME = 0xffff;

function assertName({ name }: ZipMember): void {
  if (name.length <= MOST_NAME) return;
  const shown = showName(name);
  throw new Fault('unsupported', `The name of "${shown}" is too long for a zip: ${name.length} bytes.`, { context: { path: shown } });
}
