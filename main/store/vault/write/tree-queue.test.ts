/** Directories of a run that reads no file: sealed without a worker, and the same as a worker's. */
import { expect, it, onTestFinished } from 'vitest';
import { quietCall } from '../../../base/call.ts';
import type { Entry, WalkItem } from '../../../entry/entry.ts';
import { MemoryStorage } from '../../../../test/fake/memory-storage.ts';
import { makeVault } from '../../../../test/fixture/vault/make-vault.ts';
import { check } from '../maintain/check.ts';

const entryOf = (name: string, type: Entry['type']): Entry => ({
  name, type, mode: 0o644, uid: 0, gid: 0, user: '', group: '', mtime: 1n, atime: 1n, ctime: 1n, inode: 0n, deviceId: 0n, links: 1, size: 0,
});

const ITEMS: WalkItem[] = [
  { type: 'enter', entry: entryOf('empty', 'dir'), path: '/empty' }, { type: 'leave' },
  { type: 'entry', entry: { ...entryOf('link', 'symlink'), linkTarget: 'x'.repeat(300) }, path: '/link', content: null },
];

it.each([1, 2])('are stored as they always are, in format %i', async (version) => {
  const { vault } = await makeVault(new MemoryStorage(), { version });
  onTestFinished(() => vault.close());
  const request = { time: new Date('2026-03-01T10:00:00Z'), paths: ['/'], hostname: 'desk', username: 'ada', tags: [], excludes: [], parent: null, dryRun: false, skipIfUnchanged: false };
  const writer = await vault.begin(request, quietCall());
  await writer.write(ITEMS);
  const { snapshot, summary } = await writer.commit();
  expect(vault.pool(null).isStarted).toBe(false);
  expect(summary).toMatchObject({ tree_blobs: 2, data_blobs: 0 });
  expect(summary.data_added_packed! < summary.data_added!).toBe(version === 2);
  const reader = await vault.open(snapshot!, quietCall());
  const names: string[] = [];
  for await (const batch of reader.walk({}, quietCall())) names.push(...batch.map(({ path, entry }) => `${path} ${entry.linkTarget?.length ?? ''}`));
  expect(names).toEqual(['/empty ', '/link 300']);
  expect((await check(vault, { readData: 'all' }, quietCall())).errors).toEqual([]);
});
