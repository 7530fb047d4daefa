/** Writes a zip every program reads: files, directories and symbolic links with permissions, times and owners; no other kinds of file. */
import { hash } from 'node:crypto';
import type { Call } from '../../../../base/call.ts';
import { Fault } from '../../../../base/fault.ts';
import type { Entry, EntryType, RawPath } from '../../../../entry/entry.ts';
import { showName, toBytes } from '../../../../entry/name.ts';
import type { Added, ByteSink, Chunks, ContainerWriter, Extra, Placed } from '../container.ts';
import { plainFile } from '../plain-entry.ts';
import { beginning } from './beginning.ts';
import { ZipOutput } from './output.ts';
import type { ZipMember } from './records.ts';

/** Content of more bytes goes as a stream. */
const SMALL = 1 << 20;

/** Bits of the file type in a mode; null for what other programs make nothing of. */
const TYPE_BITS = { file: 0o100000, dir: 0o040000, symlink: 0o120000, fifo: null, dev: null, chardev: null, socket: null } as const satisfies Record<
  EntryType,
  number | null
>;

export class ZipWriter implements ContainerWriter {
  readonly hardLinks = false;
  readonly #output: ZipOutput;
  readonly #isPacked: boolean;
  #latest = 1_000_000_000n;

  /** @param isPacked false: contents are stored as they are. */
  constructor(sink: ByteSink, { isPacked }: { isPacked: boolean }) {
    this.#output = new ZipOutput(sink);
    this.#isPacked = isPacked;
  }

  async add(entry: Entry, path: RawPath, content: Chunks | null, link: RawPath | null, call: Call): Promise<Added> {
    call.signal.throwIfAborted();
    const member = memberOf(entry, path, link);
    if (entry.mtime > this.#latest) this.#latest = entry.mtime;
    const placed: Placed = { offset: 0, stored: 0, within: 0 };
    if (entry.type !== 'file') {
      await this.#output.small(member, toBytes(entry.linkTarget ?? ''), false, { ...placed }, call);
      return { placed, size: 0, sha256: null };
    }
    const { whole, stream } = await beginning(content ?? [], SMALL);
    if (stream !== null) return { placed, ...(await this.#output.large(member, stream, this.#isPacked, placed, call)) };
    await this.#output.small(member, whole, this.#isPacked, placed, call);
    return { placed, size: whole.length, sha256: hash('sha256', whole) };
  }

  async flush(call: Call): Promise<void> {
    await this.#output.drain(call);
  }

  abandon(): Promise<void> {
    return this.#output.abandon();
  }

  async finish(extra: readonly Extra[], call: Call): Promise<void> {
    for (const { name, bytes: parts } of extra) {
      const bytes = Buffer.concat(parts);
      const member = { ...memberOf(plainFile(name, bytes.length, this.#latest), name, null), isOwn: true };
      await this.#output.small(member, bytes, true, { offset: 0, stored: 0, within: 0 }, call);
    }
    await this.#output.end(call);
  }
}

function memberOf(entry: Entry, path: RawPath, link: RawPath | null): ZipMember {
  const type = TYPE_BITS[entry.type];
  if (type === null || link !== null) {
    const shown = showName(path);
    const what = link === null ? `a file of a special kind (${entry.type})` : 'a hard link';
    throw new Fault('unsupported', `"${shown}" is ${what}: a zip cannot hold one.`, {
      context: { path: shown },
      advice: 'Use the container "tar" for it.',
    });
  }
  const { uid, gid, mtime } = entry;
  return { name: entry.type === 'dir' ? `${path}/` : path, mode: type | entry.mode, uid, gid, mtime, isOwn: false };
}
