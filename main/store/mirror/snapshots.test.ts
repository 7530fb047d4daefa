/** Snapshots of real folders: each is the folder as it was, whatever comes later. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, linkSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeMirror, openMirror, snap, treeOf } from '../../../test/fixture/mirror/make-mirror.ts';
import { arbitraryTree, makeTree } from '../../../test/fixture/tree/arbitrary-tree.ts';
import { setTime } from '../../../test/fixture/tree/build.ts';
import { compareTrees } from '../../../test/fixture/tree/compare-trees.ts';
import { makeHostileTree } from '../../../test/fixture/tree/hostile-tree.ts';
import { listeningCall } from '../../../test/fixture/vault/make-vault.ts';
import { quietCall } from '../../base/call.ts';
import { isFault } from '../../base/fault.ts';
import { requireHardLinks } from './hard-links.ts';
import { checkMirror } from './maintain/check.ts';
import type { MirrorStore } from './mirror.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-snaps-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));

interface Desk {
  mirror: MirrorStore;
  root: string;
  /** To be saved; does not exist yet. */
  from: string;
  /** Copies of it as it was. */
  aside(name: string): string;
}

async function desk(): Promise<Desk> {
  const place = mkdtempSync(join(scratch, 'case-'));
  const mirror = await makeMirror(join(place, 'mirror'));
  onTestFinished(() => mirror.close());
  return { mirror, root: join(place, 'mirror'), from: join(place, 'docs'), aside: (name) => join(place, name) };
}

const copyTree = (from: string, to: string): void => void execFileSync('cp', ['-a', from, to]);
const rsyncSees = (from: string, to: string): string => execFileSync('rsync', ['-n', '-i', '--checksum', '--delete', '-aHX', `${from}/`, `${to}/`], { encoding: 'latin1' });

describe('a snapshot in a mirror', () => {
  it('is the folder with everything hostile in it, byte for byte and name for name', async () => {
    const { mirror, from } = await desk();
    makeHostileTree(from);
    const first = await treeOf(mirror, await snap(mirror, from));
    const second = await treeOf(mirror, await snap(mirror, from));
    for (const tree of [first, second]) {
      expect(compareTrees(from, tree)).toEqual([]);
      expect(rsyncSees(from, tree)).toBe('');
    }
    expect(statSync(join(first, 'sizes/one')).ino).toBe(statSync(join(second, 'sizes/one')).ino);
    const { blocks, size } = statSync(join(first, 'sizes/sparse'));
    expect(blocks * 512).toBeLessThan(size);
  });

  it('of any tree stays as it was, whatever becomes of the folder later', async () => {
    await fc.assert(fc.asyncProperty(fc.array(arbitraryTree, { minLength: 2, maxLength: 4 }), async (states) => {
      const { mirror, from, aside } = await desk();
      for (const [number, state] of states.entries()) {
        if (number % 2 === 0) execFileSync('rm', ['-rf', from]); // else what there is stays, as far as it is not made anew
        try {
          makeTree(from, state);
        } catch (error) {
          if (!(error instanceof Error && 'code' in error)) throw error; // a file where the other state has a folder: what could be made is the state
        }
        setTime(from, 1_700_000_000_000_000_000n + BigInt(number));
        copyTree(from, aside(String(number)));
        await snap(mirror, from);
      }
      const snapshots = await mirror.snapshots(quietCall());
      for (const [number, snapshot] of snapshots.entries()) expect(compareTrees(aside(String(number)), await treeOf(mirror, snapshot))).toEqual([]);
      expect((await checkMirror(mirror, 'all', quietCall())).errors).toEqual([]);
    }), { numRuns: 25 });
  }, 120_000);

  it('does not change when permissions, times or names of the files change', async () => {
    const { mirror, from, aside } = await desk();
    mkdirSync(join(from, 'sub'), { recursive: true });
    for (const name of ['a', 'b', 'c', 'sub/d']) writeFileSync(join(from, name), `content of ${name}`);
    copyTree(from, aside('before'));
    const first = await treeOf(mirror, await snap(mirror, from));
    chmodSync(join(from, 'a'), 0o600);
    utimesSync(join(from, 'b'), 1, 1);
    renameSync(join(from, 'c'), join(from, 'sub/c'));
    rmSync(join(from, 'sub/d'));
    const second = await treeOf(mirror, await snap(mirror, from));
    expect(compareTrees(aside('before'), first)).toEqual([]);
    expect(compareTrees(from, second)).toEqual([]);
  });

  it('shares a file whose metadata was touched and put back', async () => {
    const { mirror, from } = await desk();
    mkdirSync(from);
    writeFileSync(join(from, 'a'), 'content');
    const first = await treeOf(mirror, await snap(mirror, from));
    chmodSync(join(from, 'a'), 0o600);
    chmodSync(join(from, 'a'), 0o644);
    const second = await treeOf(mirror, await snap(mirror, from));
    expect(lstatSync(join(second, 'a')).ino).toBe(lstatSync(join(first, 'a')).ino);
  });

  it('keeps hard links of the folder, made and undone', async () => {
    const { mirror, from, aside } = await desk();
    mkdirSync(from);
    for (const name of ['a', 'x', 'y']) writeFileSync(join(from, name), 'same');
    linkSync(join(from, 'a'), join(from, 'b'));
    copyTree(from, aside('0'));
    await snap(mirror, from);
    for (const name of ['b', 'y']) rmSync(join(from, name));
    writeFileSync(join(from, 'b'), 'same');
    linkSync(join(from, 'x'), join(from, 'y'));
    copyTree(from, aside('1'));
    await snap(mirror, from);
    for (const [number, snapshot] of (await mirror.snapshots(quietCall())).entries()) expect(compareTrees(aside(String(number)), await treeOf(mirror, snapshot))).toEqual([]);
  });

  it('of a single file holds it by its name, and of several folders all of them', async () => {
    const { mirror, from } = await desk();
    mkdirSync(join(from, 'one'), { recursive: true });
    writeFileSync(join(from, 'one/a'), 'a');
    writeFileSync(join(from, 'b'), 'b');
    const alone = await treeOf(mirror, await snap(mirror, join(from, 'b')));
    expect(readFileSync(join(alone, 'b'), 'utf8')).toBe('b');
  });

  it('stores a file again that somebody changed in the mirror, and links the change nowhere', async () => {
    const { mirror, from } = await desk();
    mkdirSync(from);
    writeFileSync(join(from, 'a'), 'content');
    const first = await treeOf(mirror, await snap(mirror, from));
    appendFileSync(join(first, 'a'), ' and more');
    const { call, problems } = listeningCall();
    const second = await treeOf(mirror, await snap(mirror, from, {}, call));
    expect(readFileSync(join(second, 'a'), 'utf8')).toBe('content');
    expect(problems).toMatchObject([{ item: join(from, 'a'), severity: 'note' }]);
  });

  it('refuses to hold the mirror itself', async () => {
    const { mirror, root } = await desk();
    await expect(snap(mirror, join(root, '..'))).rejects.toThrow('which is to be backed up into it');
    expect(await mirror.snapshots(quietCall())).toEqual([]);
  });
});

describe('a mirror', () => {
  it('has a link to the newest snapshot, which forgetting moves', async () => {
    const { mirror, root, from } = await desk();
    mkdirSync(from);
    const snapshots = [await snap(mirror, from), await snap(mirror, from)];
    const latest = (): string => readlinkSync(join(root, 'docs/latest'));
    expect(latest()).toBe('2026-03-01T10-01-00Z');
    await mirror.remove([snapshots[1]!], quietCall());
    expect(latest()).toBe('2026-03-01T10-00-00Z');
  });

  it('leaves other things in its folder alone, whatever their names', async () => {
    const { mirror, root, from } = await desk();
    mkdirSync(from);
    mkdirSync(join(root, 'films/cut.partial'), { recursive: true });
    await snap(mirror, from);
    expect(lstatSync(join(root, 'films/cut.partial')).isDirectory()).toBe(true);
  });

  it('removes what a run that was cut off left, and not what another is making', async () => {
    const { mirror, root, from } = await desk();
    mkdirSync(from);
    await snap(mirror, from);
    const left = join(root, 'docs/2026-02-01T00-00-00Z.partial');
    mkdirSync(join(left, 'sub'), { recursive: true });
    const other = await openMirror(root);
    onTestFinished(() => other.close());
    const writer = await other.begin({ time: new Date('2026-03-02T00:00:00Z'), paths: [from], hostname: 'desk', username: 'ada', tags: [], excludes: [], parent: null, dryRun: false, skipIfUnchanged: false }, quietCall());
    expect(lstatSync(left, { throwIfNoEntry: false })).toBeUndefined();
    await snap(mirror, from);
    expect(lstatSync(join(root, 'docs/2026-03-02T00-00-00Z.partial')).isDirectory()).toBe(true);
    await writer.abort();
    expect(lstatSync(join(root, 'docs/2026-03-02T00-00-00Z.partial'), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('names every file that was changed, damaged or removed in it, once for all snapshots that share it', async () => {
    const { mirror, from } = await desk();
    mkdirSync(from);
    for (const name of ['damaged', 'gone', 'longer', 'sound']) writeFileSync(join(from, name), `content of ${name}`);
    await snap(mirror, from);
    const tree = await treeOf(mirror, await snap(mirror, from));
    const { mtimeNs } = statSync(join(tree, 'damaged'), { bigint: true });
    writeFileSync(join(tree, 'damaged'), 'CONTENT of damaged');
    setTime(join(tree, 'damaged'), mtimeNs);
    rmSync(join(tree, 'gone'));
    truncateSync(join(tree, 'longer'), 30);
    const { errors, filesRead } = await checkMirror(mirror, 'all', quietCall());
    expect(errors.map(({ message }) => message).toSorted()).toEqual([
      expect.stringContaining('10-00-00Z/longer is not'), expect.stringContaining('10-01-00Z/damaged was changed'), expect.stringContaining('10-01-00Z/gone is gone'), expect.stringContaining('10-01-00Z/longer is not'),
    ]);
    expect(errors.find(({ message }) => message.includes('/damaged'))).toMatchObject({ kind: 'blob', affectedCount: 2 });
    expect(filesRead).toBe(3); // once each, however many snapshots share them
  });

  it('says of a drive without hard links what to do', () => {
    const place = mkdtempSync(join(scratch, 'case-'));
    const refused = (): void => requireHardLinks(place, '/media/stick', () => { throw Object.assign(new Error('no'), { code: 'EPERM' }); });
    expect(refused).toThrow(expect.toSatisfy((error: unknown) => isFault(error, 'unsupported') && error.message.includes('/media/stick') && error.advice.includes('archive')));
    expect(() => requireHardLinks(place, place)).not.toThrow();
  });

  it('says that its drive is gone, and makes nothing where it was', async () => {
    const { mirror, root, from } = await desk();
    mkdirSync(from);
    await snap(mirror, from);
    renameSync(root, `${root}-away`);
    mkdirSync(root); // the mount point
    await expect(snap(mirror, from, { parent: null })).rejects.toSatisfy((error: unknown) => isFault(error, 'offline'));
    expect(execFileSync('ls', ['-A', root], { encoding: 'utf8' })).toBe('');
  });
});
