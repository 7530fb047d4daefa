/** Packs the frames of a thread, each alone, into memory of its own. */
import { gzipSync } from 'node:zlib';
import { Compressor, worstCase } from '../../worker/compression.ts';
import { GZIP_LEVEL } from '../container/compression.ts';
import type { Compression } from '../container/container.ts';

/** Not to be called again before its result is copied or sent. */
export function packer(compression: Compression): (plain: Uint8Array) => Uint8Array<ArrayBuffer> {
  if (compression === 'none') return (plain) => new Uint8Array(plain);
  if (compression === 'gzip') return (plain) => new Uint8Array(gzipSync(plain, { level: GZIP_LEVEL, chunkSize: worstCase(plain.length) }));
  const zstd = new Compressor(1 << 20, true);
  return (plain) => new Uint8Array(zstd.always(plain));
}
