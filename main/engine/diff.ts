/** Diff: what changed between two snapshots. A merge join of two directories at a time; equal subtrees are never entered. */
import type { DiffChange, DiffStatistics } from '../../preload/contract/snapshot-procedures.ts';
import type { Call } from '../base/call.ts';
import { joinRaw, showName } from '../entry/name.ts';
import type { RawPath, StoredEntry } from '../entry/entry.ts';
import type { SnapshotReader } from '../store/store.ts';
import { DiffTally } from './diff-tally.ts';

export interface DiffOptions {
  /** Where to begin in each snapshot. */
  from: RawPath;
  to: RawPath;
  /** Tell of changes of metadata alone, too (`U`). */
  metadata: boolean;
}

const BATCH = 256;

/** Yields changes in path order, a directory before what is in it; returns the statistics. */
export async function* diffSnapshots(before: SnapshotReader, after: SnapshotReader, options: DiffOptions, call: Call): AsyncGenerator<DiffChange[], DiffStatistics> {
  const tally = new DiffTally();
  let batch: DiffChange[] = [];
  const open = (pair: Pair): Open => ({ pair, entries: joined(before, after, pair, call) });
  const way: Open[] = [open({ path: '/', before: options.from, after: options.to })];
  for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
    call.signal.throwIfAborted();
    const step = await here.entries.next();
    if (step.done === true) {
      way.pop();
      continue;
    }
    const { name, old, now } = step.value;
    if (old !== null && now !== null && isSame(old, now)) {
      tally.common(old);
      continue;
    }
    tally.add(old, now);
    const change = changeOf(here.pair.path, name, old, now, options.metadata);
    if (change !== null) batch.push(change);
    if (old?.type === 'dir' || now?.type === 'dir') way.push(open(deeper(here.pair, name, old, now)));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
  return tally.statistics(before.snapshot.id, after.snapshot.id);
}

/** The same directory in both snapshots; null where a side has none. */
interface Pair {
  path: RawPath;
  before: RawPath | null;
  after: RawPath | null;
}

/** A directory being compared. */
interface Open {
  pair: Pair;
  entries: AsyncGenerator<Joined>;
}

const deeper = (pair: Pair, name: string, old: StoredEntry | null, now: StoredEntry | null): Pair => ({
  path: joinRaw(pair.path, name),
  before: old?.type === 'dir' && pair.before !== null ? joinRaw(pair.before, name) : null,
  after: now?.type === 'dir' && pair.after !== null ? joinRaw(pair.after, name) : null,
});

interface Joined {
  name: string;
  old: StoredEntry | null;
  now: StoredEntry | null;
}

async function* joined(before: SnapshotReader, after: SnapshotReader, pair: Pair, call: Call): AsyncGenerator<Joined> {
  const left = entries(before, pair.before, call);
  const right = entries(after, pair.after, call);
  let old = await left.next();
  let now = await right.next();
  while (old.done !== true || now.done !== true) {
    const order = old.done === true ? 1 : now.done === true ? -1 : old.value.name < now.value.name ? -1 : old.value.name > now.value.name ? 1 : 0;
    const [a, b] = [order <= 0 ? (old.value as StoredEntry) : null, order >= 0 ? (now.value as StoredEntry) : null];
    yield { name: (a ?? b)!.name, old: a, now: b };
    if (order <= 0) old = await left.next();
    if (order >= 0) now = await right.next();
  }
}

async function* entries(reader: SnapshotReader, path: RawPath | null, call: Call): AsyncGenerator<StoredEntry> {
  if (path === null) return;
  for await (const batch of reader.list(path, call)) for (const { entry } of batch) yield entry;
}

function changeOf(dir: RawPath, name: string, old: StoredEntry | null, now: StoredEntry | null, metadata: boolean): DiffChange | null {
  const type = (now ?? old)!.type;
  const path = showName(joinRaw(dir, name)) + (type === 'dir' ? '/' : '');
  const change = (modifier: string): DiffChange => ({ modifier, path, type, sizeBefore: old?.size ?? 0, sizeAfter: now?.size ?? 0 });
  if (old === null) return change('+');
  if (now === null) return change('-');
  if (old.type !== now.type) return change('T');
  if (!sameContent(old, now)) return change('M');
  return metadata && !sameMetadata(old, now) ? change('U') : null;
}

/** Directories differ by what is in them, which is told of there. */
const sameContent = (a: StoredEntry, b: StoredEntry): boolean =>
  a.type === 'dir' || ((a.content ?? []).length === (b.content ?? []).length && (a.content ?? []).every((id, at) => id === b.content?.[at]) && a.linkTarget === b.linkTarget && a.rdev === b.rdev);

const sameMetadata = (a: StoredEntry, b: StoredEntry): boolean =>
  a.mode === b.mode && a.uid === b.uid && a.gid === b.gid && a.user === b.user && a.group === b.group && a.mtime === b.mtime && a.ctime === b.ctime && a.inode === b.inode
  && JSON.stringify(attributes(a)) === JSON.stringify(attributes(b));

const attributes = (entry: StoredEntry): [string, string][] => (entry.xattrs ?? []).map(({ name, value }) => [name, Buffer.from(value ?? []).toString('base64')]);

const isSame = (a: StoredEntry, b: StoredEntry): boolean => a.type === b.type && a.subtree === b.subtree && sameContent(a, b) && sameMetadata(a, b);
