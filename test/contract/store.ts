/** What every Store promises. A format's own test calls this once; a new promise is added here, never in a format. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { quietCall, type Call } from '../../main/base/call.ts';
import { Fault, isFault, type FaultKind } from '../../main/base/fault.ts';
import type { StoredEntry, WalkItem } from '../../main/entry/entry.ts';
import type { SnapshotReader, SnapshotRequest, Store, StoredItem, WalkOptions } from '../../main/store/store.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import { listeningCall, noise, walkOf, type Files } from '../fixture/vault/make-vault.ts';

export interface StoreFixture {
  store: Store;
  /** Another connection to the same place, as another process would have it. */
  second(): Promise<Store>;
  /** Destroys stored content in a way the format must notice when it is read. */
  damage(): Promise<void>;
}

const FILES: Files = { '/home/a.txt': 'hello', '/home/big': noise(3_000_000, 'big'), '/home/empty': '', '/home/dir/b.txt': 'b', '/home/dir/none/': '' };
const PATHS = ['/home', '/home/a.txt', '/home/big', '/home/dir', '/home/dir/b.txt', '/home/dir/none', '/home/empty'];

const request = (more: Partial<SnapshotRequest> = {}): SnapshotRequest => ({
  time: new Date('2026-03-01T10:00:00Z'), paths: ['/home'], hostname: 'desk', username: 'ada', tags: ['x'], excludes: ['*.tmp'], parent: null, dryRun: false, skipIfUnchanged: false, ...more,
});

async function save(store: Store, files: Files | WalkItem[], more: Partial<SnapshotRequest> = {}, call: Call = quietCall()): Promise<Snapshot> {
  const writer = await store.begin(request(more), call);
  for (const item of Array.isArray(files) ? files : walkOf(files)) await writer.write([item]); // batches may end anywhere
  const { snapshot } = await writer.commit();
  if (snapshot === null) throw new Error('no snapshot was made');
  return snapshot;
}

async function contentOf(reader: SnapshotReader, entry: StoredEntry): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of reader.read(entry, quietCall())) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function everything(reader: SnapshotReader, call = quietCall()): Promise<Map<string, StoredEntry>> {
  const found = new Map<string, StoredEntry>();
  for await (const batch of reader.walk({}, call)) for (const { path, entry } of batch) found.set(path, entry);
  return found;
}

const faultOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => null, (error: unknown) => error);
const isOf = (kind: FaultKind) => expect.toSatisfy((error: unknown) => isFault(error, kind), `a Fault of kind ${kind}`);
const idsOf = async (store: Store): Promise<string[]> => (await store.snapshots(quietCall())).map(({ id }) => id);

export function storeContract(format: string, open: () => Promise<StoreFixture>): void {
  const opened = async (): Promise<StoreFixture> => {
    const fixture = await open();
    onTestFinished(() => fixture.store.close());
    return fixture;
  };
  describe(`store contract: ${format}`, () => {
    writing(opened);
    reading(opened);
    endings(opened);
    forgetting(opened);
  });
}

function writing(open: () => Promise<StoreFixture>): void {
  it('lists a committed snapshot with what was said of it, to every connection', async () => {
    const { store, second } = await open();
    const { id } = await save(store, FILES);
    const other = await second();
    expect(await other.snapshots(quietCall())).toMatchObject([{ id, paths: ['/home'], hostname: 'desk', username: 'ada', tags: ['x'], excludes: ['*.tmp'] }]);
    await other.close();
  });
  it('lists oldest first, whatever was written first', async () => {
    const { store } = await open();
    const later = await save(store, FILES, { time: new Date('2026-04-01T00:00:00Z') });
    const earlier = await save(store, FILES, { time: new Date('2026-02-01T00:00:00Z') });
    expect(await idsOf(store)).toEqual([earlier.id, later.id]);
  });
  it('counts what is new, changed and the same against a parent', async () => {
    const { store } = await open();
    const parent = await save(store, FILES);
    const writer = await store.begin(request({ parent }), quietCall());
    await writer.write(walkOf({ ...FILES, '/home/a.txt': 'hello, world', '/home/new': 'new' }));
    expect((await writer.commit()).summary).toMatchObject({ files_new: 1, files_changed: 1, files_unmodified: 3, total_files_processed: 5 });
  });
  it('takes unchanged content from the parent without reading it', async () => {
    const { store } = await open();
    const parent = await save(store, FILES);
    const unreadable = walkOf(FILES).map((item): WalkItem => (item.type === 'entry' ? { ...item, content: { type: 'stream', open: () => { throw new Error('read'); } } } : item));
    const { call, problems } = listeningCall();
    const snapshot = await save(store, unreadable, { parent }, call);
    const reader = await store.open(snapshot, quietCall());
    expect((await contentOf(reader, (await everything(reader)).get('/home/big')!)).equals(FILES['/home/big'] as Uint8Array)).toBe(true);
    expect(problems.filter(({ severity }) => severity === 'warning')).toEqual([]);
  });
  it('stores nothing in a dry run', async () => {
    const { store } = await open();
    const writer = await store.begin(request({ dryRun: true }), quietCall());
    await writer.write(walkOf(FILES));
    const { snapshot, summary } = await writer.commit();
    expect([snapshot, summary.files_new, await idsOf(store)]).toEqual([null, 4, []]);
  });
  it('makes no snapshot of what the parent holds already, when told so', async () => {
    const { store } = await open();
    const parent = await save(store, FILES);
    const writer = await store.begin(request({ parent, skipIfUnchanged: true }), quietCall());
    await writer.write(walkOf(FILES));
    expect((await writer.commit()).snapshot).toBeNull();
    expect(await idsOf(store)).toEqual([parent.id]);
  });
  it('reports content that breaks off and leaves it out, and keeps the rest', async () => {
    const { store } = await open();
    const broken = async function* (): AsyncGenerator<Uint8Array> { yield new Uint8Array(1000); throw new Error('the dump broke off'); };
    const items = walkOf(FILES).map((item): WalkItem => (item.type === 'entry' && item.path === '/home/a.txt' ? { ...item, content: { type: 'stream', open: broken } } : item));
    const { call, problems } = listeningCall();
    const snapshot = await save(store, items, {}, call);
    expect(problems).toMatchObject([{ item: '/home/a.txt', severity: 'warning' }]);
    expect([...(await everything(await store.open(snapshot, quietCall()))).keys()]).toEqual(PATHS.filter((path) => path !== '/home/a.txt'));
  });
}

function reading(open: () => Promise<StoreFixture>): void {
  it('gives back every entry in walk order, and every byte', async () => {
    const { store } = await open();
    const reader = await store.open(await save(store, FILES), quietCall());
    const found = await everything(reader);
    expect([...found.keys()]).toEqual(PATHS);
    for (const [path, content] of Object.entries(FILES).filter(([path]) => !path.endsWith('/'))) {
      expect((await contentOf(reader, found.get(path)!)).equals(Buffer.from(content)), path).toBe(true);
    }
    expect(found.get('/home/a.txt')).toMatchObject({ type: 'file', size: 5, mode: 0o644, uid: 1000, user: 'ada', mtime: 1_700_000_000_000_000_000n });
  });
  it('lists one directory, and says which part of a path is not there', async () => {
    const { store } = await open();
    const reader = await store.open(await save(store, FILES), quietCall());
    const names: string[] = [];
    for await (const batch of reader.list('/home/dir', quietCall())) names.push(...batch.map(({ entry }) => entry.name));
    expect(names).toEqual(['b.txt', 'none']);
    const missing = await faultOf(reader.list('/home/no/where', quietCall())[Symbol.asyncIterator]().next());
    expect(missing).toEqual(isOf('missing'));
    expect((missing as Error).message).toContain('/home/no');
  });
  it('does not enter directories it is told not to', async () => {
    const { store } = await open();
    const reader = await store.open(await save(store, FILES), quietCall());
    const paths: string[] = [];
    for await (const batch of reader.walk({ from: '/home', enter: ({ path }) => path !== '/home/dir' }, quietCall())) paths.push(...batch.map(({ path }) => path));
    expect(paths).toEqual(PATHS.filter((path) => !path.startsWith('/home/dir/')));
  });
  it('gives the same by path alone, and all that is wanted with every directory', async () => {
    const { store } = await open();
    const reader = await store.open(await save(store, FILES), quietCall());
    const walked = async (options: WalkOptions): Promise<StoredItem[]> => (await Array.fromAsync(reader.walk(options, quietCall()))).flat();
    for (const options of [{}, { from: '/home', enter: ({ path }: StoredItem) => path !== '/home/dir' }]) {
      expect((await Array.fromAsync(reader.paths(options, quietCall()))).flat()).toEqual((await walked(options)).map(({ path }) => path));
    }
    const wants = (path: string): boolean => path.endsWith('a');
    const isDue = ({ path, entry }: StoredItem): boolean => wants(path) || entry.type === 'dir';
    expect((await walked({ wants })).filter(isDue)).toEqual((await walked({})).filter(isDue));
  });
  it('extracts many files at once', async () => {
    const { store } = await open();
    const reader = await store.open(await save(store, FILES), quietCall());
    const found = await everything(reader);
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-extract-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const jobs = ['/home/a.txt', '/home/big', '/home/dir/b.txt'].map((path, number) => ({ entry: found.get(path)!, path: join(folder, String(number)) }));
    for (const { path } of jobs) writeFileSync(path, '');
    const errors: unknown[] = [];
    for await (const { error } of reader.extract(jobs, quietCall())) errors.push(error);
    expect(errors).toEqual([null, null, null]);
    expect(readFileSync(jobs[1]!.path).equals(FILES['/home/big'] as Uint8Array)).toBe(true);
    expect(statSync(jobs[0]!.path).size).toBe(5);
  });
  it('makes a file of one piece whole, with its metadata, at its place, and never over anything', async () => {
    const { store } = await open();
    const reader = await store.open(await save(store, FILES), quietCall());
    const entry = (await everything(reader)).get('/home/a.txt')!;
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-extract-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const [place, taken] = [join(folder, 'a.txt'), join(folder, 'taken')];
    writeFileSync(taken, 'mine');
    const errors: unknown[] = [];
    for (const to of [place, taken]) for await (const { error, unset } of reader.extract([{ entry, path: `${to}.part`, place: to }], quietCall())) errors.push(error, unset);
    expect(errors).toEqual([null, [], isOf('exists'), []]);
    expect([readFileSync(place, 'utf8'), readFileSync(taken, 'utf8'), readdirSync(folder)]).toEqual(['hello', 'mine', ['a.txt', 'taken']]);
    expect([statSync(place).mode & 0o7777, statSync(place, { bigint: true }).mtimeNs]).toEqual([entry.mode, entry.mtime]);
  });
  it('gives equal identities to equal content and equal directories', async () => {
    const { store } = await open();
    const [one, two] = [await save(store, FILES), await save(store, { ...FILES, '/home/a.txt': 'other' })];
    const [first, second] = [await everything(await store.open(one, quietCall())), await everything(await store.open(two, quietCall()))];
    expect(first.get('/home/big')!.content).toEqual(second.get('/home/big')!.content);
    expect(first.get('/home/dir')!.subtree).toBe(second.get('/home/dir')!.subtree);
    expect(first.get('/home/a.txt')!.content).not.toEqual(second.get('/home/a.txt')!.content);
    expect(first.get('/home')!.subtree).not.toBe(second.get('/home')!.subtree);
  });
  it('never hands out damaged bytes', async () => {
    const { store, second, damage } = await open();
    const snapshot = await save(store, FILES);
    await store.close();
    await damage();
    const other = await second();
    onTestFinished(() => other.close());
    const reader = await other.open(snapshot, quietCall());
    const read = async (): Promise<Buffer> => {
      const big = (await everything(reader, listeningCall().call)).get('/home/big');
      if (big === undefined) throw new Fault('damaged', 'A directory on the way is damaged and was reported.');
      return contentOf(reader, big);
    };
    expect(await faultOf(read())).toEqual(isOf('damaged'));
  });
}

function endings(open: () => Promise<StoreFixture>): void {
  it('lists nothing of a snapshot that was given up, and goes on as before', async () => {
    const { store } = await open();
    const writer = await store.begin(request(), quietCall());
    await writer.write(walkOf(FILES).slice(0, 3));
    await writer.abort();
    expect(await idsOf(store)).toEqual([]);
    const { id } = await save(store, FILES);
    expect(await idsOf(store)).toEqual([id]);
  });
  it.each([0, 1, 2, 4, 6])('lists nothing of a snapshot that was cancelled after %i items', async (items) => {
    const { store } = await open();
    const cut = new AbortController();
    const call = quietCall(cut.signal);
    const writer = await store.begin(request(), call);
    await writer.write(walkOf(FILES).slice(0, items));
    cut.abort(new Error('cut'));
    expect(await faultOf(writer.write(walkOf(FILES).slice(items)).then(() => writer.commit()))).toMatchObject({ message: 'cut' });
    await writer.abort();
    expect(await idsOf(store)).toEqual([]);
    await save(store, FILES); // and its lock is gone
  });
  it('begins nothing when it is cancelled already', async () => {
    const { store } = await open();
    expect(await faultOf(store.begin(request(), quietCall(AbortSignal.abort(new Error('cut')))))).toMatchObject({ message: 'cut' });
    expect(await idsOf(store)).toEqual([]);
  });
  it('lets two writers work at once', async () => {
    const { store, second } = await open();
    const other = await second();
    onTestFinished(() => other.close());
    const snapshots = await Promise.all([save(store, FILES), save(other, { ...FILES, '/home/a.txt': 'other' })]);
    expect((await idsOf(store)).toSorted()).toEqual(snapshots.map(({ id }) => id).toSorted());
  });
}

function forgetting(open: () => Promise<StoreFixture>): void {
  it('forgets what it is told and nothing else', async () => {
    const { store } = await open();
    const [first, second] = [await save(store, FILES), await save(store, { ...FILES, '/home/new': 'n' })];
    await store.remove([first], quietCall());
    expect(await idsOf(store)).toEqual([second.id]);
    expect([...(await everything(await store.open(second, quietCall()))).keys()]).toContain('/home/new');
  });
  it('forgets nothing when the snapshots are not the ones that were shown', async () => {
    const { store } = await open();
    const [first, second] = [await save(store, FILES), await save(store, { ...FILES, '/home/new': 'n' })];
    expect(await faultOf(store.remove([first], quietCall(), [first.id]))).toEqual(isOf('stale'));
    expect((await idsOf(store)).toSorted()).toEqual([first.id, second.id].toSorted());
  });
  it('does not forget while somebody writes, and says so', async () => {
    const { store, second } = await open();
    const first = await save(store, FILES);
    const other = await second();
    onTestFinished(() => other.close());
    const writer = await other.begin(request(), quietCall());
    expect(await faultOf(store.remove([first], quietCall()))).toEqual(isOf('locked'));
    await writer.abort();
    await store.remove([first], quietCall());
    expect(await idsOf(store)).toEqual([]);
  });
}
