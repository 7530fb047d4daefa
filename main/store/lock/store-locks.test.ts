/** What runs that were cut off left in a store is taken away by the next one that stores something. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeArchives, snap as snapArchive } from '../../../test/fixture/archive/make-archive.ts';
import { makeMirror, snap as snapMirror } from '../../../test/fixture/mirror/make-mirror.ts';
import { holder } from '../../../test/fixture/vault/make-vault.ts';
import { quietCall } from '../../base/call.ts';
import { sideOf } from '../../storage/local/durable.ts';
import { HIDDEN } from '../archive/layout.ts';
import { SIDECAR } from '../mirror/layout.ts';
import type { LockPlace } from './lock.ts';
import { encodeLock } from './lock-file.ts';

/** The lock of a process that runs no more, and a file of the store's own that it was writing. */
async function cutOff(hidden: string, repository: LockPlace): Promise<string> {
  const { pid } = spawnSync('true');
  const { hostname, username, uid, gid } = holder;
  await repository.save('locks', encodeLock({ time: new Date().toISOString(), exclusive: false, hostname, username, pid, uid, gid }), quietCall());
  const hex = (number: number): string => number.toString(16).padStart(6, '0');
  const begun = sideOf(join(hidden, 'begun')).replace(hex(process.pid), hex(pid));
  writeFileSync(begun, 'half');
  return begun;
}

it.each([
  ['a mirror', makeMirror, snapMirror, SIDECAR],
  ['archives', makeArchives, snapArchive, HIDDEN],
] as const)('what a run had only begun to write when it was cut off goes with its lock: %s', async (_, make, snap, hidden) => {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-locks-'));
  onTestFinished(() => rmSync(place, { recursive: true }));
  const [root, from] = [join(place, 'store'), join(place, 'file')];
  writeFileSync(from, 'one');
  const store = await make(root);
  onTestFinished(() => store.close());
  const begun = await cutOff(join(root, hidden), store.repository);
  await snap(store as never, from);
  expect([existsSync(begun), await store.repository.list('locks', quietCall())]).toEqual([false, []]);
});
