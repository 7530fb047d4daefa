/** Diff over made-up snapshots: what is told, what is never entered. */
import { describe, expect, it } from 'vitest';
import type { DiffChange, DiffStatistics } from '../../preload/contract/snapshot-procedures.ts';
import { quietCall } from '../base/call.ts';
import type { StoredEntry } from '../entry/entry.ts';
import type { SnapshotReader, StoredItem } from '../store/store.ts';
import { diffSnapshots } from './diff.ts';

const entry = (name: string, more: Partial<StoredEntry> = {}): StoredEntry => ({
  name, type: 'file', mode: 0o644, uid: 0, gid: 0, user: '', group: '', mtime: 1n, atime: 1n, ctime: 1n, inode: 1n, deviceId: 1n, links: 1, size: 10, content: ['c'], subtree: null, ...more,
});
const dir = (name: string, subtree: string): StoredEntry => entry(name, { type: 'dir', size: 0, content: null, subtree });

/** A reader over directories given whole; fails when a directory is listed that is not there. */
function reader(id: string, dirs: Record<string, StoredEntry[]>): SnapshotReader {
  const list = async function* (path: string): AsyncIterable<StoredItem[]> {
    const found = dirs[path];
    if (found === undefined) throw new Error(`listed ${path}`);
    yield found.map((item) => ({ entry: item, path: `${path}/${item.name}` }));
  };
  return { snapshot: { id, time: '', tree: '', paths: [] }, list, walk: () => list('/'), paths: () => { throw new Error('paths'); }, read: () => { throw new Error('read'); }, extract: () => { throw new Error('extract'); }, directory: () => { throw new Error('directory'); } };
}

async function diff(before: SnapshotReader, after: SnapshotReader, metadata = false): Promise<{ changes: DiffChange[]; statistics: DiffStatistics }> {
  const changes: DiffChange[] = [];
  const steps = diffSnapshots(before, after, { from: '/', to: '/', metadata }, quietCall());
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return { changes, statistics: step.value };
    changes.push(...step.value);
  }
}
const told = (changes: DiffChange[]): string[] => changes.map(({ modifier, path }) => `${modifier} ${path}`);

describe('diffSnapshots', () => {
  it('tells added, removed, modified and retyped entries', async () => {
    const before = reader('a', { '/': [entry('gone'), entry('same'), entry('text'), entry('turned')] });
    const after = reader('b', { '/': [entry('new'), entry('same'), entry('text', { content: ['d'] }), entry('turned', { type: 'symlink', linkTarget: 'x', content: null })] });
    expect(told((await diff(before, after)).changes)).toEqual(['- /gone', '+ /new', 'M /text', 'T /turned']);
  });
  it('never enters directories that are equal', async () => {
    const both = { '/': [dir('d', 'tree1')] };
    expect((await diff(reader('a', both), reader('b', both))).changes).toEqual([]);
  });
  it('tells everything in a directory that came or went', async () => {
    const before = reader('a', { '/': [dir('d', 't1')], '/d': [entry('x')] });
    const after = reader('b', { '/': [dir('e', 't2')], '/e': [entry('y')] });
    expect(told((await diff(before, after)).changes)).toEqual(['- /d/', '- /d/x', '+ /e/', '+ /e/y']);
  });
  it('tells metadata only when asked', async () => {
    const [before, after] = [reader('a', { '/': [entry('f')] }), reader('b', { '/': [entry('f', { mode: 0o600 })] })];
    expect((await diff(before, after)).changes).toEqual([]);
    expect(told((await diff(before, after, true)).changes)).toEqual(['U /f']);
  });
  it('counts only what one side has', async () => {
    const before = reader('a', { '/': [entry('f', { content: ['p', 'q'], size: 20 })] });
    const after = reader('b', { '/': [entry('f', { content: ['p', 'r'], size: 20 })] });
    const { statistics } = await diff(before, after);
    expect(statistics).toMatchObject({ changed_files: 1, added: { data_blobs: 1, bytes: 10, files: 0 }, removed: { data_blobs: 1, bytes: 10, files: 0 } });
  });
});
