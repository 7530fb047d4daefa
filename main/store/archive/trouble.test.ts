/** Archives that are killed in the middle, or run out of room: what was listed stays whole, and the next run puts things in order. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeArchives, openArchives, restored, snap, walkInto } from '../../../test/fixture/archive/make-archive.ts';
import { mountable, mountMemory } from '../../../test/fixture/cli/mount.ts';
import { compareTrees } from '../../../test/fixture/tree/compare-trees.ts';
import { noise } from '../../../test/fixture/vault/make-vault.ts';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { quietCall } from '../../base/call.ts';
import { isFault } from '../../base/fault.ts';
import { isSide } from '../../storage/local/durable.ts';
import { HIDDEN, linkOfFile } from './layout.ts';
import { checkArchives } from './maintain/check.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-cut-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));

const RUNNER = fileURLToPath(new URL('../../../test/fixture/archive/run-archive.ts', import.meta.url));
const KILLS = 16;
const VERBS = ['snap', 'snap', 'merge', 'snap', 'forget'] as const;

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

/** Some 8 MB: half of the files are others in every state. */
function makeState(folder: string, state: number): void {
  mkdirSync(join(folder, 'sub'), { recursive: true });
  for (let file = 0; file < 40; file++) writeFileSync(join(folder, file % 3 === 0 ? 'sub' : '.', `file-${file}`), noise(file === 0 ? 4_000_000 : 100_000, `${file}:${state - ((state + file) % 2)}`));
}

async function listed(root: string): Promise<Snapshot[]> {
  const archives = await openArchives(root);
  const snapshots = await archives.snapshots(quietCall());
  await archives.close();
  return snapshots;
}

describe('archives', { timeout: 300_000 }, () => {
  it('that are killed at any moment lose nothing that was listed, and list nothing that is not whole', async () => {
    const place = mkdtempSync(join(scratch, 'case-'));
    const [root, from] = [join(place, 'archives'), join(place, 'docs')];
    await (await makeArchives(root)).close();
    makeState(from, 0);
    const { took } = await cutOff('snap', root, from, 60_000);
    /** By tree: states survive merging, which gives them other ids. */
    let trees = (await listed(root)).map(({ tree }) => tree);
    expect(trees).toHaveLength(1);
    for (let kill = 0; kill < KILLS; kill++) {
      const verb = VERBS[kill % VERBS.length]!;
      if (verb === 'snap') makeState(from, 1 + kill);
      await cutOff(verb, root, from, took * (0.3 + 0.9 * Math.random()));
      const now = (await listed(root)).map(({ tree }) => tree);
      if (verb === 'snap') expect(now.slice(0, trees.length)).toEqual(trees);
      else expect(now.at(-1)).toBe(trees.at(-1)); // a merge keeps the state it is of; forgetting was asked for another
      trees = now;
      const archives = await openArchives(root);
      expect((await checkArchives(archives, 'all', quietCall())).errors).toEqual([]);
      await archives.close();
    }
    const archives = await openArchives(root);
    onTestFinished(() => archives.close());
    const last = await snap(archives, from);
    expect(compareTrees(from, await restored(archives, last, from, join(place, 'back')))).toEqual([]);
    const { errors, notes } = await checkArchives(archives, 'all', quietCall());
    expect([errors, notes]).toEqual([[], []]);
    const links = new Set((await archives.heads(quietCall())).map(({ link }) => link.name));
    expect(readdirSync(root).filter((name) => name.endsWith('.partial') || (linkOfFile(name) !== null && !links.has(linkOfFile(name)!)))).toEqual([]);
    expect(await archives.repository.list('making', quietCall())).toEqual([]);
    expect(readdirSync(join(root, HIDDEN), { recursive: true, encoding: 'utf8' }).filter(isSide)).toEqual([]);
  });

  it.runIf(mountable)('on a drive that is full say so, give the room back, and keep what there was', async () => {
    const place = mkdtempSync(join(scratch, 'case-'));
    const [drive, from] = [join(place, 'drive'), join(place, 'docs')];
    mkdirSync(drive);
    onTestFinished(mountMemory(drive, '12m'));
    const archives = await makeArchives(join(drive, 'archives'));
    onTestFinished(() => archives.close());
    makeState(from, 0);
    const first = await snap(archives, from);
    const before = readdirSync(join(drive, 'archives')).toSorted();
    makeState(from, 1);
    writeFileSync(join(from, 'much'), noise(6_000_000, 'much'));
    await expect(snap(archives, from)).rejects.toSatisfy((error: unknown) => isFault(error, 'full'));
    expect(readdirSync(join(drive, 'archives')).toSorted()).toEqual(before);
    rmSync(join(from, 'much'));
    expect((await archives.snapshots(quietCall())).map(({ id }) => id)).toEqual([first.id]);
    expect((await checkArchives(archives, 'all', quietCall())).errors).toEqual([]);
  });

  it.runIf(mountable)('that find ever less room, down to none, leave a whole store each time', async () => {
    const place = mkdtempSync(join(scratch, 'case-'));
    const [drive, from] = [join(place, 'drive'), join(place, 'docs')];
    mkdirSync(drive);
    onTestFinished(mountMemory(drive, '20m'));
    const archives = await makeArchives(join(drive, 'archives'), { volumeSize: 1024 * 1024 });
    onTestFinished(() => archives.close());
    mkdirSync(from);
    writeFileSync(join(from, 'first'), 'first');
    await snap(archives, from);
    writeFileSync(join(from, 'second'), noise(3_000_000, 'second'));
    for (let left = 3_600_000; left > 0; left -= 300_000) {
      const free = (await archives.repository.free(quietCall())) ?? 0;
      writeFileSync(join(drive, 'ballast'), Buffer.alloc(Math.max(0, free - left), 1));
      const made = await snap(archives, from).then(({ id }) => id, (error: unknown) => {
        expect(isFault(error, 'full')).toBe(true);
        return null;
      });
      expect((await checkArchives(archives, 'all', quietCall())).errors).toEqual([]);
      rmSync(join(drive, 'ballast'));
      if (made !== null) await archives.remove((await archives.snapshots(quietCall())).filter(({ id }) => id === made), quietCall());
      expect(await archives.snapshots(quietCall())).toHaveLength(1);
    }
  });

  it.runIf(mountable)('on a drive that is pulled in the middle say that it is gone, and leave its mount point empty', async () => {
    const place = mkdtempSync(join(scratch, 'case-'));
    const [drive, from] = [join(place, 'drive'), join(place, 'docs')];
    mkdirSync(drive);
    const unmount = mountMemory(drive, '40m');
    const archives = await makeArchives(join(drive, 'archives'));
    onTestFinished(() => archives.close());
    makeState(from, 0);
    const writer = await archives.begin({ time: new Date('2026-03-02T00:00:00Z'), paths: [from], hostname: 'desk', username: 'ada', tags: [], excludes: [], parent: null, dryRun: false, skipIfUnchanged: false }, quietCall());
    unmount();
    await expect(walkInto(writer, from)).rejects.toSatisfy((error: unknown) => isFault(error, 'offline'));
    await writer.abort();
    expect(readdirSync(drive)).toEqual([]);
  });
});
