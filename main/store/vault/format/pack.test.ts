/** Headers of packs come back as they were; malformed ones are refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePackHeader, encodePackHeader, headerSize, MAX_ENTRIES, packSize, type PackEntry } from './pack.ts';

const ID = 'cd'.repeat(32);
const blob = fc.record({
  type: fc.constantFrom('data' as const, 'tree' as const), length: fc.integer({ min: 32, max: 2 ** 24 }), uncompressedLength: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2 ** 32 - 1 })),
  id: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((id) => Buffer.from(id).toString('hex')),
});

function placed(blobs: readonly Omit<PackEntry, 'offset'>[]): PackEntry[] {
  let end = 0;
  return blobs.map((entry) => ({ ...entry, offset: (end += entry.length) - entry.length }));
}

describe('a pack header', () => {
  it('comes back as it was, and counts its bytes', () => {
    fc.assert(fc.property(fc.array(blob, { maxLength: 20 }).map(placed), (entries) => {
      const header = encodePackHeader(entries);
      expect(decodePackHeader(header)).toEqual(entries);
      expect(headerSize(entries)).toBe(header.length + 36);
      expect(packSize(entries)).toBe(header.length + 36 + entries.reduce((sum, { length }) => sum + length, 0));
    }));
  });

  it('has the bytes of the format', () => {
    const entries: PackEntry[] = [
      { type: 'data', id: ID, offset: 0, length: 0x1234, uncompressedLength: 0 },
      { type: 'tree', id: ID, offset: 0x1234, length: 0x20, uncompressedLength: 0x0102 },
    ];
    expect(Buffer.from(encodePackHeader(entries)).toString('hex')).toBe(`0034120000${ID}032000000002010000${ID}`);
  });

  it('is refused where blobs have gaps, no id, or are too many', () => {
    const entry: PackEntry = { type: 'data', id: ID, offset: 0, length: 40, uncompressedLength: 0 };
    expect(() => encodePackHeader([entry, { ...entry, offset: 41 }])).toThrow(/has no place/);
    expect(() => encodePackHeader([{ ...entry, length: 2 ** 32 }])).toThrow(/has no place/);
    expect(() => encodePackHeader([{ ...entry, id: 'xyz' }])).toThrow(/is no id/);
    expect(MAX_ENTRIES).toBe(409_199);
    const many = Array.from({ length: MAX_ENTRIES + 1 }, () => ({ ...entry, uncompressedLength: 1 }));
    expect(() => encodePackHeader(many)).toThrow(/too long a header/);
  });

  it.each([
    ['is cut off', Buffer.alloc(36)], ['is cut off in a compressed entry', Buffer.concat([Buffer.of(2, 40), Buffer.alloc(38)])],
    ['has an unknown type', Buffer.concat([Buffer.of(4, 40), Buffer.alloc(35)])], ['has a blob shorter than a seal', Buffer.concat([Buffer.of(0, 31), Buffer.alloc(35)])],
    ['reaches beyond 4 GiB', Buffer.concat([Buffer.of(0, 255, 255, 255, 255), Buffer.alloc(32), Buffer.of(0, 32), Buffer.alloc(35)])],
  ])('that %s is damaged', (_, header) => {
    expect(() => decodePackHeader(header)).toThrow(/^The header of the pack is malformed at byte \d+: /);
  });
});
