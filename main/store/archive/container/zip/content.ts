/** The content of one member of a zip, checked: it has the length and the checksum the zip tells, and never more. */
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
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
  /** Null: not known; whoever reads it then sets the limit. */
  size: number | null;
  /** Null: as the local header, or what follows the content, tells. */
  crc: number | null;
}

/** Content, packed or not, that is worth no stream. */
const SMALL = 1 << 20;
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
  const local = await readLocal(source, place, call);
  if (local === null) throw broken('its header is not where the directory says');
  if ((local.flags & FLAG.encrypted) !== 0) throw unsupported(`${shown} is encrypted with a password of the zip`);
  if (local.start + place.compressed > source.size) throw broken('it is cut off');
  let [crc, size] = [0, 0];
  try {
    for await (const bytes of unpacked(local, source, place, shown, call)) {
      size += bytes.length;
      if (place.size !== null && size > place.size) throw broken(`its content is longer than the ${place.size} bytes it is said to have`);
      crc = crc32(bytes, crc);
      yield bytes;
    }
  } catch (error) {
    throw isDecoderError(error) ? broken('it cannot be unpacked') : error;
  }
  if (place.size !== null && size < place.size) throw broken(`its content has ${size} bytes in place of ${place.size}`);
  const wanted = place.crc ?? (await local.crc(place.compressed));
  if (crc !== wanted) throw broken('its content has another checksum');
}

const unsupported = (what: string): Fault =>
  new Fault('unsupported', `${what}, which is not read here.`, { advice: 'Unpack the zip with another program, and back up the folder.' });

/** What is small is unpacked at once: setting up a stream takes longer. */
function unpacked(
  local: Local,
  source: ByteSource,
  place: ContentPlace,
  shown: string,
  call: Pick<Call, 'signal'>,
): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  const { method, start, content } = local;
  if (content !== null && method === METHOD.stored) return [content];
  if (content !== null && method === METHOD.deflated && place.size !== null && place.size <= SMALL) return inflated(content, place.size);
  const packed = source.read(start, start + place.compressed, call);
  if (method === METHOD.stored) return packed;
  if (method === METHOD.deflated) return through(packed, createInflateRaw());
  if (method === METHOD.zstd) return UNPACK.zstd(packed);
  throw unsupported(`${shown} is packed with ${NAMES[method] ?? `method ${method}`}`);
}

/** One byte more than there should be is enough to see that there are more. */
function inflated(content: Uint8Array, size: number): Uint8Array[] {
  try {
    return [inflateRawSync(content, { maxOutputLength: size + 1 })];
  } catch (error) {
    if (error instanceof RangeError) return [new Uint8Array(size + 1)];
    throw error;
  }
}

const isDecoderError = (error: unknown): boolean => error instanceof Error && 'code' in error && /^(Z_|ERR_ZLIB)/.test(String(error.code));

interface Local {
  flags: number;
  method: number;
  /** Of the content. */
  start: number;
  /** Where it was small enough to be read with the header. */
  content: Uint8Array | null;
  /** The checksum, wherever it is told. */
  crc(compressed: number): Promise<number>;
}

/** Most headers are no longer: one read takes header and content. */
const HEADER = 30 + 256;

async function readLocal(source: ByteSource, { offset, compressed }: ContentPlace, call: Pick<Call, 'signal'>): Promise<Local | null> {
  if (offset < 0 || offset + 30 > source.size) return null;
  const most = HEADER + (compressed <= SMALL ? compressed : 0);
  const head = await readBytes(source, offset, Math.min(source.size, offset + most), call);
  if (head.readUInt32LE(0) !== SIGNATURE.local) return null;
  const flags = head.readUInt16LE(6);
  const length = 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  const start = offset + length;
  const content = length + compressed <= head.length ? head.subarray(length, length + compressed) : null;
  const crc = async (packed: number): Promise<number> => {
    if ((flags & FLAG.descriptor) === 0) return head.readUInt32LE(14);
    const after = await readBytes(source, start + packed, start + packed + 8, call);
    return after.readUInt32LE(after.readUInt32LE(0) === SIGNATURE.descriptor ? 4 : 0);
  };
  return { flags, method: head.readUInt16LE(8), start, content, crc };
}
