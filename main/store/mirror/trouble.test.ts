/** A mirror that is killed in the middle, or runs out of room: what was listed stays whole, and the next run puts things in order. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { mountable, mountMemory } from '../../../test/fixture/cli/mount.ts';
import { itemsOf, makeMirror, openMirror, snap, treeOf, writeFolder } from '../../../test/fixture/mirror/make-mirror.ts';
import { makeState } from '../../../test/fixture/tree/changing-tree.ts';
import { compareTrees } from '../../../test/fixture/tree/compare-trees.ts';
import { quietCall } from '../../base/call.ts';
import { isFault } from '../../base/fault.ts';
import { checkMirror } from './maintain/check.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-cut-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));

const RUNNER = fileURLToPath(new URL('../../../test/fixture/mirror/run-mirror.ts', import.meta.url));
const KILLS = 20;

/** Runs it in a process of its own and kills that after so many milliseconds; resolves with how it ended. */
function cutOff(verb: string, root: string, folder: string, after: number): Promise<{ code: number | null; took: number }> {
  const start = performance.now();
  const child = spawn(process.execPath, [RUNNER, verb, root, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), after);
  return new Promise((resolve) => child.on('exit', (code) => {
    clearTimeout(timer);
    resolve({ code, took: performance.now() - start });
  }));
}

/** Paths below a folder that this process has open. */
const openBelow = (folder: string): string[] => readdirSync('/proc/self/fd').map(opened).filter((path) => path.startsWith(`${folder}/`));

function opened(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return ''; // what the list itself was read by is closed
  }
}

const idsOf = async (root: string): Promise<string[]> => {
  const mirror = await openMirror(root);
  const ids = (await mirror.snapshots(quietCall())).map(({ id }) => id);
  await mirror.close();
  return ids;
};

describe('a mirror', { timeout: 240_000 }, () => {
  it('that is killed at any moment loses nothing that was listed, and lists nothing that is not whole', async () => {
    const place = mkdtempSync(join(scratch, 'case-'));
    const [root, from] = [join(place, 'mirror'), join(place, 'docs')];
    await (await makeMirror(root)).close();
    makeState(from, 0);
    execFileSync('cp', ['-a', from, join(place, 'was-0')]);
    const { took } = await cutOff('snap', root, from, 60_000);
    let listed = await idsOf(root);
    expect(listed).toHaveLength(1);
    for (let kill = 0; kill < KILLS; kill++) {
      const verb = kill % 4 === 3 ? 'forget' : 'snap';
      if (verb === 'snap') makeState(from, 1 + kill, kill === 0 ? 0 : null);
      const { code } = await cutOff(verb, root, from, took * (0.2 + 0.9 * Math.random()));
      const now = await idsOf(root);
      expect([listed.length - 1, listed.length, listed.length + 1]).toContain(now.length);
      if (verb === 'snap') expect(now.slice(0, listed.length)).toEqual(listed);
      if (code === 0) expect(now.length).toBe(verb === 'snap' ? listed.length + 1 : listed.length - (listed.length > 1 ? 1 : 0));
      listed = now;
    }
    const mirror = await openMirror(root);
    onTestFinished(() => mirror.close());
    const last = await snap(mirror, from);
    expect(compareTrees(from, await treeOf(mirror, last))).toEqual([]);
    const [first] = await mirror.snapshots(quietCall());
    expect(compareTrees(join(place, 'was-0'), await treeOf(mirror, first!))).toEqual([]);
    const { errors, notes } = await checkMirror(mirror, 'all', quietCall());
    expect([errors, notes]).toEqual([[], []]);
    expect(readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.partial'))).toEqual([]);
    const count = (await mirror.snapshots(quietCall())).length;
    expect(readdirSync(join(root, '.holdfast/manifests/docs'))).toHaveLength(count);
    expect(readdirSync(join(root, '.holdfast/snapshots'))).toHaveLength(count);
  });

  it.runIf(process.platform === 'linux')('that is cancelled keeps nothing open, so that its drive can be unmounted', async () => {
    const place = mkdtempSync(join(scratch, 'case-'));
    const [root, from] = [join(place, 'mirror'), join(place, 'docs')];
    mkdirSync(from);
    writeFileSync(join(from, 'file'), 'text');
    const mirror = await makeMirror(root);
    onTestFinished(() => mirror.close());
    for (const end of ['abort', 'commit'] as const) {
      const cancel = new AbortController();
      const writer = await mirror.begin({ time: new Date('2026-03-02T00:00:00Z'), paths: [from], hostname: 'desk', username: 'ada', tags: [], excludes: [], parent: null, dryRun: false, skipIfUnchanged: false }, { ...quietCall(), signal: cancel.signal });
      await writer.write(await itemsOf(from));
      expect(openBelow(root)).not.toEqual([]);
      cancel.abort();
      if (end === 'commit') await expect(writer.commit()).rejects.toThrow('aborted');
      await writer.abort();
      expect(openBelow(root)).toEqual([]);
    }
  });

  it.runIf(mountable).each(['size=300k', 'size=3m', 'size=30m', 'size=50m', 'size=200m,nr_inodes=40', 'size=200m,nr_inodes=700'])('has no snapshot, and no rubbish, of what a drive of %s has no room for', async (room) => {
    const place = mkdtempSync(join(scratch, 'case-'));
    const [drive, from] = [join(place, 'drive'), join(place, 'docs')];
    mkdirSync(drive);
    onTestFinished(mountMemory(drive, room.replace('size=', '')));
    const mirror = await makeMirror(join(drive, 'mirror'));
    onTestFinished(() => mirror.close());
    makeState(from, 0);
    await expect(snap(mirror, from)).rejects.toSatisfy((error: unknown) => isFault(error, 'full'));
    expect(await mirror.snapshots(quietCall())).toEqual([]);
    expect(readdirSync(join(drive, 'mirror/docs'))).toEqual([]);
    expect(readdirSync(join(drive, 'mirror/.holdfast/locks'))).toEqual([]);
    expect(openBelow(drive)).toEqual([]);
  });

  it.runIf(mountable)('on a drive that is full says so, gives the room back, and keeps what there was', async () => {
    const place = mkdtempSync(join(scratch, 'case-'));
    const [drive, from] = [join(place, 'drive'), join(place, 'docs')];
    mkdirSync(drive);
    onTestFinished(mountMemory(drive, '80m'));
    const mirror = await makeMirror(join(drive, 'mirror'));
    onTestFinished(() => mirror.close());
    makeState(from, 0);
    const first = await snap(mirror, from);
    makeState(from, 1, 0);
    await expect(snap(mirror, from)).rejects.toSatisfy((error: unknown) => isFault(error, 'full'));
    expect((await mirror.snapshots(quietCall())).map(({ id }) => id)).toEqual([first.id]);
    expect(readdirSync(join(drive, 'mirror/docs')).toSorted()).toEqual(['2026-03-01T10-00-00Z', 'latest']);
    expect((await checkMirror(mirror, 'all', quietCall())).errors).toEqual([]);
  });

  it.runIf(mountable)('on a drive that is pulled in the middle says that it is gone, and leaves its mount point empty', async () => {
    const place = mkdtempSync(join(scratch, 'case-'));
    const [drive, from] = [join(place, 'drive'), join(place, 'docs')];
    mkdirSync(drive);
    const unmount = mountMemory(drive, '400m');
    const mirror = await makeMirror(join(drive, 'mirror'));
    onTestFinished(() => mirror.close());
    makeState(from, 0);
    const writer = await mirror.begin({ time: new Date('2026-03-02T00:00:00Z'), paths: [from], hostname: 'desk', username: 'ada', tags: [], excludes: [], parent: null, dryRun: false, skipIfUnchanged: false }, quietCall());
    unmount();
    await expect(writeFolder(writer, from)).rejects.toSatisfy((error: unknown) => isFault(error, 'offline'));
    await writer.abort();
    expect(readdirSync(drive)).toEqual([]);
  });
});
