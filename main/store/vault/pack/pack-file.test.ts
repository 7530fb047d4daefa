/** Packs that are written while they fill: the same bytes as those that wait in memory, wherever the pieces end. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Growing } from '../../../storage/storage.ts';
import { DATA } from '../index/blob-index.ts';
import { PackFile } from './pack-file.ts';
import { Chunks } from './pack-memory.ts';
import { Packer, type FilledPack, type PackFiles } from './packer.ts';

const MIB = 1024 * 1024;

class Written implements Growing {
  readonly pieces: Uint8Array[] = [];
  key: string | null = null;
  discarded = false;

  async write(bytes: Uint8Array): Promise<void> {
    this.pieces.push(bytes.slice());
  }

  async finish(key: string): Promise<void> {
    this.key = key;
  }

  async discard(): Promise<void> {
    this.discarded = true;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.pieces);
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const keyOf = (id: string): string => `data/${id}`;

/** Packs blobs of these sizes, each filled with its number; returns what came out, with the bytes of each pack. */
async function packed(sizes: readonly number[]): Promise<{ pack: FilledPack; bytes: Buffer; id: string }[]> {
  const objects = new Map<PackFile, Written>();
  const writing: Promise<void>[] = [];
  const files: PackFiles = {
    chunks: new Chunks(),
    begin: () => {
      const object = new Written();
      const file = new PackFile(Promise.resolve(object));
      objects.set(file, object);
      return file;
    },
    write: (file, bytes, buffer) => void writing.push(file.write(bytes).then(() => files.chunks.give(buffer.fill(0xee)))),
  };
  const packs: FilledPack[] = [];
  const packer = new Packer(DATA, (pack) => void packs.push(pack), files);
  for (const [number, size] of sizes.entries()) {
    packer.add(new Uint8Array(size).fill(number), number.toString(16).padStart(64, '0'), number, number);
    await Promise.all(writing);
  }
  packer.flush();
  return Promise.all(packs.map(async (pack) => {
    const rest = pack.buffer.subarray(0, pack.length - pack.written);
    if (pack.file === null) return { pack, bytes: Buffer.from(rest), id: sha256(rest) };
    await pack.file.write(rest);
    const id = await pack.file.finish(keyOf);
    const object = objects.get(pack.file)!;
    expect(object.key).toBe(keyOf(id));
    return { pack, bytes: object.bytes, id };
  }));
}

describe('a pack that is written while it fills', () => {
  it('holds every blob where its list says, and is named by its bytes', async () => {
    const size = fc.oneof(fc.integer({ min: 33, max: 3000 }), fc.integer({ min: 100_000, max: 6 * MIB }));
    await fc.assert(fc.asyncProperty(fc.array(size, { maxLength: 30 }), async (sizes) => {
      const seen: number[] = [];
      for (const { pack, bytes, id } of await packed(sizes)) {
        expect([bytes.length, id]).toEqual([pack.length, sha256(bytes)]);
        for (const { id: blob, offset, length } of pack.entries) {
          const number = Number.parseInt(blob, 16);
          seen.push(number);
          expect(length).toBe(sizes[number]);
          expect(Buffer.compare(bytes.subarray(offset, offset + length), Buffer.alloc(length, number))).toBe(0);
        }
      }
      expect(seen.toSorted((a, b) => a - b)).toEqual(sizes.map((_, number) => number));
    }), { numRuns: 15 });
  });

  it('is no file as long as it is small, and one of two small ones', async () => {
    const packs = await packed(Array.from({ length: 15 }, () => 100_000));
    expect(packs.map(({ pack }) => [pack.file, pack.entries.length])).toEqual([[null, 15]]);
  });

  it('fails where a piece of it could not be written, and leaves nothing', async () => {
    const object = new Written();
    object.write = () => Promise.reject(new Error('no room'));
    const file = new PackFile(Promise.resolve(object));
    await expect(file.write(new Uint8Array(5))).rejects.toThrow('no room');
    await expect(file.finish(keyOf)).rejects.toThrow('no room');
    await file.discard();
    expect([object.key, object.discarded]).toEqual([null, true]);
    await new PackFile(Promise.reject(new Error('offline'))).discard();
  });
});
