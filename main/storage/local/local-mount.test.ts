/** LocalStorage on a file system of its own: full, read-only, pulled. Needs the right to mount. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pattern } from '../../../test/contract/storage.ts';
import { quietCall } from '../../base/call.ts';
import { LocalStorage } from './local.ts';

const call = quietCall();
const MIB = 1 << 20;
const place = mkdtempSync(join(tmpdir(), 'holdfast-mount-'));

const run = (...command: [string, ...string[]]): unknown => execFileSync(command[0], command.slice(1), { stdio: 'pipe' });
const plug = (): unknown => run('mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', place);
const pull = (): unknown => run('umount', '-l', place);

/** Why these cases cannot run here; null when they can. */
function obstacle(): string | null {
  try {
    plug();
    pull();
    return null;
  } catch (error) {
    return `no small file system can be mounted here: ${error instanceof Error ? error.message.trim() : String(error)}`;
  }
}

const why = obstacle();
if (why !== null) console.warn(`LocalStorage on a mount is not tested: ${why}`);

describe.skipIf(why !== null)('LocalStorage on a drive', () => {
  const root = join(place, 'vault');
  let storage: LocalStorage;

  beforeEach(async () => {
    plug();
    storage = new LocalStorage(root);
    await storage.create(call);
  });

  afterEach(() => {
    if (execFileSync('mount').includes(place)) pull();
  });

  afterAll(() => rmSync(place, { recursive: true }));

  it('is full when there is no room, keeps what was there and leaves nothing half', async () => {
    await storage.put('data/00/a', pattern(2 * MIB), call);
    await expect(storage.put('data/00/b', pattern(3 * MIB), call)).rejects.toMatchObject({ kind: 'full', context: { key: 'data/00/b' } });
    expect(await readdir(join(root, 'data/00'))).toEqual(['a']);
    expect(await storage.free(call)).toBeGreaterThan(MIB);
    await storage.put('data/00/c', pattern(MIB), call);
    expect(await storage.get('data/00/a', call)).toHaveLength(2 * MIB);
  });

  it('keeps the old object when there is no room for the new one', async () => {
    await storage.put('config', pattern(2 * MIB), call);
    await expect(storage.put('config', pattern(3 * MIB), call, { overwrite: true })).rejects.toMatchObject({ kind: 'full' });
    expect(await storage.get('config', call)).toHaveLength(2 * MIB);
  });

  it('is denied on a read-only drive, and still readable', async () => {
    await storage.put('config', pattern(10), call);
    run('mount', '-o', 'remount,ro', place);
    await expect(storage.put('other', pattern(10), call)).rejects.toMatchObject({ kind: 'denied' });
    await expect(storage.put('new/other', pattern(10), call)).rejects.toMatchObject({ kind: 'denied' });
    await expect(storage.remove('config', call)).rejects.toMatchObject({ kind: 'denied' });
    expect(await storage.get('config', call)).toHaveLength(10);
  });

  it('is offline once the drive is pulled, and writes nothing where it was mounted', async () => {
    await storage.put('data/00/a', pattern(10), call);
    pull();
    await expect(storage.put('data/00/b', pattern(10), call)).rejects.toMatchObject({ kind: 'offline' });
    await expect(storage.get('data/00/a', call)).rejects.toMatchObject({ kind: 'offline' });
    expect(await readdir(place)).toEqual([]);
  });

  it('is offline when the mount point itself is the root and another disk is under it now', async () => {
    const whole = new LocalStorage(place);
    await whole.put('data/00/a', pattern(10), call);
    pull();
    await expect(whole.put('data/00/b', pattern(10), call)).rejects.toMatchObject({ kind: 'offline' });
    await expect(whole.stat('data/00/a', call)).rejects.toMatchObject({ kind: 'offline' });
    expect(await readdir(place)).toEqual([]);
  });
});
