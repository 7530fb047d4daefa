/** Reads a zip, ours or anybody's, by its directory. */
import type { Call } from '../../../../base/call.ts';
import { Fault } from '../../../../base/fault.ts';
import type { Entry, EntryType } from '../../../../entry/entry.ts';
import { baseRaw, fromBytes, showName } from '../../../../entry/name.ts';
import type { ByteSource, ContainerReader, Found, Placed } from '../container.ts';
import { EntryGuard, relativePath } from '../entry-guard.ts';
import { plainFile } from '../plain-entry.ts';
import { memberContent } from './content.ts';
import { ReadAhead } from './read-ahead.ts';
import { readDirectory } from './directory.ts';
import type { ZipRecord } from './directory.ts';

/** Longest target of a link that is believed. */
const MOST_TARGET = 1 << 16;
const READ_ONLY = 1;
const DIRECTORY = 0x10;

export class ZipReader implements ContainerReader {
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  async *entries(call: Call): AsyncGenerator<Found> {
    for await (const { found } of this.#found(call)) yield found;
  }

  async *stream(call: Call): AsyncGenerator<Found & { content: AsyncIterable<Uint8Array> | null }> {
    const ahead = new ZipReader(new ReadAhead(this.#source));
    for await (const { found, record } of ahead.#found(call)) {
      yield { ...found, content: found.entry.type === 'file' ? ahead.#content(record, call) : null };
    }
  }

  read({ offset, stored }: Placed, size: number, call: Call): AsyncIterable<Uint8Array> {
    return memberContent(this.#source, { offset, compressed: stored, size, crc: null }, `What lies at byte ${offset} of the zip`, call);
  }

  async extra(call: Call): Promise<{ name: string; bytes: Uint8Array }[] | null> {
    const found: { name: string; bytes: Uint8Array }[] = [];
    for (const record of await readDirectory(this.#source, call)) {
      if (record.isOwn) found.push({ name: record.name, bytes: await this.#all(record, call) });
    }
    return found.length === 0 ? null : found;
  }

  #content(record: ZipRecord, call: Call): AsyncIterable<Uint8Array> {
    return memberContent(this.#source, record, `The zip's entry "${showName(record.name)}"`, call);
  }

  async *#found(call: Call): AsyncGenerator<{ found: Found; record: ZipRecord }> {
    const guard = new EntryGuard();
    for (const record of await readDirectory(this.#source, call)) {
      call.signal.throwIfAborted();
      const path = relativePath(record.name);
      if (record.isOwn || path === '') continue;
      const entry = entryOf(record, baseRaw(path));
      guard.admit(path, entry.type === 'dir', null);
      if (entry.type === 'symlink') entry.linkTarget = await this.#target(record, call);
      const placed = entry.type === 'file' ? { offset: record.offset, stored: record.compressed, within: 0 } : null;
      yield { found: { entry, path, link: null, placed }, record };
    }
  }

  async #target(record: ZipRecord, call: Call): Promise<string> {
    if (record.size > MOST_TARGET) throw new Fault('damaged', `The target of the link "${showName(record.name)}" in the zip is too long to be one.`);
    return fromBytes(await this.#all(record, call));
  }

  async #all(record: ZipRecord, call: Call): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const bytes of this.#content(record, call)) parts.push(bytes);
    return Buffer.concat(parts);
  }
}

const TYPES: ReadonlyMap<number, EntryType> = new Map([
  [0o100000, 'file'],
  [0o040000, 'dir'],
  [0o120000, 'symlink'],
  [0o010000, 'fifo'],
]);

function typeOf({ name, mode, attributes }: ZipRecord): EntryType {
  if (name.endsWith('/')) return 'dir';
  const bits = mode & 0o170000;
  if (bits === 0) return (attributes & DIRECTORY) !== 0 ? 'dir' : 'file';
  const type = TYPES.get(bits);
  if (type !== undefined) return type;
  throw new Fault('unsupported', `The zip's entry "${showName(name)}" is of a kind no file can be made of.`, {
    context: { path: showName(name) },
    advice: 'Unpack the zip with another program, and back up the folder.',
  });
}

function entryOf(record: ZipRecord, name: string): Entry {
  const type = typeOf(record);
  const usual = type === 'dir' ? 0o755 : (record.attributes & READ_ONLY) !== 0 ? 0o444 : 0o644;
  const mode = record.mode === 0 ? usual : record.mode & 0o7777;
  const { uid, gid, mtime } = record;
  return { ...plainFile(name, type === 'file' ? record.size : 0, 0n), type, mode, uid, gid, mtime, atime: mtime, ctime: mtime };
}
