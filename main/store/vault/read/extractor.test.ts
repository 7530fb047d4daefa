/** Bringing content back: whole and in order, from a second place where the first is bad, and what is lost is named file by file. */
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import { quietCall, type Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import type { StoredEntry } from '../../../entry/entry.ts';
import { rawFromText } from '../../../entry/name.ts';
import { FaultyStorage } from '../../../../test/fake/faulty-storage.ts';
import { MemoryStorage, type Shelf } from '../../../../test/fake/memory-storage.ts';
import { addSnapshot, makeVault, noise, openVault, type Files } from '../../../../test/fixture/vault/make-vault.ts';
import { DATA, type BlobIndex } from '../index/blob-index.ts';
import { packKey } from '../repository/layout.ts';
import type { VaultStore } from '../vault.ts';
import { BlobExtractor } from './extractor.ts';
import { TreeSnapshot } from '../../tree/tree-snapshot.ts';
import { TreeLoader } from './tree-loader.ts';

const LARGE = Buffer.concat([noise(3_000_000, 'large'), Buffer.alloc(2_000_000), noise(500_000, 'tail')]);
const FILES: Files = { '/a/large': LARGE, '/a/small': 'small', '/a/twin': 'small', '/b/other': noise(40_000, 'other'), '/b/empty': '', ...Object.fromEntries(Array.from({ length: 8 }, (_, number) => [`/c/${number}`, noise(200_000, `c${number}`)])) };
/** With so much between them that each is read by itself. */
const APART = ['/c/0', '/c/2', '/c/4', '/c/6'];

let folder: string;
let made: { shelf: Shelf; snapshot: Snapshot };
let shelf: MemoryStorage;
let storage: FaultyStorage;
let vault: VaultStore;
let index: BlobIndex;
let extractor: BlobExtractor;
let entries: Map<string, StoredEntry>;

beforeAll(async () => {
  const full = new MemoryStorage();
  const { vault: writer } = await makeVault(full);
  made = { shelf: full.shelf, snapshot: await addSnapshot(writer, FILES) };
  await writer.close();
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-extractor-'));
  shelf = new MemoryStorage({ shelf: new Map([...made.shelf].map(([key, object]) => [key, { ...object, bytes: object.bytes.slice() }])) });
  storage = new FaultyStorage(shelf);
  vault = await openVault(storage);
  ({ index } = await vault.index(quietCall()));
  extractor = new BlobExtractor(vault.repository, index, vault.pool(index));
  entries = new Map();
  for await (const batch of new TreeSnapshot(made.snapshot, new TreeLoader(vault.repository, index), extractor).walk({}, quietCall())) for (const { path, entry } of batch) entries.set(path, entry);
});
afterEach(async () => {
  await vault.close();
  rmSync(folder, { recursive: true });
});

const nameOf = (path: string): string => path.replaceAll('/', '_');
const inFolder = (path: string): Buffer => readFileSync(join(folder, nameOf(path)));
const contentOf = (path: string): Buffer => Buffer.from(FILES[path]!);
const same = (path: string): boolean => Buffer.compare(inFolder(path), contentOf(path)) === 0;

/** Extracts them all; returns what went wrong, by path. */
async function extract(paths: readonly string[], call: Call = quietCall()): Promise<Record<string, unknown>> {
  const jobs = paths.map((path) => ({ entry: entries.get(path)!, path: rawFromText(join(folder, nameOf(path))) }));
  for (const path of paths) writeFileSync(join(folder, nameOf(path)), '');
  const errors: Record<string, unknown> = {};
  const seen: string[] = [];
  for await (const { job, error } of extractor.extract(jobs, call)) {
    const path = paths[jobs.indexOf(job)]!;
    seen.push(path);
    if (error !== null) errors[path] = error;
  }
  expect(seen.toSorted()).toEqual([...paths].toSorted());
  return errors;
}

async function read(path: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of extractor.read(entries.get(path)!, quietCall())) pieces.push(piece);
  return Buffer.concat(pieces);
}

const placesOf = (path: string) => entries.get(path)!.content!.map((id) => ({ id: Buffer.from(id, 'hex'), ...index.place(Buffer.from(id, 'hex'), DATA)! }));

/** Flips a bit of a file's n-th piece where it is stored. */
function damage(path: string, piece = 0): void {
  const place = placesOf(path)[piece]!;
  shelf.shelf.get(packKey(place.pack))!.bytes[place.offset + 20]! ^= 1;
}

/** A second copy of every pack, under another name, that the index knows for this file. */
function copyElsewhere(path: string): void {
  const copy = 'cd'.repeat(32);
  for (const { id, pack, ...place } of placesOf(path)) {
    const object = shelf.shelf.get(packKey(pack))!;
    if (!shelf.shelf.has(packKey(copy))) shelf.shelf.set(packKey(copy), { ...object, bytes: object.bytes.slice() });
    index.add(id, DATA, { ...place, pack: copy });
  }
}

const ALL = ['/a/large', '/a/small', '/a/twin', '/b/other', '/b/empty'];

describe('extract', () => {
  it('fills every file with its bytes', async () => {
    expect(await extract(ALL)).toEqual({});
    expect(ALL.filter((path) => !same(path))).toEqual([]);
  });

  it('names the file a damaged piece belongs to, and fills the others', async () => {
    damage('/a/large', 1);
    const errors = await extract(ALL);
    expect(errors).toEqual({ '/a/large': expect.objectContaining({ kind: 'damaged', message: expect.stringMatching(/blob [0-9a-f]{8}\) is lost/) }) });
    expect(ALL.filter((path) => path !== '/a/large' && !same(path))).toEqual([]);
  });

  it('names every file that shares a damaged piece', async () => {
    damage('/a/small');
    expect(Object.keys(await extract(ALL)).toSorted()).toEqual(['/a/small', '/a/twin']);
  });

  it.each(['damaged', 'gone'])('takes a piece from another pack when its first is %s', async (what) => {
    copyElsewhere('/a/large');
    const { pack } = placesOf('/a/large')[0]!;
    if (what === 'damaged') damage('/a/large', 0);
    else shelf.shelf.delete(packKey(pack));
    const errors = await extract(['/a/large']);
    expect(errors).toEqual({});
    expect(same('/a/large')).toBe(true);
  });

  it('names files whose pack is gone, without ending the rest', async () => {
    for (const { pack } of placesOf('/b/other')) shelf.shelf.delete(packKey(pack));
    const errors = await extract(ALL);
    expect(errors['/b/other']).toMatchObject({ kind: 'damaged' });
    expect(errors['/b/empty']).toBeUndefined();
  });

  it('names every file of ranges that cannot be read, however many end in the same moment', async () => {
    for (const key of [...shelf.shelf.keys()]) if (key.startsWith('data/')) shelf.shelf.delete(key);
    const errors = await extract(APART);
    expect(errors).toEqual(Object.fromEntries(APART.map((path) => [path, expect.objectContaining({ kind: 'damaged' })])));
  });

  it('names a piece that no index knows', async () => {
    entries.set('/a/unknown', { ...entries.get('/a/small')!, content: ['ef'.repeat(32)] });
    const jobs = [{ entry: entries.get('/a/unknown')!, path: rawFromText(join(folder, 'unknown')) }];
    for await (const { error } of extractor.extract(jobs, quietCall())) expect(error).toMatchObject({ kind: 'damaged', message: expect.stringContaining('named by no index') });
  });

  it('does not call it damage when the storage is away', async () => {
    for (let nth = 1; nth < 50; nth++) storage.fail({ verb: 'get', nth, only: (key) => key.startsWith('data/'), fault: new Fault('offline', 'The server is away.') });
    expect(await extract(['/b/other'])).toMatchObject({ '/b/other': { kind: 'offline' } });
  });

  it('tells of a target that cannot be written, and fills the others', async () => {
    const jobs = ['/a/small', '/b/other'].map((path) => ({ entry: entries.get(path)!, path: rawFromText(join(folder, nameOf(path))) }));
    writeFileSync(join(folder, nameOf('/b/other')), ''); // and none for the first
    const errors: unknown[] = [];
    for await (const { job, error } of extractor.extract(jobs, quietCall())) if (error !== null) errors.push(jobs.indexOf(job));
    expect(errors).toEqual([0]);
    expect(same('/b/other')).toBe(true);
  });

  it('makes files of one piece whole in their places, with what the snapshot knows of them', async () => {
    const single = ['/a/small', '/a/twin', '/b/other'];
    const jobs = single.map((path) => ({ entry: { ...entries.get(path)!, mode: 0o604, mtime: 77n, atime: 2n ** 64n }, path: join(folder, `.${nameOf(path)}`), place: join(folder, nameOf(path)) }));
    damage('/b/other');
    const outcomes: Record<string, unknown> = {};
    for await (const { job, error, unset } of extractor.extract(jobs, quietCall())) outcomes[single[jobs.indexOf(job as (typeof jobs)[0])]!] = error ?? unset;
    expect(outcomes).toEqual({ '/a/small': [], '/a/twin': [], '/b/other': expect.objectContaining({ kind: 'damaged' }) });
    expect(readdirSync(folder).toSorted()).toEqual(['_a_small', '_a_twin']);
    const { mode, mtimeNs, atimeNs } = lstatSync(join(folder, '_a_twin'), { bigint: true });
    expect([Number(mode) & 0o7777, mtimeNs]).toEqual([0o604, 77n]);
    expect(atimeNs).toBeGreaterThan(2n ** 33n); // beyond 2262, or the latest a file system has
    expect(same('/a/small') && same('/a/twin')).toBe(true);
  });

  it('takes a file made whole from another pack too', async () => {
    copyElsewhere('/a/small');
    damage('/a/small');
    const job = { entry: entries.get('/a/small')!, path: join(folder, '.small'), place: join(folder, '_a_small') };
    for await (const { error, unset } of extractor.extract([job], quietCall())) expect([error, unset]).toEqual([null, []]);
    expect(same('/a/small')).toBe(true);
  });

  it('ends when it is cancelled', async () => {
    const abort = new AbortController();
    const cancelled = extract(ALL, { ...quietCall(abort.signal), report: () => undefined });
    abort.abort();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('read', () => {
  it.each(ALL)('gives the bytes of %s in order', async (path) => {
    expect(Buffer.compare(await read(path), contentOf(path))).toBe(0);
  });

  it('gives nothing of a piece that is damaged, and takes it from another pack where there is one', async () => {
    damage('/a/large', 0);
    await expect(read('/a/large')).rejects.toMatchObject({ kind: 'damaged' });
    damage('/a/large', 0); // whole again
    copyElsewhere('/a/large');
    damage('/a/large', 0);
    expect(Buffer.compare(await read('/a/large'), contentOf('/a/large'))).toBe(0);
  });
});
