/** What `delete` may take away: never anything beside what was backed up, least of all in the root of the machine. Nothing here touches a disk. */
import { expect, it } from 'vitest';
import { quietCall } from '../base/call.ts';
import type { StoredEntry } from '../entry/entry.ts';
import type { Target } from '../source/target.ts';
import type { SnapshotReader } from '../store/store.ts';
import { Restore } from './restore.ts';

const dir = (name: string): StoredEntry => ({
  name, type: 'dir', mode: 0o755, uid: 0, gid: 0, user: '', group: '', mtime: 1n, atime: 1n, ctime: 1n, inode: 1n, deviceId: 1n, links: 1, size: 0, content: null, subtree: 't',
});

/** Directories that are asked for what is extraneous in them. */
async function emptied(from: string, place: string, walked: string[]): Promise<string[]> {
  const asked: string[] = [];
  const walk = async function* () { yield walked.map((path) => ({ path, entry: dir(path.slice(path.lastIndexOf('/') + 1)) })); };
  const reader = { snapshot: { id: 'i', time: '', tree: '', paths: ['/home/anna/Docs'] }, walk } as unknown as SnapshotReader;
  const target = {
    place, free: async () => null, isEmpty: () => false, decide: () => 'keep', makeWay: () => undefined, directory: () => undefined, finish: () => [], countBelow: () => 1,
    extraneous: (path: string) => { asked.push(path); return []; },
  } as unknown as Target;
  const options = { from, inPlace: place === '/', includes: [], excludes: [], map: [], overwrite: 'always' as const, keepAside: null, delete: true, verify: false, dryRun: true, stopOnError: false };
  await new Restore(reader, target, options, quietCall()).run();
  return asked;
}

it('looks only into what was backed up, in place, also for a subtree', async () => {
  expect(await emptied('/', '/', ['/home', '/home/anna', '/home/anna/Docs', '/home/anna/Docs/sub'])).toEqual(['home/anna/Docs', 'home/anna/Docs/sub']);
  expect(await emptied('/home/anna/Docs', '/', ['/home/anna/Docs', '/home/anna/Docs/sub'])).toEqual(['home/anna/Docs', 'home/anna/Docs/sub']);
});
it('looks into a folder that stands for what was backed up, and not into one that stands for more', async () => {
  expect(await emptied('/home/anna/Docs', '/back', ['/home/anna/Docs', '/home/anna/Docs/sub'])).toEqual(['', 'sub']);
  expect(await emptied('/home/anna', '/back', ['/home/anna', '/home/anna/Docs'])).toEqual(['Docs']);
});
