/** Files a tar reads by itself lie in it as if they had been given; those that are not what they were listed as are told of. */
import { appendFileSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { entryOf, pathsBelow, readPlaced } from '../../../../../test/fixture/archive/pack-tree.ts';
import { workerPriorities } from '../../../../../test/fixture/worker-priorities.ts';
import { noise } from '../../../../../test/fixture/vault/make-vault.ts';
import { quietCall } from '../../../../base/call.ts';
import { sha256Hex } from '../../../../base/ids.ts';
import type { Entry, RawPath } from '../../../../entry/entry.ts';
import { FileSink } from '../bytes/file-sink.ts';
import type { Added, Compression, FileTaken } from '../container.ts';
import { openArchive } from '../open-archive.ts';
import { ROOM } from '../../worker/frame-maker.ts';
import { TarWriter } from './writer.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-taken-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let number = 0;
const fresh = (): string => join(scratch, `${++number}`);

interface Listed {
  path: RawPath;
  source: string;
  entry: Entry;
}

const list = (root: string): Listed[] => pathsBelow(root).map((path) => ({ path, source: join(root, path), entry: entryOf(join(root, path), lstatSync(join(root, path), { bigint: true })) }));

/** A tree of these files, some of them in folders. */
function treeOf(sizes: readonly number[]): string {
  const root = fresh();
  mkdirSync(root);
  for (const [at, size] of sizes.entries()) {
    const folder = at % 5 === 0 ? join(root, `folder-${at}`) : root;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${'n'.repeat(at % 130)}-${at}`), noise(size, `${at}`));
  }
  return root;
}

async function given(files: readonly Listed[], compression: Compression): Promise<string> {
  const path = fresh();
  const sink = await FileSink.create(path);
  const writer = new TarWriter(sink, { compression });
  for (const { path: place, source, entry } of files) await writer.add(entry, place, entry.type === 'file' ? [readFileSync(source)] : null, null, quietCall());
  await writer.finish([], quietCall());
  await sink.close();
  return path;
}

/** @param before done when all is listed and nothing read. */
async function taken(files: readonly Listed[], compression: Compression, { before = () => undefined, known = [] }: { before?: () => void; known?: readonly string[] } = {}): Promise<{ path: string; told: Map<RawPath, FileTaken>; added: Map<RawPath, Added> }> {
  const path = fresh();
  const sink = await FileSink.create(path);
  const writer = new TarWriter(sink, { compression });
  const [told, added] = [new Map<RawPath, FileTaken>(), new Map<RawPath, Added>()];
  before();
  for (const { path: place, source, entry } of files) {
    if (entry.type !== 'file') added.set(place, await writer.add(entry, place, null, null, quietCall()));
    else {
      if (!writer.files.hasRoom) await writer.files.endFrame(quietCall());
      const hash = known.includes(place) ? sha256Hex(readFileSync(source)) : null;
      writer.files.take(entry, place, { source, known: hash }, (file) => told.set(place, file));
    }
  }
  await writer.flush(quietCall());
  await writer.finish([], quietCall());
  await sink.close();
  return { path, told, added };
}

const COMPRESSIONS = ['none', 'gzip', 'zstd'] as const;

describe('files a tar reads by itself', () => {
  it('lie where they would if they had been given, byte for byte', async () => {
    const sizes = fc.array(fc.oneof(fc.constantFrom(0, 1, 511, 512, 513, 1_048_576), fc.nat(300_000)), { minLength: 1, maxLength: 30 });
    await fc.assert(fc.asyncProperty(sizes, async (list_) => {
      const files = list(treeOf(list_));
      const { path, told } = await taken(files, 'none');
      expect(Buffer.compare(readFileSync(path), readFileSync(await given(files, 'none')))).toBe(0);
      expect([...told.keys()]).toEqual(files.filter(({ entry }) => entry.type === 'file').map(({ path: place }) => place)); // told in their order
    }), { numRuns: 15 });
  });

  it.each(COMPRESSIONS)('are found at their places, read by several threads (%s)', async (compression) => {
    const files = list(treeOf(Array.from({ length: 120 }, (_, at) => (at * 7919) % 90_000)));
    const { path, told } = await taken(files, compression);
    const { reader, close } = await openArchive(path, null, quietCall());
    for (const { added: { placed, size, sha256 }, stamp, error } of told.values()) {
      expect([sha256Hex(await readPlaced(reader, placed, size)), stamp, error]).toEqual([sha256, null, null]);
    }
    const found = await Array.fromAsync(reader.entries(quietCall()), ({ path: place }) => place);
    expect(found).toEqual(files.map(({ path: place }) => place));
    await close();
  });

  it.each(COMPRESSIONS)('are taken as they are when they are not what they were listed as (%s)', async (compression) => {
    const root = treeOf([10, 1000, 0, 2000, 30, 50_000, 400, 70]);
    const files = list(root);
    const at = (end: number): Listed => files.find(({ path }) => path.endsWith(`-${end}`) && !path.endsWith(`folder-${end}`))!;
    const { path, told } = await taken(files, compression, {
      known: [at(4).path],
      before: () => {
        appendFileSync(at(1).source, noise(3_000_000, 'more'));
        writeFileSync(at(2).source, 'no longer empty');
        unlinkSync(at(3).source);
        unlinkSync(at(6).source);
        symlinkSync('/etc/passwd', at(6).source);
        writeFileSync(at(5).source, 'short');
        truncateSync(at(7).source, 20_000_000);
      },
    });
    const of = (end: number): FileTaken => told.get(at(end).path)!;
    expect([of(0), of(4)].map(({ stamp, isKnown, error }) => [stamp, isKnown, error])).toEqual([[null, false, null], [null, true, null]]);
    expect([of(1), of(2), of(5)].map(({ stamp, added: { size } }) => [stamp?.size, size])).toEqual([[3_001_000, 3_001_000], [15, 15], [5, 5]]);
    expect([of(3).error?.code, of(6).error?.kind]).toEqual(['ENOENT', 'changed']);
    expect([of(7), of(1)].map(({ outgrew, added: { size } }) => [outgrew, size])).toEqual([[true, 0], [false, 3_001_000]]);
    const { reader, close } = await openArchive(path, null, quietCall());
    for (const end of [0, 1, 2, 5]) expect(sha256Hex(await readPlaced(reader, of(end).added.placed, of(end).added.size))).toBe(sha256Hex(readFileSync(at(end).source)));
    const found = new Map(await Array.fromAsync(reader.entries(quietCall()), ({ path: place, entry }) => [place, entry] as const));
    for (const end of [3, 4, 6, 7]) expect(found.has(at(end).path)).toBe(false);
    for (const end of [1, 2, 5]) expect(found.get(at(end).path)?.mtime).toBe(lstatSync(at(end).source, { bigint: true }).mtimeNs);
    await close();
  });

  it('fit, however near to the end of what they are read into they grew, with a header that grew too', async () => {
    for (const end of [1, 511, 512, 1024, 1536]) {
      const [file] = list(join(treeOf([100]), 'folder-0')) as [Listed];
      const grown = noise(ROOM - 512 - end, 'grown');
      const listed = { ...file, entry: { ...file.entry, mtime: 1_000_000_000n } };
      const { path, told } = await taken([listed], 'none', { before: () => writeFileSync(file.source, grown) });
      expect([told.get(file.path)!.error, told.get(file.path)!.added.size]).toEqual([null, grown.length]);
      const { reader, close } = await openArchive(path, null, quietCall());
      expect(sha256Hex(await readPlaced(reader, told.get(file.path)!.added.placed, grown.length))).toBe(sha256Hex(grown));
      await close();
    }
  });

  it('have content even where the system tells no size', async () => {
    const source = '/proc/self/status';
    const entry = { ...entryOf(source, lstatSync(source, { bigint: true })), size: 0 };
    const { told } = await taken([{ path: 'status', source, entry }], 'zstd');
    expect(told.get('status')!.added.size).toBeGreaterThan(100);
  });

  it('that cannot be read leave the others in place', async () => {
    const files = list(treeOf([100, 200, 300]));
    const gone = files.filter(({ entry }) => entry.type === 'file')[1]!;
    const { path, told } = await taken(files, 'none', { before: () => unlinkSync(gone.source) });
    const kept = files.filter((file) => file !== gone);
    expect(told.get(gone.path)!.error?.code).toBe('ENOENT');
    expect(Buffer.compare(readFileSync(path), readFileSync(await given(kept, 'none')))).toBe(0);
  });

  it.runIf(process.platform === 'linux')('end with the threads when the archive is given up', async () => {
    await vi.waitFor(() => expect(workerPriorities().length).toBe(0)); // those of other cases
    const files = list(treeOf(Array.from({ length: 40 }, () => 90_000)));
    const sink = await FileSink.create(fresh());
    const writer = new TarWriter(sink, { compression: 'zstd' });
    let told = 0;
    for (const { path, source, entry } of files.filter((file) => file.entry.type === 'file')) {
      if (!writer.files.hasRoom) await writer.files.endFrame(quietCall());
      writer.files.take(entry, path, { source, known: null }, () => void told++);
    }
    await vi.waitFor(() => expect(workerPriorities().length).toBeGreaterThan(0), { timeout: 20_000 });
    await writer.abandon();
    const before = told;
    await sink.abandon();
    await vi.waitFor(() => expect(workerPriorities().length).toBe(0), { timeout: 20_000 });
    expect(told).toBe(before);
  });
});
