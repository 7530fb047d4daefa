/** The blob sealer: every blob is sent once, sealed, and opens to what it was. */
import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newMasterKeys } from '../crypto/keys.ts';
import { Sealer } from '../crypto/seal.ts';
import { DATA, IdTable, TREE, type BlobType } from '../index/id-table.ts';
import { threadKernel } from '../kernel/kernel.ts';
import { BlobSealer } from './blob-sealer.ts';
import { Control, SLOT } from './control.ts';
import { openBlob } from './open-blob.ts';
import type { SealedBatch } from './protocol.ts';

const sealer = new Sealer(newMasterKeys(), threadKernel());

interface Sent {
  id: string;
  type: BlobType;
  plain: Uint8Array;
  compressed: boolean;
}

function setUp({ known = new IdTable(), compressing = true } = {}) {
  const control = new Control();
  const sent: Sent[] = [];
  const batches: SealedBatch[] = [];
  const take = (batch: SealedBatch): void => {
    batches.push(batch);
    const bytes = typeof batch.place === 'number' ? control.slot(batch.place) : batch.place;
    let offset = 0;
    batch.lengths.forEach((length, at) => {
      const [id, uncompressed] = [batch.ids.subarray(at * 32, at * 32 + 32), batch.uncompressed[at]];
      const plain = openBlob(sealer, bytes.slice(offset, (offset += length)), { id, uncompressed });
      sent.push({ id: Buffer.from(id).toString('hex'), type: batch.blobType, plain, compressed: uncompressed > 0 });
    });
    if (typeof batch.place === 'number') control.freeSlot(batch.place);
    else control.releaseLarge(batch.place.length);
  };
  return { blobs: new BlobSealer(sealer, known, compressing, control, take), sent, batches };
}

const same = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0;

describe('BlobSealer', () => {
  it('sends what opens to the same bytes under their hash: small, large, larger than a slot, empty', () => {
    const { blobs, sent } = setUp();
    const plains = [Buffer.from('hello'), Buffer.alloc(100_000, 'text '), randomBytes(SLOT - 33), randomBytes(SLOT), randomBytes(3_000_000), Buffer.alloc(8_000_000, 'abc'), Buffer.alloc(0)];
    const ids = plains.map((plain) => Buffer.from(blobs.add(plain, DATA)).toString('hex'));
    blobs.flush();
    expect(ids).toEqual(plains.map((plain) => createHash('sha256').update(plain).digest('hex')));
    expect(sent.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    for (const { id, plain } of sent) expect(same(plain, plains[ids.indexOf(id)])).toBe(true);
  });

  it('compresses what gets smaller, and nothing in a vault that knows no compression', () => {
    for (const compressing of [true, false]) {
      const { blobs, sent } = setUp({ compressing });
      blobs.add(Buffer.alloc(1000, 'text '), DATA);
      blobs.add(randomBytes(1000), DATA);
      blobs.flush();
      expect(sent.map(({ compressed }) => compressed)).toEqual([compressing, false]);
    }
  });

  it('compresses every directory, however small: restic writes packs with others anew', () => {
    const { blobs, sent } = setUp();
    blobs.add(Buffer.from('{"nodes":[]}\n'), TREE);
    blobs.flush();
    expect(sent.map(({ compressed }) => compressed)).toEqual([true]);
  });

  it('sends no blob twice, nor one the vault has', () => {
    const known = new IdTable();
    known.add(createHash('sha256').update('stored').digest(), DATA);
    const { blobs, sent } = setUp({ known });
    for (const text of ['stored', 'new', 'new', 'stored', 'other', 'new']) blobs.add(Buffer.from(text), DATA);
    blobs.flush();
    expect(sent.map(({ plain }) => Buffer.from(plain).toString())).toEqual(['new', 'other']);
  });

  it('sends the same bytes once as data and once as a tree, never in one batch', () => {
    const { blobs, sent, batches } = setUp();
    for (const type of [DATA, TREE, DATA] as const) blobs.add(Buffer.from('{"nodes":[]}\n'), type);
    blobs.flush();
    expect(sent.map(({ type }) => type)).toEqual([DATA, TREE]);
    expect(batches).toHaveLength(2);
  });

  it('gathers small blobs until a slot is full', () => {
    const { blobs, batches } = setUp();
    for (let number = 0; number < 100; number++) blobs.add(randomBytes(20_000), DATA);
    blobs.flush();
    expect(batches).toHaveLength(Math.ceil((100 * 20_032) / (SLOT - 20_032)));
  });

  it('forgets what it sent for an index that is replaced: the blob may not be in the new one', () => {
    const { blobs, sent } = setUp();
    blobs.add(Buffer.from('again'), DATA);
    blobs.known = new IdTable();
    blobs.add(Buffer.from('again'), DATA);
    blobs.flush();
    expect(sent).toHaveLength(2);
  });

  it('has nothing to send when nothing was added', () => {
    const { blobs, batches } = setUp();
    blobs.flush();
    expect(batches).toEqual([]);
  });
});
