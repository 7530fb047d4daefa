/** The one place that knows every container: by kind when one is written, by its first bytes when one is read. */
import type { Call } from '../../../base/call.ts';
import type { Effort } from '../../../base/effort.ts';
import { Fault } from '../../../base/fault.ts';
import { compressionOf } from './compression.ts';
import type { ByteSink, ByteSource, Compression, ContainerKind, ContainerReader, ContainerWriter } from './container.ts';
import { BlbReader, isBlb } from './blb/reader.ts';
import { BlbWriter } from './blb/writer.ts';
import { BLOCK, isHeader, isZero } from './tar/header.ts';
import { TarReader } from './tar/reader.ts';
import { TarWriter } from './tar/writer.ts';
import { readDirectory } from './zip/directory.ts';
import { ZipReader } from './zip/reader.ts';
import { SIGNATURE } from './zip/records.ts';
import { ZipWriter } from './zip/writer.ts';

export interface NewContainer {
  kind: ContainerKind;
  /** Of a tar. A zip only knows `none` and its own way, which both others stand for; a blb has only its own. */
  compression: Compression;
  /** Folder for large content whose length is not known before its end. */
  spool?: string;
  /** How hard the threads work that read files for a tar. */
  effort?: Effort | undefined;
  /** How many there are, at most. */
  readers?: number | undefined;
}

export function createContainer(sink: ByteSink, { kind, compression, spool, effort, readers }: NewContainer): ContainerWriter {
  if (kind === 'tar') return new TarWriter(sink, { compression, spool, effort, readers });
  return kind === 'zip' ? new ZipWriter(sink, { isPacked: compression !== 'none' }) : new BlbWriter(sink);
}

export interface Opened {
  kind: ContainerKind;
  compression: Compression;
  reader: ContainerReader;
}

/** Looks at the bytes, never at a name. @throws Fault `unsupported` for what is no archive we read, with what to do about it. */
export async function openContainer(source: ByteSource, call: Pick<Call, 'signal'>): Promise<Opened> {
  const head = await firstBytes(source, call);
  if (head.length === 0) throw new Fault('damaged', 'The archive is empty: it has no bytes at all.');
  if (isZip(head)) return openZip(source, call);
  const compression = compressionOf(head);
  if (compression === 'none' && !isTar(head)) {
    throw new Fault('unsupported', 'This is no archive that is read here: it is neither a tar nor a zip.', {
      advice: 'Unpack it with the program that made it, and back up the folder.',
    });
  }
  if (compression === 'none' || compression === 'gzip' || compression === 'zstd') {
    return { kind: 'tar', compression, reader: new TarReader(source, compression) };
  }
  throw new Fault('unsupported', `The archive is compressed with ${compression}, which is not read here.`, { advice: UNPACK_FIRST[compression] });
}

/** A member, or the end of a zip without any; an archive that unpacks itself begins as a program. */
const isZip = (head: Buffer): boolean =>
  [SIGNATURE.local, SIGNATURE.end].some((magic) => head.length >= 4 && head.readUInt32LE(0) === magic) || head.toString('latin1', 0, 2) === 'MZ';

const isTar = (head: Buffer): boolean => head.length === BLOCK && (isHeader(head) || isZero(head));

async function openZip(source: ByteSource, call: Pick<Call, 'signal'>): Promise<Opened> {
  const kind = isBlb(await readDirectory(source, call)) ? 'blb' : 'zip';
  return { kind, compression: 'gzip', reader: kind === 'blb' ? new BlbReader(source) : new ZipReader(source) };
}

const UNPACK_FIRST = {
  xz: 'Unpack the compression first ("xz -d FILE"), then use the tar it leaves.',
  bzip2: 'Unpack the compression first ("bzip2 -d FILE"), then use the tar it leaves.',
  lz4: 'Unpack the compression first ("lz4 -d FILE"), then use the tar it leaves.',
  compress: 'Unpack the compression first ("uncompress FILE"), then use the tar it leaves.',
} as const;

async function firstBytes(source: ByteSource, call: Pick<Call, 'signal'>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const bytes of source.read(0, Math.min(512, source.size), call)) parts.push(bytes);
  return Buffer.concat(parts);
}
