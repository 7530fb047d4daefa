/** Chains of real folders: any link is the folder as it was, whatever was done since; merging and forgetting lose nothing that is listed. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, linkSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeArchives, restored, snap } from '../../../test/fixture/archive/make-archive.ts';
import { arbitraryTree, makeTree } from '../../../test/fixture/tree/arbitrary-tree.ts';
import { setTime } from '../../../test/fixture/tree/build.ts';
import { compareTrees } from '../../../test/fixture/tree/compare-trees.ts';
import { makeHostileTree } from '../../../test/fixture/tree/hostile-tree.ts';
import { listeningCall, noise } from '../../../test/fixture/vault/make-vault.ts';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { quietCall } from '../../base/call.ts';
import type { ArchiveStore, NewArchives } from './archive.ts';
import { LINK_KINDS } from './layout.ts';
import { checkArchives } from './maintain/check.ts';
import { freedBy } from './maintain/freed.ts';
import { merge, planMerge } from './maintain/merge.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-chains-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));

interface Desk {
  archives: ArchiveStore;
  root: string;
  /** To be saved; does not exist yet. */
  from: string;
  /** Copies of it as it was. */
  aside(name: string): string;
}

async function desk(settings: Partial<NewArchives> = {}): Promise<Desk> {
  const place = mkdtempSync(join(scratch, 'case-'));
  const archives = await makeArchives(join(place, 'archives'), settings);
  onTestFinished(() => archives.close());
  return { archives, root: join(place, 'archives'), from: join(place, 'docs'), aside: (name) => join(place, name) };
}

const copyTree = (from: string, to: string): void => void execFileSync('cp', ['-a', from, to]);
const kindsOf = async (archives: ArchiveStore): Promise<string[]> => (await archives.listed(quietCall())).map(({ link }) => link.kind);
const files = (root: string): string[] => readdirSync(root).filter((name) => /\.tar/.test(name));
const soundness = async (archives: ArchiveStore): Promise<unknown> => {
  const { errors, notes } = await checkArchives(archives, 'all', quietCall());
  return [errors, notes];
};

/** Every snapshot is the copy that was put aside when it was made. */
async function expectAll({ archives, from, aside }: Desk, copies: ReadonlyMap<string, string>): Promise<void> {
  for (const snapshot of await archives.snapshots(quietCall())) {
    const to = `${aside('back')}-${snapshot.id.slice(0, 8)}`;
    expect(compareTrees(aside(copies.get(snapshot.id)!), await restored(archives, snapshot, from, to))).toEqual([]);
    execFileSync('rm', ['-rf', to]);
  }
}

describe('a chain', () => {
  it('brings back the folder with everything hostile in it, from its full and its incremental link', async () => {
    const here = await desk();
    makeHostileTree(here.from);
    copyTree(here.from, here.aside('was'));
    const snapshots = [await snap(here.archives, here.from), await snap(here.archives, here.from)];
    await expectAll(here, new Map(snapshots.map(({ id }) => [id, 'was'])));
    expect(await soundness(here.archives)).toEqual([[], []]);
  }, 60_000);

  it('of any history and any kinds restores every point; merged anywhere it is still the same; forgetting breaks none that stays', async () => {
    const history = fc.array(fc.record({ tree: arbitraryTree, anew: fc.boolean(), kind: fc.constantFrom(...LINK_KINDS) }), { minLength: 2, maxLength: 6 });
    await fc.assert(fc.asyncProperty(history, fc.nat(), fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), async (steps, at, gone) => {
      const here = await desk();
      const { archives, from, aside } = here;
      const copies = new Map<string, string>();
      for (const [number, { tree, anew, kind }] of steps.entries()) {
        if (anew) execFileSync('rm', ['-rf', from]);
        try {
          makeTree(from, tree);
        } catch (error) {
          if (!(error instanceof Error && 'code' in error)) throw error; // a file where the other state has a folder: what could be made is the state
        }
        setTime(from, 1_700_000_000_000_000_000n + BigInt(number));
        copyTree(from, aside(String(number)));
        copies.set((await snap(archives, from, { kind })).id, String(number));
      }
      await expectAll(here, copies);
      const all = await archives.snapshots(quietCall());
      const chosen = all[at % all.length]!;
      if (await planMerge(archives, chosen.id, quietCall()).then(() => true, () => false)) {
        const { made } = await merge(archives, chosen.id, { dryRun: false }, quietCall());
        copies.set(made!.id, copies.get(chosen.id)!);
        await expectAll(here, copies);
        expect(await soundness(archives)).toEqual([[], []]);
      }
      const left = await archives.snapshots(quietCall());
      const going = left.filter((_, place) => gone[place]);
      const told = await freedBy(archives, going.map(({ id }) => id), quietCall());
      const before = sizeOf(here.root);
      await archives.remove(going, quietCall());
      expect(before - sizeOf(here.root)).toBe(told.bytes);
      expect((await archives.snapshots(quietCall())).map(({ id }) => id)).toEqual(left.filter((one) => !going.includes(one)).map(({ id }) => id));
      await expectAll(here, copies);
      expect(await soundness(archives)).toEqual([[], []]);
      await snap(archives, from);
      await archives.remove(await archives.snapshots(quietCall()), quietCall());
      expect(files(here.root)).toEqual([]);
    }), { numRuns: 20 });
  }, 240_000);

  it('stores what did not change once, whatever became of its metadata', async () => {
    const { archives, from, root } = await desk();
    mkdirSync(join(from, 'sub'), { recursive: true });
    for (const name of ['a', 'b', 'sub/c']) writeFileSync(join(from, name), noise(300_000, name));
    const was = await snap(archives, from);
    chmodSync(join(from, 'a'), 0o600);
    setTime(join(from, 'b'), 5n);
    appendFileSync(join(from, 'sub/c'), 'more');
    const { summary } = await snap(archives, from);
    expect(summary).toMatchObject({ data_blobs: 1, data_added: 300_004 });
    const again = await snap(archives, from);
    expect(again.summary).toMatchObject({ data_blobs: 0, files_unmodified: 3 });
    expect(await kindsOf(archives)).toEqual(['full', 'incremental', 'incremental']);
    expect(was.tree).not.toBe(again.tree);
    expect(files(root)).toHaveLength(3);
  });

  it('reads back as plain tar, link after link, names and bytes', async () => {
    const { archives, from, root, aside } = await desk();
    mkdirSync(from);
    for (const name of ['a', 'b', 'gone']) writeFileSync(join(from, name), `content of ${name}`);
    await snap(archives, from);
    writeFileSync(join(from, 'b'), 'another content');
    renameSync(join(from, 'a'), join(from, 'moved'));
    linkSync(join(from, 'b'), join(from, 'second name'));
    rmSync(join(from, 'gone'));
    await snap(archives, from);
    mkdirSync(aside('plain'));
    for (const name of files(root).toSorted()) execFileSync('tar', ['-xf', join(root, name), '-C', aside('plain')]);
    execFileSync('sha256sum', ['--quiet', '-c', '.holdfast/checksums.txt'], { cwd: aside('plain') });
    const plain = join(aside('plain'), from.slice(1));
    for (const name of ['a', 'gone']) rmSync(join(plain, name)); // what went is in the manifest
    expect(compareTrees(from, plain, { ignore: ['hard links'] })).toEqual([]);
    expect(statSync(join(plain, 'b')).ino).toBe(statSync(join(plain, 'second name')).ino);
  });

  it('begins anew after so many links, and after one that is broken, and says so', async () => {
    const { archives, from, root } = await desk({ maxLinks: 2 });
    mkdirSync(from);
    for (let number = 0; number < 5; number++) {
      writeFileSync(join(from, 'a'), `state ${number}`);
      await snap(archives, from);
    }
    expect(await kindsOf(archives)).toEqual(['full', 'incremental', 'incremental', 'full', 'incremental']);
    const { link } = (await archives.listed(quietCall()))[3]!;
    rmSync(join(root, link.files[0]!.name));
    const { call, problems } = listeningCall();
    await snap(archives, from, {}, call);
    expect((await kindsOf(archives)).at(-1)).toBe('full');
    expect(problems).toMatchObject([{ item: 'chain', severity: 'warning', fault: { message: expect.stringContaining('new full archive') } }]);
  });

  it('keeps the archive of a forgotten snapshot as long as another needs it', async () => {
    const { archives, from, root } = await desk();
    mkdirSync(from);
    const made: Snapshot[] = [];
    for (let number = 0; number < 3; number++) {
      writeFileSync(join(from, `file-${number}`), noise(50_000, String(number)));
      made.push(await snap(archives, from));
    }
    const plan = await freedBy(archives, [made[0]!.id], quietCall());
    expect(plan).toMatchObject({ bytes: 0, removed: [], kept: [{ neededBy: [made[1]!.id, made[2]!.id] }] });
    await archives.remove([made[0]!], quietCall());
    expect((await archives.snapshots(quietCall())).map(({ id }) => id)).toEqual([made[1]!.id, made[2]!.id]);
    expect(files(root)).toHaveLength(3);
    await archives.remove([made[2]!, made[1]!], quietCall());
    expect(files(root)).toEqual([]);
  });

  it('is one archive after a merge, and later links live on with it', async () => {
    const here = await desk();
    const { archives, from, root, aside } = here;
    mkdirSync(from);
    const copies = new Map<string, string>();
    const made: Snapshot[] = [];
    for (let number = 0; number < 4; number++) {
      writeFileSync(join(from, `file-${number}`), noise(50_000, String(number)));
      copyTree(from, aside(String(number)));
      made.push(await snap(archives, from));
      copies.set(made[number]!.id, String(number));
    }
    const plan = await merge(archives, made[2]!.id, { dryRun: true }, quietCall());
    expect(plan).toMatchObject({ made: null, forgotten: made.slice(0, 3).map(({ id }) => id), rewritten: [{ id: made[3]!.id }] });
    expect(files(root)).toHaveLength(4);
    const before = sizeOf(root);
    const { made: merged, bytes } = await merge(archives, made[2]!.id, { dryRun: false }, quietCall());
    expect(before + bytes - sizeOf(root)).toBe(plan.freed.bytes);
    expect(merged).toMatchObject({ tree: made[2]!.tree, original: made[2]!.id, time: made[2]!.time, paths: [from] });
    expect((await archives.snapshots(quietCall())).map(({ id }) => id)).toEqual([merged!.id, made[3]!.id]);
    copies.set(merged!.id, '2');
    await expectAll(here, copies);
    expect(await soundness(archives)).toEqual([[], []]);
    await expect(planMerge(archives, merged!.id, quietCall())).rejects.toThrow('nothing to merge');
    writeFileSync(join(from, 'late'), 'late');
    await snap(archives, from);
    expect(await kindsOf(archives)).toEqual(['full', 'incremental', 'incremental']);
  });
});

const sizeOf = (root: string): number => files(root).reduce((sum, name) => sum + statSync(join(root, name)).size, 0);
