/** What has to be known of a blb's manifest to read its files; the rest of it is the archive's. */
import { z } from 'zod';
import { Fault } from '../../../../base/fault.ts';

const count = z.number().int().nonnegative();

const BlbFile = z.object({
  relativePath: z.string(),
  originalSize: count,
  /** Milliseconds since the epoch, or a date in the form of RFC 3339. */
  lastModified: z.union([z.number(), z.string()]).optional(),
  /** SHA-256 of the content, hex. */
  checksum: z.string().nullish(),
  isDirectory: z.boolean().default(false),
  /** Of the member's local header in the zip. */
  offset: count.nullish(),
});
export type BlbFile = z.infer<typeof BlbFile>;

const Manifest = z.object({ files: z.array(BlbFile) });

/** @throws Fault `damaged`. */
export function manifestFiles(bytes: Uint8Array): BlbFile[] {
  try {
    return Manifest.parse(JSON.parse(Buffer.from(bytes).toString())).files;
  } catch (error) {
    throw new Fault('damaged', 'The manifest of the blb cannot be read.', { cause: error });
  }
}

/** Nanoseconds since the epoch; 0 where there is no time, or none that can be understood. */
export function modified({ lastModified = 0 }: BlbFile): bigint {
  const time = typeof lastModified === 'number' ? lastModified : Date.parse(lastModified);
  return Number.isFinite(time) ? BigInt(Math.round(time)) * 1_000_000n : 0n;
}
