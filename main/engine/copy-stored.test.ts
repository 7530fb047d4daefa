/** Copies between formats: everything arrives, nothing is read twice, nothing damaged passes for whole. */
import { closeSync, linkSync, lstatSync, mkdirSync, openSync, readdirSync, truncateSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { scratch } from '../../test/fixture/cli/scratch.ts';
import { makeArchives } from '../../test/fixture/archive/make-archive.ts';
import { makeMirror, snap, treeOf } from '../../test/fixture/mirror/make-mirror.ts';
import { makeHostileTree } from '../../test/fixture/tree/hostile-tree.ts';
import { countingReads, type Reads } from '../../test/fixture/vault/counting-store.ts';
import { addSnapshot, listeningCall, makeVault, noise, type Files } from '../../test/fixture/vault/make-vault.ts';
import { quietCall } from '../base/call.ts';
import { FolderSource } from '../source/folder/folder-source.ts';
import type { Store } from '../store/store.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import { backUp } from './backup.ts';
import { copyStored, openEarlier, type MadeCopy } from './copy-stored.ts';
import { Staging } from './staging.ts';
import { verifyCopy, type VerifiedCopy } from './verify-copy.ts';

const FILES: Files = { '/home/a': 'words '.repeat(100), '/home/big': noise(5_000_000, 'big'), '/home/empty': '', '/home/sub/c': noise(300_000, 'c'), '/home/sub/none/': '' };
const second = new Date('2026-03-02T10:00:00Z');

async function vault(): Promise<Store> {
  const { vault: made } = await makeVault();
  onTestFinished(() => made.close());
  return made;
}

async function mirror(): Promise<Awaited<ReturnType<typeof makeMirror>>> {
  const made = await makeMirror(join(scratch(), 'mirror'));
  onTestFinished(() => made.close());
  return made;
}

async function archives(container: 'tar' | 'zip' = 'tar'): Promise<Awaited<ReturnType<typeof makeArchives>>> {
  const made = await makeArchives(join(scratch(), 'archives'), { container });
  onTestFinished(() => made.close());
  return made;
}

async function verified(from: Store, { original, copy, earlier, sums }: MadeCopy, to: Store): Promise<VerifiedCopy> {
  const staging = new Staging();
  onTestFinished(() => staging.close());
  return verifyCopy({ original: await from.open(original, quietCall()), copy: await to.open(copy, quietCall()), earlier: await openEarlier(to, earlier, quietCall()), sums }, staging, quietCall());
}

async function copyOne(from: Store, snapshot: Snapshot, to: Store): Promise<MadeCopy> {
  const { made, failed } = await copyStored(from, [snapshot], to, quietCall());
  expect(failed).toEqual([]);
  return made[0]!;
}

const NOT_COMPARED = { id: '', tree: '', parent: undefined, summary: undefined, original: undefined };

describe('a copy into another format', () => {
  it.each([['mirror', [mirror]], ['tar', [() => archives('tar')]], ['zip', [() => archives('zip')]], ['mirror and tar', [mirror, archives]], ['tar and mirror', [archives, mirror]]])('has every entry of a hostile tree, through %s and back into a vault', async (_, ways) => {
    const [tree, first, last] = [join(scratch(), 'tree'), await vault(), await vault()];
    makeHostileTree(tree);
    const { snapshot } = await backUp(new FolderSource({ paths: [tree] }), first, {
      time: second, paths: [tree], hostname: 'desk', username: 'ada', tags: ['kept'], excludes: ['*.tmp'], parent: null, dryRun: false, skipIfUnchanged: false,
    }, quietCall());
    let [from, copied]: [Store, Snapshot] = [first, snapshot!];
    for (const to of [...(await Promise.all(ways.map((make) => make()))), last]) {
      const made = await copyOne(from, copied, to);
      expect(await verified(from, made, to)).toMatchObject({ errors: [] });
      expect({ ...made.copy, ...NOT_COMPARED }).toEqual({ ...snapshot, ...NOT_COMPARED });
      expect(made.copy.original).toBe(snapshot!.id);
      [from, copied] = [to, made.copy];
    }
    expect(copied.tree).toBe(snapshot!.tree);
  });

  it('reads each content once, however many names it has', async () => {
    const [tree, from, to] = [join(scratch(), 'tree'), await mirror(), await vault()];
    mkdirSync(tree);
    for (let file = 0; file < 40; file++) writeFileSync(join(tree, `file-${file}`), noise(1000 + file, `${file}`));
    writeFileSync(join(tree, 'large'), noise(3_000_000, 'large'));
    linkSync(join(tree, 'file-1'), join(tree, 'further'));
    const reads: Reads = new Map();
    await copyStored(countingReads(from, reads), [await snap(from, tree)], to, quietCall());
    expect([reads.size, ...new Set(reads.values())]).toEqual([41, 1]);
  });

  it.each([['mirror', vault, mirror], ['vault', mirror, vault], ['mirror', mirror, mirror], ['archive', vault, archives], ['vault', archives, vault]] as [string, () => Promise<Store>, () => Promise<Store>][])('reads nothing the %s has of earlier snapshots, and copies no snapshot twice', async (_name, source, target) => {
    const [tree, from, to] = [join(scratch(), 'tree'), await source(), await target()];
    mkdirSync(tree);
    writeFileSync(join(tree, 'same'), noise(1_500_000, 'same'));
    writeFileSync(join(tree, 'small'), 'small');
    const take = async (time: string, parent: Snapshot | null): Promise<Snapshot> => (await backUp(new FolderSource({ paths: [tree] }), from, {
      time: new Date(time), paths: [tree], hostname: 'desk', username: 'ada', tags: [], excludes: [], parent, dryRun: false, skipIfUnchanged: false,
    }, quietCall())).snapshot!;
    const first = await take('2026-03-01T10:00:00Z', null);
    writeFileSync(join(tree, 'new'), 'new');
    const next = await take('2026-03-02T10:00:00Z', first);
    const reads: Reads = new Map();
    const counted = countingReads(from, reads);
    expect((await copyStored(counted, [first], to, quietCall())).copied).toHaveLength(1);
    const two = await copyStored(counted, [first, next], to, quietCall());
    expect(two).toMatchObject({ skipped: [first.id], copied: [{ from: next.id }] });
    expect(Object.fromEntries(reads)).toEqual({ same: 1, small: 1, new: 1 });
    expect(await verified(from, two.made[0]!, to)).toMatchObject({ errors: [], files: 1 });
    expect(await copyStored(counted, [first, next], to, quietCall())).toMatchObject({ skipped: [first.id, next.id], copied: [] });
    expect(await copyStored(to, await to.snapshots(quietCall()), from, quietCall())).toMatchObject({ copied: [] }); // where they came from they are
  });

  it.each([['small', vault], ['large', vault], ['large', archives]] as [string, () => Promise<Store>][])('is not made of a snapshot whose %s file is damaged, and the others are', async (which, target) => {
    const [tree, from, to] = [join(scratch(), 'tree'), await mirror(), await target()];
    mkdirSync(tree);
    writeFileSync(join(tree, 'large'), noise(3_000_000, 'large'));
    writeFileSync(join(tree, 'small'), 'small');
    const bad = await snap(from, tree);
    utimesSync(join(tree, which), 5, 5);
    const good = await snap(from, tree);
    spoil(join(await treeOf(from, bad), which));
    const { call, problems } = listeningCall();
    const report = await copyStored(from, [bad, good], to, call);
    expect(report.failed.map(({ snapshot }) => snapshot)).toEqual([bad.id]);
    expect(report.copied).toMatchObject([{ from: good.id }]);
    expect(problems.map(({ fault }) => fault.message).join()).toContain(which);
    expect(await to.snapshots(quietCall())).toHaveLength(1);
  });
});

describe('a copy read back', () => {
  it('is wrong when a byte of its archive was changed', async () => {
    const from = await vault();
    const to = await archives();
    const made = await copyOne(from, await addSnapshot(from as Parameters<typeof addSnapshot>[0], FILES), to);
    expect(await verified(from, made, to)).toMatchObject({ errors: [], files: 3 });
    const name = readdirSync(to.address).find((file) => file.endsWith('.tar.zst'))!;
    spoil(join(to.address, name));
    await to.close();
    expect((await verified(from, made, to)).errorCount).toBeGreaterThan(0);
  });

  it('is wrong when a file of it was changed, cut off or taken away', async () => {
    const from = await vault();
    const original = await addSnapshot(from as Parameters<typeof addSnapshot>[0], FILES);
    const changes: ((path: string) => void)[] = [spoil, (path) => truncateSync(path, 10)];
    for (const change of changes) {
      for (const name of ['a', 'big']) {
        const to = await mirror();
        const made = await copyOne(from, original, to);
        expect(await verified(from, made, to)).toMatchObject({ errors: [], files: 3 });
        change(join(await treeOf(to, made.copy), name));
        expect((await verified(from, made, to)).errors.join()).toContain(`/home/${name}`);
      }
    }
  });

  it('is wrong when it holds other entries than the original', async () => {
    const [from, to] = [await vault(), await vault()];
    const of = from as Parameters<typeof addSnapshot>[0];
    const original = await addSnapshot(of, FILES);
    const others: Files[] = [{ ...FILES, '/home/more': 'x' }, { '/home/a': FILES['/home/a']! }, { ...FILES, '/home/a': 'other' }];
    for (const files of others) {
      const copy = await addSnapshot(to as typeof of, files);
      expect((await verified(from, { original, copy, earlier: null, sums: new Map() }, to)).errorCount).toBeGreaterThan(0);
    }
  });
});

/** One byte is another, and nothing tells of it but the content. */
function spoil(path: string): void {
  const { atimeMs, mtimeMs, size } = lstatSync(path);
  const fd = openSync(path, 'r+');
  writeSync(fd, Buffer.from('#'), 0, 1, Math.floor(size / 2));
  closeSync(fd);
  utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
}
