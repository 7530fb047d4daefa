/** The content of one member of a zip, checked: it has the length and the checksum the zip tells, and never more. */
import { crc32, createInflateRaw } from 'node:zlib';
import type { Call } from '../../../../base/call.ts';
import { Fault } from '../../../../base/fault.ts';
import { UNPACK } from '../compression.ts';
import type { ByteSource } from '../container.ts';
import { through } from '../through.ts';
import { readBytes } from './directory.ts';
import { FLAG, METHOD, SIGNATURE } from './records.ts';

/** What has to be known of a member to read it. */
export interface ContentPlace {
  /** Of the local header. */
  offset: number;
  compressed: number;
  size: number;
  /** Null: as the local header, or what follows the content, tells. */
  crc: number | null;
}

const NAMES: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  95: 'xz',
  98: 'PPMd',
  99: 'AES',
};

/** @param shown the entry, for messages. @throws Fault `damaged`, and `unsupported` for a way of packing that is not read. */
export async function* memberContent(source: ByteSource, place: ContentPlace, shown: string, call: Pick<Call, 'signal'>): AsyncGenerator<Uint8Array> {
  const broken = (reason: string): Fault => new Fault('damaged', `${shown} is damaged: ${reason}.`, { context: { entry: shown } });
  const local = await localHeader(source, place.offset, call);
  if (local === null) throw broken('its header is not where the directory says');
  if ((local.flags & FLAG.encrypted) !== 0) throw unsupported(`${shown} is encrypted with a password of the zip`);
  const { method, start } = local;
  if (start + place.compressed > source.size) throw broken('it is cut off');
  let [crc, size] = [0, 0];
  try {
    for await (const bytes of unpacked(source.read(start, start + place.compressed, call), method, shown)) {
      size += bytes.length;
      if (size > place.size) throw broken(`its content is longer than the ${place.size} bytes it is said to have`);
      crc = crc32(bytes, crc);
      yield bytes;
    }
  } catch (error) {
    throw isDecoderError(error) ? broken('it cannot be unpacked') : error;
  }
  if (size < place.size) throw broken(`its content has ${size} bytes in place of ${place.size}`);
  const wanted = place.crc ?? (await local.crc(place.compressed));
  if (crc !== wanted) throw broken('its content has another checksum');
}

const unsupported = (what: string): Fault =>
  new Fault('unsupported', `${what}, which is not read here.`, { advice: 'Unpack the zip with another program, and back up the folder.' });

function unpacked(packed: AsyncIterable<Uint8Array>, method: number, shown: string): AsyncIterable<Uint8Array> {
  if (method === METHOD.stored) return packed;
  if (method === METHOD.deflated) return through(packed, createInflateRaw());
  if (method === METHOD.zstd) return UNPACK.zstd(packed);
  throw unsupported(`${shown} is packed with ${NAMES[method] ?? `method ${method}`}`);
}

const isDecoderError = (error: unknown): boolean => error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');

interface Local {
  flags: number;
  method: number;
  /** Of the content. */
  start: number;
  /** The checksum, wherever it is told. */
  crc(compressed: number): Promise<number>;
}

async function localHeader(source: ByteSource, offset: number, call: Pick<Call, 'signal'>): Promise<Local | null> {
  if (offset < 0 || offset + 30 > source.size) return null;
  const head = await readBytes(source, offset, offset + 30, call);
  if (head.readUInt32LE(0) !== SIGNATURE.local) return null;
  const flags = head.readUInt16LE(6);
  const start = offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  const crc = async (compressed: number): Promise<number> => {
    if ((flags & FLAG.descriptor) === 0) return head.readUInt32LE(14);
    const after = await readBytes(source, start + compressed, start + compressed + 8, call);
    return after.readUInt32LE(after.readUInt32LE(0) === SIGNATURE.descriptor ? 4 : 0);
  };
  return { flags, method: head.readUInt16LE(8), start, crc };
}
