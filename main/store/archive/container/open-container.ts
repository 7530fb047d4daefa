/** The one place that knows every container: by kind when one is written, by its first bytes when one is read. */
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import { compressionOf } from './compression.ts';
import type { ByteSink, ByteSource, Compression, ContainerKind, ContainerReader, ContainerWriter } from './container.ts';
import { TarReader } from './tar/reader.ts';
import { TarWriter } from './tar/writer.ts';

export interface NewContainer {
  kind: ContainerKind;
  /** Of a tar; zip and blb have their own. */
  compression: Compression;
  /** Folder for large content whose length is not known before its end. */
  spool?: string;
}

export function createContainer(sink: ByteSink, { kind, compression, spool }: NewContainer): ContainerWriter {
  if (kind === 'tar') return new TarWriter(sink, spool === undefined ? { compression } : { compression, spool });
  throw new Fault('unsupported', `The container ${kind} cannot be written.`);
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
  const compression = compressionOf(head);
  if (compression === 'none' || compression === 'gzip' || compression === 'zstd') {
    return { kind: 'tar', compression, reader: new TarReader(source, compression) };
  }
  throw new Fault('unsupported', `The archive is compressed with ${compression}, which is not read here.`, { advice: UNPACK_FIRST[compression] });
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
