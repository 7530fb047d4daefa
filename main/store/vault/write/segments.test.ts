/** A file read in stretches has the pieces that reading it from its beginning gives, wherever the stretches begin and whatever is in it. */
import { randomBytes } from 'node:crypto';
import { lstatSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { rawFromText } from '../../../entry/name.ts';
import { Chunker } from '../chunker/chunker.ts';
import { newMasterKeys } from '../crypto/keys.ts';
import { Sealer } from '../crypto/seal.ts';
import { IdTable } from '../index/id-table.ts';
import { threadKernel } from '../kernel/kernel.ts';
import { BlobSealer } from '../worker/blob-sealer.ts';
import { Control } from '../worker/control.ts';
import { Cutter } from '../worker/cutter.ts';
import type { FileStamp } from '../../worker/source-file.ts';
import type { SegmentRead, SegmentToRead } from '../worker/protocol.ts';
import { readFileContent } from '../worker/read-files.ts';
import { readSegment } from '../worker/read-segment.ts';
import { readInSegments, type Sizes } from './segments.ts';

const MIB = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'holdfast-segments-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = rawFromText(join(folder, 'file'));

const kernel = threadKernel();
const control = new Control();
const blobs = new BlobSealer(new Sealer(newMasterKeys(), kernel), new IdTable(), true, control, ({ place }) =>
  typeof place === 'number' ? control.freeSlot(place) : control.releaseLarge(place.length));
const cutter = new Cutter(kernel, new Chunker(kernel, 0x3da3358b4dc173n), blobs);

function stamp(): FileStamp {
  const { size, mtimeNs, ctimeNs, ino } = lstatSync(path, { bigint: true });
  return { size: Number(size), mtime: mtimeNs, ctime: ctimeNs, inode: ino };
}

let told = 0;
const read = async (task: SegmentToRead): Promise<SegmentRead> => readSegment(task, { cutter, control, read: (bytes) => void (told += bytes) });
const hex = (ids: readonly Uint8Array[]): string => ids.map((some) => Buffer.from(some).toString('hex')).join('');
const inSegments = (sizes: Sizes): Promise<Uint8Array[] | null> => readInSegments(path, stamp(), 2, read, sizes);
const whole = (): string => hex([readFileContent({ path, ...stamp() }, { cutter, control, read: () => undefined }).ids]);

const noise = fc.integer({ min: 1, max: 6 * MIB }).map((size) => randomBytes(size));
const zeros = fc.integer({ min: 1, max: 12 * MIB }).map((size) => Buffer.alloc(size));
const content = fc.array(fc.oneof(noise, zeros), { minLength: 1, maxLength: 6 }).map((parts) => Buffer.concat(parts));

it('gives the same ids, in order', async () => {
  await fc.assert(fc.asyncProperty(content, fc.integer({ min: 9 * MIB, max: 14 * MIB }), fc.integer({ min: 0, max: 4 * MIB }), async (bytes, stretch, runUp) => {
    writeFileSync(path, bytes);
    expect(hex((await inSegments({ stretch, runUp }))!)).toBe(whole());
  }), { numRuns: 25 });
}, 60_000);

it('tells of every byte once where the stretches meet', async () => {
  writeFileSync(path, randomBytes(30 * MIB));
  told = 0;
  await inSegments({ stretch: 16 * MIB, runUp: 15 * MIB });
  expect(told).toBe(30 * MIB);
});

it('gives nothing of a file that is not what it was, or not there', async () => {
  writeFileSync(path, randomBytes(20 * MIB));
  const before = stamp();
  truncateSync(path, 19 * MIB);
  expect(await readInSegments(path, before, 2, read, { stretch: 9 * MIB, runUp: MIB })).toBeNull();
  rmSync(path);
  expect(await readInSegments(path, before, 2, read, { stretch: 9 * MIB, runUp: MIB })).toBeNull();
});
