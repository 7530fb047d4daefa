/** Reads a blb: what its manifest tells, with the content of its members. */
import type { Call } from '../../../../base/call.ts';
import { Fault } from '../../../../base/fault.ts';
import { baseRaw, rawFromText, showName } from '../../../../entry/name.ts';
import { UNPACK } from '../compression.ts';
import type { ByteSource, ContainerReader, Found, Placed } from '../container.ts';
import { EntryGuard, relativePath } from '../entry-guard.ts';
import { plainFile } from '../plain-entry.ts';
import { memberContent } from '../zip/content.ts';
import { readDirectory } from '../zip/directory.ts';
import type { ZipRecord } from '../zip/directory.ts';
import { manifestFiles, modified } from './manifest-files.ts';
import type { BlbFile } from './manifest-files.ts';
import { CHECKSUMS, FILES, MANIFEST, memberName } from './writer.ts';

/** Whether a zip is one. */
export const isBlb = (records: readonly ZipRecord[]): boolean =>
  [MANIFEST, CHECKSUMS].every((name) => records.some((record) => record.name === name)) &&
  records.every(({ name }) => name === MANIFEST || name === CHECKSUMS || name.startsWith(FILES));

export class BlbReader implements ContainerReader {
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  async *entries(call: Call): AsyncGenerator<Found> {
    for await (const { found } of this.#found(call)) yield found;
  }

  async *stream(call: Call): AsyncGenerator<Found & { content: AsyncIterable<Uint8Array> | null }> {
    for await (const { found, file } of this.#found(call)) {
      yield { ...found, content: found.placed === null ? null : this.read(found.placed, file.originalSize, call) };
    }
  }

  /** The member's own checksum was that of the packed bytes; gzip checks the unpacked ones. Other programs may have packed the member once more. */
  async *read({ offset, stored }: Placed, size: number, call: Call): AsyncGenerator<Uint8Array> {
    const shown = `What lies at byte ${offset} of the blb`;
    const packed = memberContent(this.#source, { offset, compressed: stored, size: null, crc: null }, shown, call);
    let left = size;
    for await (const bytes of UNPACK.gzip(packed)) {
      left -= bytes.length;
      if (left < 0) break;
      yield bytes;
    }
    if (left !== 0)
      throw new Fault('damaged', `${shown} is damaged: its content is ${left > 0 ? 'shorter' : 'longer'} than the ${size} bytes it should have.`);
  }

  async extra(call: Call): Promise<{ name: string; bytes: Uint8Array }[] | null> {
    const records = await readDirectory(this.#source, call);
    const found = records.filter(({ name }) => name === MANIFEST || name === CHECKSUMS);
    return await Promise.all(found.map(async (record) => ({ name: record.name, bytes: await this.#all(record, call) })));
  }

  async *#found(call: Call): AsyncGenerator<{ found: Found; file: BlbFile }> {
    const records = await readDirectory(this.#source, call);
    const manifest = records.find(({ name }) => name === MANIFEST);
    if (manifest === undefined) throw new Fault('damaged', 'The blb has no manifest.');
    const members = new Members(records.filter(({ name }) => name.startsWith(FILES) && !name.endsWith('/')));
    const guard = new EntryGuard();
    for (const file of manifestFiles(await this.#all(manifest, call))) {
      call.signal.throwIfAborted();
      const path = relativePath(rawFromText(file.relativePath.replaceAll('\\', '/')));
      if (path === '') continue;
      guard.admit(path, file.isDirectory, null);
      const member = file.isDirectory ? null : members.of(file);
      const placed = member === null ? null : { offset: member.offset, stored: member.compressed, within: 0 };
      yield { found: { entry: entryOf(file, baseRaw(path)), path, link: null, placed }, file };
    }
  }

  async #all(record: ZipRecord, call: Call): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const bytes of memberContent(this.#source, record, `"${record.name}" of the blb`, call)) parts.push(bytes);
    return Buffer.concat(parts);
  }
}

/** Which member is which file: the next by number when it has the file's name, as a zip may have been packed anew; else the one at the place the manifest tells; else the next. */
class Members {
  readonly #byOffset: Map<number, ZipRecord>;
  readonly #inOrder: ZipRecord[];
  #next = 0;

  constructor(records: readonly ZipRecord[]) {
    this.#byOffset = new Map(records.map((record) => [record.offset, record]));
    const number = ({ name }: ZipRecord): number => Number.parseInt(name.slice(FILES.length), 10);
    this.#inOrder = records.toSorted((a, b) => number(a) - number(b));
  }

  of(file: BlbFile): ZipRecord {
    const next = this.#inOrder[this.#next++];
    const named = next?.name.replace(/^files\/\d+/, '') === memberName(0, baseRaw(rawFromText(file.relativePath))).replace(/^files\/\d+/, '') ? next : undefined;
    const member = named ?? this.#byOffset.get(file.offset ?? -1) ?? next;
    if (member !== undefined) return member;
    const shown = showName(rawFromText(file.relativePath));
    throw new Fault('damaged', `The blb's manifest tells of "${shown}", but its content is missing.`, { context: { path: shown } });
  }
}

const entryOf = (file: BlbFile, name: string): Found['entry'] => {
  const mtime = modified(file);
  const type = file.isDirectory ? 'dir' : 'file';
  return {
    ...plainFile(name, file.isDirectory ? 0 : file.originalSize, 0n),
    type,
    mode: file.isDirectory ? 0o755 : 0o644,
    mtime,
    atime: mtime,
    ctime: mtime,
  };
};
