/** The marker: written whole, read whatever it has become. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeMarker, MARKER, newDriveId, parseMarker, readMarker, writeMarker } from './marker.ts';

let root = '';
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'holdfast-marker-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const marker = (more: object = {}) => ({ ...makeMarker({ id: newDriveId(), name: 'Photos', adoptedAt: '2026-11-21T10:00:00.000Z', fileSystemUuid: 'ab-cd' }), ...more });

describe('the marker', () => {
  it('is read as it was written, by everybody, with nothing left beside it', () => {
    const written = marker();
    writeMarker(root, written);
    expect(readMarker(root)).toEqual(written);
    expect(readdirSync(root)).toEqual([MARKER]);
    expect(statSync(join(root, MARKER)).mode & 0o444).toBe(0o444);
    expect(JSON.parse(readFileSync(join(root, MARKER), 'utf8'))).toMatchObject({ format: 'holdfast-drive', version: 1 });
  });

  it('of a newer version is known, and never written over', () => {
    const newer = marker({ version: 2, more: true });
    writeFileSync(join(root, MARKER), JSON.stringify(newer));
    expect(readMarker(root)).toMatchObject({ id: newer.id });
    expect(() => writeMarker(root, marker())).toThrow(expect.objectContaining({ kind: 'newer' }));
    expect(JSON.parse(readFileSync(join(root, MARKER), 'utf8'))).toEqual(newer);
  });

  it.each([['another format', { format: 'x' }], ['an id that is a path', { id: '../../etc' }], ['no name', { name: ' ' }], ['version 0', { version: 0 }]])('with %s is none', (_, wrong) => {
    expect(parseMarker(Buffer.from(JSON.stringify(marker(wrong))))).toBeNull();
  });

  it('of any bytes is none, and never an error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => parseMarker(bytes) === null));
    fc.assert(fc.property(fc.json(), (text) => parseMarker(Buffer.from(text)) === null));
    expect(parseMarker(Buffer.from(JSON.stringify(marker({ more: 'x'.repeat(20_000) }))))).toBeNull();
    expect(readMarker(join(root, 'nowhere'))).toBeNull();
  });

});
