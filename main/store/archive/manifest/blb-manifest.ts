/** The manifest of a blb: what programs that know the form expect, and our own manifest beside it. */
import type { SnapshotFile } from '../../tree/snapshot-file.ts';
import type { RawPath } from '../../../entry/entry.ts';
import { fromBytes, toBytes } from '../../../entry/name.ts';
import { sha256Hex } from '../../../base/ids.ts';
import type { Member } from '../write/link-writer.ts';
import type { Link } from './link.ts';

export const BLB_MANIFEST = 'manifest.json';
const FORMAT_VERSION = '1.0';

export interface BlbParts {
  link: Omit<Link, 'state'>;
  snapshot: Omit<SnapshotFile, 'summary'>;
  members: readonly Member[];
  deletions: readonly RawPath[];
  /** Our own manifest, a JSON object. */
  inside: Buffer;
  /** Milliseconds it took. */
  duration: number;
}

/** `integrityChecksum` is the SHA-256 of the object's bytes as they are without that last member. Times in RFC 3339, ratios of packed to whole. */
export function blbManifest({ link, snapshot, members, deletions, inside, duration }: BlbParts): Buffer {
  const files = members.map(({ path, isDirectory, mtime, added: { size, sha256, placed } }) => ({
    relativePath: text(path), originalSize: size, compressedSize: placed.stored, lastModified: timeOf(mtime), checksum: sha256,
    isDirectory, compressionMethod: isDirectory ? 'none' : 'gzip', offset: isDirectory ? null : placed.offset,
  }));
  const [whole, packed] = [sum(files.map(({ originalSize }) => originalSize)), sum(files.map(({ compressedSize }) => compressedSize))];
  const told = JSON.stringify({
    backupId: link.id, createdAt: link.time, deviceInfo: deviceInfo(snapshot),
    options: { kind: link.kind, includes: snapshot.device?.includes ?? [], excludes: snapshot.excludes ?? [], tags: snapshot.tags ?? [], compression: 'gzip' }, files,
    statistics: {
      fileCount: files.filter(({ isDirectory }) => !isDirectory).length, directoryCount: files.filter(({ isDirectory }) => isDirectory).length,
      totalOriginalSize: whole, totalCompressedSize: packed, compressionRatio: whole === 0 ? 1 : packed / whole, backupDuration: duration, backupPath: snapshot.paths.join('\n'),
    },
    parentBackupId: link.parent, formatVersion: FORMAT_VERSION, deletedPaths: deletions.map(text),
  });
  const body = Buffer.concat([Buffer.from(`${told.slice(0, -1)},"holdfast":`), inside.subarray(0, inside.lastIndexOf('}') + 1)]);
  const integrity = sha256Hex(Buffer.concat([body, Buffer.from('}')]));
  return Buffer.concat([body, Buffer.from(`,"integrityChecksum":"${integrity}"}\n`)]);
}

/** Of a machine only its name and whose files they are. */
function deviceInfo({ hostname = '', username = '', device }: BlbParts['snapshot']): Record<string, string> {
  if (device === undefined) return { hostname, username };
  const { id = '', name = '', board, platform, firmware, build } = device;
  return { hostname, username, id, name, board, platform, firmware, build };
}

/** '' for a time no calendar has. */
function timeOf(mtime: bigint): string {
  const time = new Date(Number(mtime / 1_000_000n));
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}

/** Bytes that are no text become U+FFFD here; our own manifest has them as they are. */
const text = (path: RawPath): string => toBytes(path).toString();

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Our own manifest out of a blb's. Null: it has none. */
export function insideOf(manifest: Uint8Array): Buffer | null {
  const raw = fromBytes(manifest);
  const [start, end] = [raw.indexOf(',"holdfast":{"archive":'), raw.lastIndexOf(',"integrityChecksum":"')];
  return start < 0 || end < start ? null : Buffer.from(`${raw.slice(start + ',"holdfast":'.length, end)}\n`, 'latin1');
}
