/** Writes a blb: a zip with every file packed by itself under a numbered name, and the checksums of all of them. Its manifest comes with `finish`. */
import { createHash, hash } from 'node:crypto';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';
import type { Call } from '../../../../base/call.ts';
import { Fault } from '../../../../base/fault.ts';
import { sha256Hex } from '../../../../base/ids.ts';
import type { Entry, RawPath } from '../../../../entry/entry.ts';
import { showName } from '../../../../entry/name.ts';
import type { Added, ByteSink, Chunks, ContainerWriter, Extra, Placed } from '../container.ts';
import { through } from '../through.ts';
import { beginning } from '../zip/beginning.ts';
import { ZipOutput } from '../zip/output.ts';
import type { ZipMember } from '../zip/records.ts';

const gzipBytes = promisify(gzip);

const SMALL = 1 << 20;
export const CHECKSUMS = 'checksums.txt';
export const MANIFEST = 'manifest.json';
export const FILES = 'files/';

export class BlbWriter implements ContainerWriter {
  readonly hardLinks = false;
  readonly #output: ZipOutput;
  /** Lines of `sha256sum`, in the order of the members. */
  readonly #checksums: string[] = [];
  #count = 0;
  #latest = 1_000_000_000n;

  constructor(sink: ByteSink) {
    this.#output = new ZipOutput(sink);
  }

  /** A directory has no member: only the manifest tells of it. */
  async add(entry: Entry, path: RawPath, content: Chunks | null, link: RawPath | null, call: Call): Promise<Added> {
    call.signal.throwIfAborted();
    const placed: Placed = { offset: 0, stored: 0, within: 0 };
    if (entry.type === 'dir') return { placed, size: 0, sha256: null };
    if (entry.type !== 'file' || link !== null) throw unsupported(path);
    if (entry.mtime > this.#latest) this.#latest = entry.mtime;
    const name = memberName(++this.#count, entry.name);
    const member = memberOf(name, entry.mtime);
    const { whole, stream } = await beginning(content ?? [], SMALL);
    if (stream !== null) return { placed, name, ...(await this.#large(member, stream, placed, call)) };
    const packed = await gzipBytes(whole);
    await this.#small(member, packed, placed, call);
    return { placed, name, size: whole.length, sha256: hash('sha256', whole) };
  }

  async flush(call: Call): Promise<void> {
    await this.#output.drain(call);
  }

  abandon(): Promise<void> {
    return this.#output.abandon();
  }

  async finish(extra: readonly Extra[], call: Call): Promise<void> {
    for (const { name, bytes } of extra) await this.#small(memberOf(name, this.#latest, true), Buffer.concat(bytes), { offset: 0, stored: 0, within: 0 }, call);
    const lines = Buffer.from(this.#checksums.join(''));
    await this.#output.small(memberOf(CHECKSUMS, this.#latest, true), lines, true, { offset: 0, stored: 0, within: 0 }, call);
    await this.#output.end(call);
  }

  async #small(member: ZipMember, bytes: Uint8Array, placed: Placed, call: Call): Promise<void> {
    this.#checksums.push(`${sha256Hex(bytes)}  ${member.name}\n`);
    await this.#output.small(member, bytes, member.isOwn, placed, call);
  }

  async #large(member: ZipMember, content: AsyncIterable<Uint8Array>, placed: Placed, call: Call): Promise<{ size: number; sha256: string }> {
    const digest = createHash('sha256');
    let size = 0;
    const told = async function* (): AsyncGenerator<Uint8Array> {
      for await (const bytes of content) {
        digest.update(bytes);
        size += bytes.length;
        yield bytes;
      }
    };
    const { sha256 } = await this.#output.large(member, through(told(), createGzip({ chunkSize: 1 << 16 })), false, placed, call);
    this.#checksums.push(`${sha256}  ${member.name}\n`);
    return { size, sha256: digest.digest('hex') };
  }
}

/** `files/NNN_<name>.gz`: letters, digits and a few marks every system allows, so that it unpacks anywhere. The real name is in the manifest. */
export const memberName = (number: number, name: string): string =>
  `${FILES}${String(number).padStart(3, '0')}_${name.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 80)}.gz`;

const memberOf = (name: string, mtime: bigint, isOwn = false): ZipMember => ({ name, mode: 0o100644, uid: 0, gid: 0, mtime, isOwn });

function unsupported(path: RawPath): Fault {
  const shown = showName(path);
  return new Fault('unsupported', `"${shown}" is neither a file nor a directory: a blb cannot hold it.`, {
    context: { path: shown },
    advice: 'Use the container "tar" for it.',
  });
}
