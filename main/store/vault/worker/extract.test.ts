/** Writing blobs into files: every byte in its place, zeros as holes, and a bad blob or file spoils no other. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rawFromText } from '../../../entry/name.ts';
import { newMasterKeys } from '../crypto/keys.ts';
import { Sealer } from '../crypto/seal.ts';
import { threadKernel } from '../kernel/kernel.ts';
import { Compressor } from '../../worker/compression.ts';
import { extractBlobs } from './extract.ts';
import { BlobOpener } from './open-blob.ts';
import type { BlobProblem, BlobsToExtract, FilesToMake } from './protocol.ts';

const sealer = new Sealer(newMasterKeys(), threadKernel());
const opener = new BlobOpener(sealer);
const compressor = new Compressor();
const MIB = 1024 * 1024;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-extract-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Wanted {
  plain: Uint8Array;
  writes: { file: string; at: number }[];
}

const same = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0;

const NOTHING: FilesToMake = { paths: '', modes: new Uint16Array(0), uids: new Uint32Array(0), gids: new Uint32Array(0), mtimes: new BigInt64Array(0), atimes: new BigInt64Array(0), odd: new Map() };

/** The task that writes these blobs. Files are made empty, as a target makes them. */
function taskFor(blobs: readonly Wanted[], sizes: Readonly<Record<string, number>>): BlobsToExtract {
  const names = Object.keys(sizes);
  for (const name of names) if (!existsSync(join(folder, name))) writeFileSync(join(folder, name), '');
  const packed = blobs.map(({ plain }) => compressor.compress(plain)?.slice() ?? null);
  const sealed = blobs.map(({ plain }, at) => sealer.sealed(packed[at] ?? plain));
  const writes = blobs.flatMap((blob) => blob.writes);
  return {
    type: 'extract', bytes: new Uint8Array(Buffer.concat(sealed)),
    ids: new Uint8Array(Buffer.concat(blobs.map(({ plain }) => createHash('sha256').update(plain).digest()))),
    offsets: Uint32Array.from(sealed, (_, at) => sealed.slice(0, at).reduce((sum, { length }) => sum + length, 0)),
    lengths: Uint32Array.from(sealed, ({ length }) => length),
    uncompressed: Uint32Array.from(blobs, ({ plain }, at) => (packed[at] === null ? 0 : plain.length)),
    writes: Uint32Array.from(blobs, (blob) => blob.writes.length),
    writeFiles: Uint32Array.from(writes, ({ file }) => names.indexOf(file)),
    writeAts: Float64Array.from(writes, ({ at }) => at),
    files: names.map((name) => ({ path: rawFromText(join(folder, name)), size: sizes[name]!, whole: false })),
    making: NOTHING,
  };
}

const extract = (blobs: readonly Wanted[], sizes: Readonly<Record<string, number>>): BlobProblem[] => extractBlobs(opener, taskFor(blobs, sizes));
const content = (name: string): Uint8Array => readFileSync(join(folder, name));
const allocated = (name: string): number => statSync(join(folder, name)).blocks * 512;

describe('extractBlobs', () => {
  it('puts blobs in their places, in whatever order they come', () => {
    const [one, two, three] = [randomBytes(1000), Buffer.alloc(200_000, 'text '), randomBytes(7)];
    const order = fc.shuffledSubarray([0, 1, 2], { minLength: 3 });
    fc.assert(fc.property(order, (places) => {
      const blobs = [{ plain: one, writes: [{ file: 'a', at: 0 }] }, { plain: two, writes: [{ file: 'a', at: 1000 }] }, { plain: three, writes: [{ file: 'a', at: 201_000 }] }];
      expect(extract(places.map((place) => blobs[place]), { a: 201_007 })).toEqual([]);
      expect(same(content('a'), Buffer.concat([one, two, three]))).toBe(true);
      rmSync(join(folder, 'a'));
    }), { numRuns: 6 });
  });

  it('writes one blob wherever it is wanted', () => {
    const plain = randomBytes(500);
    expect(extract([{ plain, writes: [{ file: 'a', at: 0 }, { file: 'b', at: 500 }, { file: 'b', at: 0 }] }], { a: 500, b: 1000 })).toEqual([]);
    expect(same(content('a'), plain)).toBe(true);
    expect(same(content('b'), Buffer.concat([plain, plain]))).toBe(true);
  });

  it('leaves holes where there are runs of zeros, and the length right', () => {
    const plain = Buffer.concat([randomBytes(65_536), Buffer.alloc(3 * MIB), randomBytes(10), Buffer.alloc(2 * MIB)]);
    expect(extract([{ plain, writes: [{ file: 'a', at: 0 }] }], { a: plain.length })).toEqual([]);
    expect(same(content('a'), plain)).toBe(true);
    expect(allocated('a')).toBeLessThan(MIB);
  });

  it('makes a file of nothing but zeros all hole', () => {
    const plain = Buffer.alloc(4 * MIB);
    extract([{ plain, writes: [{ file: 'a', at: 0 }, { file: 'a', at: 4 * MIB }] }], { a: 8 * MIB });
    expect(content('a').length).toBe(8 * MIB);
    expect(allocated('a')).toBeLessThan(100_000);
  });

  it('does the same at places that are no multiple of anything', () => {
    const zeros = fc.record({ before: fc.nat(200_000), zeros: fc.nat(400_000), after: fc.nat(1000), at: fc.nat(100_000) });
    fc.assert(fc.property(zeros, ({ before, zeros: run, after, at }) => {
      const plain = Buffer.concat([randomBytes(before), Buffer.alloc(run), randomBytes(after)]);
      const head = randomBytes(at);
      extract([{ plain, writes: [{ file: 'a', at }] }, { plain: head, writes: [{ file: 'a', at: 0 }] }], { a: at + plain.length });
      expect(same(content('a'), Buffer.concat([head, plain]))).toBe(true);
      rmSync(join(folder, 'a'));
    }), { numRuns: 20 });
  });

  it('names a damaged blob and writes nothing of it, but everything else', () => {
    const [good, bad] = [randomBytes(5000), randomBytes(6000)];
    const task = taskFor([{ plain: bad, writes: [{ file: 'bad', at: 0 }] }, { plain: good, writes: [{ file: 'good', at: 0 }] }], { bad: 6000, good: 5000 });
    task.bytes[100] ^= 1;
    expect(extractBlobs(opener, task)).toMatchObject([{ blob: 0, kind: 'damaged', file: -1, error: { kind: 'damaged' } }]);
    expect(same(content('good'), good)).toBe(true);
    expect(content('bad').length).toBe(0);
  });

  it('finds a blob that is sealed soundly but is not the one it should be', () => {
    const task = taskFor([{ plain: randomBytes(100), writes: [{ file: 'a', at: 0 }] }], { a: 100 });
    task.ids[0] ^= 1;
    expect(extractBlobs(opener, task)).toMatchObject([{ kind: 'damaged', error: { kind: 'damaged', message: expect.stringContaining('content its name promises') } }]);
  });

  it('names a file that cannot be written, and writes the others', () => {
    const plain = randomBytes(100);
    const task = taskFor([{ plain, writes: [{ file: 'gone', at: 0 }, { file: 'here', at: 0 }] }], { gone: 100, here: 100 });
    rmSync(join(folder, 'gone'));
    expect(extractBlobs(opener, task)).toMatchObject([{ blob: 0, kind: 'write', file: 0, error: { code: 'ENOENT' } }]);
    expect(same(content('here'), plain)).toBe(true);
  });

  it('does not write through a link that took the place of a file', () => {
    writeFileSync(join(folder, 'precious'), 'mine');
    symlinkSync('precious', join(folder, 'a'));
    expect(extract([{ plain: Buffer.from('yours'), writes: [{ file: 'a', at: 0 }] }], { a: 5 })).toMatchObject([{ kind: 'write' }]);
    expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('mine');
  });

  it('fills more files than may be open at once', () => {
    const names = Array.from({ length: 300 }, (_, number) => `f${number}`);
    const plains = names.map((name) => Buffer.from(name));
    expect(extract(plains.map((plain, at) => ({ plain, writes: [{ file: names[at], at: 0 }] })), Object.fromEntries(names.map((name) => [name, name.length])))).toEqual([]);
    for (const name of names) expect(readFileSync(join(folder, name), 'utf8')).toBe(name);
  });
});
