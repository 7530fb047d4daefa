/** Writing a snapshot when something goes wrong on the way: nothing hangs, nothing is lost that was stored, nothing is listed that is not whole. */
import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { quietCall, type Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import { Skips } from '../../../base/skips.ts';
import type { Content, Entry, WalkItem } from '../../../entry/entry.ts';
import { rawFromText } from '../../../entry/name.ts';
import { readEntry } from '../../../entry/read-entry.ts';
import { FaultyStorage } from '../../../../test/fake/faulty-storage.ts';
import { MemoryStorage } from '../../../../test/fake/memory-storage.ts';
import { listeningCall, makeVault, noise, openVault } from '../../../../test/fixture/vault/make-vault.ts';
import type { SnapshotResult } from '../../store.ts';
import { check } from '../maintain/check.ts';
import type { VaultStore } from '../vault.ts';

const MIB = 1024 * 1024;

let folder: string;
/** 20 files of 1 MiB that do not compress: more than a pack. */
let large: WalkItem[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-writer-'));
  large = Array.from({ length: 20 }, (_, number) => {
    const name = `file${10 + number}`;
    writeFileSync(join(folder, name), randomBytes(MIB));
    return fileItem(join(folder, name), name);
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileItem(path: string, name: string): WalkItem {
  return { type: 'entry', entry: readEntry(rawFromText(path), name, quietCall()), path: `/${name}`, content: { type: 'path', path: rawFromText(path) } };
}

const entryOf = (name: string, size: number): Entry => ({
  name, type: 'file', mode: 0o644, uid: 0, gid: 0, user: '', group: '', mtime: 1n, atime: 1n, ctime: 1n, inode: 0n, deviceId: 0n, links: 1, size,
});

const streamItem = (name: string, pieces: () => AsyncIterable<Uint8Array>): WalkItem => {
  const content: Content = { type: 'stream', open: pieces };
  return { type: 'entry', entry: entryOf(name, 0), path: `/${name}`, content };
};

interface Opened {
  shelf: MemoryStorage;
  storage: FaultyStorage;
  vault: VaultStore;
}

async function opened(): Promise<Opened> {
  const shelf = new MemoryStorage();
  await makeVault(shelf);
  const storage = new FaultyStorage(shelf);
  const vault = await openVault(storage);
  onTestFinished(() => vault.close());
  return { shelf, storage, vault };
}

async function backUp(vault: VaultStore, items: readonly WalkItem[], call: Call = quietCall()): Promise<SnapshotResult> {
  const request = { time: new Date('2026-03-01T10:00:00Z'), paths: ['/'], hostname: 'desk', username: 'ada', tags: [], excludes: [], parent: null, dryRun: false, skipIfUnchanged: false };
  const writer = await vault.begin(request, call);
  try {
    for (const item of items) await writer.write([item.type === 'entry' ? { ...item, entry: { ...item.entry } } : item]);
  } catch (error) {
    await writer.abort();
    throw error;
  }
  return writer.commit();
}

const keys = ({ shelf }: Opened, prefix: string): string[] => [...shelf.shelf.keys()].filter((key) => key.startsWith(prefix));

/** Bytes of packs. */
const stored = ({ shelf }: Opened): number => [...shelf.shelf].reduce((sum, [key, { bytes }]) => (key.startsWith('data/') ? sum + bytes.length : sum), 0);

async function contentOf(vault: VaultStore, path: string): Promise<Buffer> {
  const [snapshot] = await vault.snapshots(quietCall());
  const reader = await vault.open(snapshot!, quietCall());
  const pieces: Uint8Array[] = [];
  for await (const [{ entry }] of reader.list(path, quietCall())) for await (const piece of reader.read(entry, quietCall())) pieces.push(piece);
  return Buffer.concat(pieces);
}

const sound = async (vault: VaultStore): Promise<unknown> => (await check(vault, { readData: 'all' }, quietCall())).errors;

describe('a backup that fails', () => {
  it('ends, lets go of the lock and lists nothing when the storage is full half-way', async () => {
    const made = await opened();
    made.storage.fullAfter(10 * MIB);
    await expect(backUp(made.vault, large)).rejects.toMatchObject({ kind: 'full' });
    expect([keys(made, 'snapshots/'), keys(made, 'locks/')]).toEqual([[], []]);
  });

  it('does the same when there is no room for the first pack, the index or the snapshot', async () => {
    for (const prefix of ['data/', 'index/', 'snapshots/']) {
      const made = await opened();
      made.storage.fail({ verb: 'put', nth: 1, only: (key) => key.startsWith(prefix), fault: new Fault('full', 'no room') });
      await expect(backUp(made.vault, large.slice(0, 3))).rejects.toMatchObject({ kind: 'full' });
      expect([keys(made, 'snapshots/'), keys(made, 'locks/')]).toEqual([[], []]);
    }
  });

  it('is gone on with by the next one: what was stored is not sent again', async () => {
    const made = await opened();
    made.storage.fail({ verb: 'put', nth: 2, only: (key) => key.startsWith('data/'), fault: new Fault('offline', 'the cable') });
    await expect(backUp(made.vault, large)).rejects.toMatchObject({ kind: 'offline' });
    const before = stored(made);
    expect(before).toBeGreaterThan(4 * MIB);
    const { summary } = await backUp(made.vault, large);
    expect(summary.data_added_packed).toBeLessThan(21 * MIB - before);
    expect(stored(made)).toBeLessThan(21 * MIB);
    expect(await sound(made.vault)).toEqual([]);
  });

  it('ends at once when it is cancelled, and is gone on with too', async () => {
    const made = await opened();
    const abort = new AbortController();
    const call = quietCall(abort.signal);
    const request = { time: new Date(0), paths: ['/'], hostname: 'desk', username: 'ada', tags: [], excludes: [], parent: null, dryRun: false, skipIfUnchanged: false };
    const writer = await made.vault.begin(request, call);
    await writer.write(large.map((item) => (item.type === 'entry' ? { ...item, entry: { ...item.entry } } : item)));
    while (stored(made) === 0) await setImmediate();
    abort.abort();
    await expect(writer.write([])).rejects.toMatchObject({ name: 'AbortError' });
    await writer.abort();
    expect([keys(made, 'snapshots/'), keys(made, 'locks/')]).toEqual([[], []]);
    const before = stored(made);
    await backUp(made.vault, large);
    expect(stored(made)).toBeLessThan(21 * MIB);
    expect(stored(made)).toBeGreaterThan(before);
    expect(await sound(made.vault)).toEqual([]);
  });
});

describe('a file that cannot be read', () => {
  it('is reported by name and left out; everything else is stored', async () => {
    const made = await opened();
    const { call, problems } = listeningCall();
    const gone = fileItem(join(folder, 'file10'), 'gone');
    if (gone.type === 'entry') Object.assign(gone, { content: { type: 'path', path: rawFromText(join(folder, 'gone')) } });
    const { summary } = await backUp(made.vault, [...large.slice(0, 2), gone], call);
    expect(problems).toMatchObject([{ item: '/gone', during: 'read', severity: 'warning', fault: { kind: 'missing', message: expect.stringContaining('vanished') } }]);
    expect(summary).toMatchObject({ files_new: 2, total_bytes_processed: 2 * MIB });
    expect(call.progress.done).toMatchObject({ files: 2, errors: 1 });
  });
});

describe('a file large enough for every worker to have a part in it', () => {
  function sparse(name: string): { item: WalkItem; digest: string } {
    const path = join(folder, name);
    writeFileSync(path, randomBytes(3 * MIB));
    truncateSync(path, 200 * MIB);
    appendFileSync(path, randomBytes(3 * MIB));
    return { item: fileItem(path, name), digest: createHash('sha256').update(readFileSync(path)).digest('hex') };
  }

  it('is stored as it is, and counted once', async () => {
    const { vault } = await opened();
    const call = quietCall();
    const { item, digest } = sparse('sparse');
    const { summary } = await backUp(vault, [item], call);
    expect(summary).toMatchObject({ files_new: 1, total_bytes_processed: 203 * MIB });
    expect(call.progress.done).toMatchObject({ files: 1, bytes: 203 * MIB });
    expect(createHash('sha256').update(await contentOf(vault, '/')).digest('hex')).toBe(digest);
    rmSync(join(folder, 'sparse'));
  });

  it('is reported when it cannot be read, and left out when somebody asks for it', async () => {
    const { vault } = await opened();
    const { item } = sparse('a-vanishing');
    const skipping = sparse('skipping').item;
    rmSync(join(folder, 'a-vanishing'));
    class Impatient extends Skips {
      override reading(name: string, skip: () => void): void {
        super.reading(name, skip);
        if (name === '/skipping') this.ask(name);
      }
    }
    const { call: listening, problems } = listeningCall();
    const call = { ...listening, skips: new Impatient() };
    const { summary } = await backUp(vault, [item, skipping], call);
    expect(summary).toMatchObject({ files_new: 0, total_bytes_processed: 0 });
    expect(problems.map(({ item: name, fault }) => [name, fault.message])).toEqual(expect.arrayContaining([
      ['/a-vanishing', '/a-vanishing vanished before it could be read.'], ['/skipping', '/skipping was skipped on request: it is not in this backup.'],
    ]));
    expect(call.progress.done.bytes).toBe(0);
    rmSync(join(folder, 'skipping'));
  });
});

describe('a file somebody asks to skip', () => {
  /** Asks as soon as it is being read. */
  class Impatient extends Skips {
    override reading(item: string, skip: () => void): void {
      super.reading(item, skip);
      if (item.startsWith('/skip')) expect(this.ask(item)).toBe(true);
    }
  }

  it('is left out and named, the rest is stored, and the vault is sound', async () => {
    const path = join(folder, 'skip-me');
    writeFileSync(path, '');
    truncateSync(path, 400 * MIB);
    const { vault } = await opened();
    const { call, problems } = listeningCall();
    const { snapshot, summary } = await backUp(vault, [...large.slice(0, 3), fileItem(path, 'skip-me'), fileItem(join(folder, 'file19'), 'then')], { ...call, skips: new Impatient() });
    expect(problems).toMatchObject([{ item: '/skip-me', during: 'skip', severity: 'warning', fault: { kind: 'missing', message: '/skip-me was skipped on request: it is not in this backup.' } }]);
    expect([snapshot !== null, summary.files_new, summary.total_bytes_processed]).toEqual([true, 4, 4 * MIB]);
    await expect(contentOf(vault, '/skip-me')).rejects.toThrow();
    expect((await contentOf(vault, '/then')).length).toBe(MIB);
    expect((await check(vault, { readData: 'all' }, quietCall())).errors).toEqual([]);
  });

  it('may be a stream', async () => {
    const { vault } = await opened();
    const { call, problems } = listeningCall();
    const endless = async function* (): AsyncGenerator<Uint8Array> { for (;;) yield new Uint8Array(1000); };
    const { summary } = await backUp(vault, [streamItem('skip-dump', endless), large[0]!], { ...call, skips: new Impatient() });
    expect(problems.map(({ item }) => item)).toEqual(['/skip-dump']);
    expect(summary.files_new).toBe(1);
  });
});

describe('content that arrives as a stream', () => {
  const inPieces = (bytes: Uint8Array, size: number) => async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
  };

  it.each([['20 MiB in odd pieces', 20 * MIB, 777_777], ['a few bytes, one by one', 20, 1], ['nothing at all', 0, 1]])('is stored: %s', async (_, size, piece) => {
    const { vault } = await opened();
    const bytes = randomBytes(size);
    const { summary } = await backUp(vault, [streamItem('dump', inPieces(bytes, piece))]);
    expect(summary.total_bytes_processed).toBe(size);
    expect(Buffer.compare(await contentOf(vault, '/dump'), bytes)).toBe(0);
  });

  it('may be slow, and does not hold up files beside it', async () => {
    const { vault } = await opened();
    const call = quietCall();
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('begin ');
      while (call.progress.done.files < 3) await setImmediate(); // the other files are done first
      yield Buffer.from('end');
    }
    await backUp(vault, [streamItem('a-slow', slow), ...large.slice(0, 3)], call);
    expect((await contentOf(vault, '/a-slow')).toString()).toBe('begin end');
  });

  it('may be several at once, more than there are workers', async () => {
    const { vault } = await opened();
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    await backUp(vault, names.map((name) => streamItem(name, inPieces(noise(900_000, name), 100_000))));
    for (const name of names) expect(Buffer.compare(await contentOf(vault, `/${name}`), noise(900_000, name))).toBe(0);
  });

  it('is reported and left out when it breaks off, and the rest is stored', async () => {
    const { vault } = await opened();
    const { call, problems } = listeningCall();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield noise(2 * MIB, 'broken');
      throw new Fault('offline', 'The database went away.');
    }
    const { summary } = await backUp(vault, [streamItem('broken', broken), streamItem('whole', inPieces(Buffer.from('whole'), 2))], call);
    expect(problems).toMatchObject([{ item: '/broken', severity: 'warning', fault: { kind: 'offline', message: 'The database went away.' } }]);
    expect(summary.files_new).toBe(1);
    expect((await contentOf(vault, '/whole')).toString()).toBe('whole');
    expect(await sound(vault)).toEqual([]);
  });

  it('is closed when the backup is cancelled', async () => {
    const { vault } = await opened();
    const abort = new AbortController();
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (let piece = 0; ; piece++) {
          if (piece === 5) abort.abort();
          yield noise(1000, String(piece));
        }
      } finally {
        closed = true;
      }
    }
    await expect(backUp(vault, [streamItem('endless', endless)], quietCall(abort.signal))).rejects.toMatchObject({ name: 'AbortError' });
    for (let turn = 0; turn < 100 && !closed; turn++) await setImmediate();
    expect(closed).toBe(true);
  });
});
