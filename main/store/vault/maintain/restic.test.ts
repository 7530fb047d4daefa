/** Maintenance beside the real restic: what we change it finds sound, what it made we can keep in order. Passed over where restic is not installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quietCall } from '../../../base/call.ts';
import { LocalStorage } from '../../../storage/local/local.ts';
import { addSnapshot, makeVault, noise, openVault, PASSWORD } from '../../../../test/fixture/vault/make-vault.ts';
import type { VaultStore } from '../vault.ts';
import { check } from './check.ts';
import { copySnapshots } from './copy.ts';
import { applyPrune, planPrune } from './prune.ts';
import { repairIndex } from './repair-index.ts';
import { repairPacks } from './repair-packs.ts';
import { repairSnapshots } from './repair-snapshots.ts';
import { stats, type StatsMode } from './stats.ts';
import { tagSnapshots } from './tag.ts';

const present = spawnSync('restic', ['version']).status === 0;
let folder: string;
const opened: VaultStore[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-maintain-'));
});
afterEach(async () => {
  for (const vault of opened.splice(0)) await vault.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string): string => join(folder, name);
const restic = (repository: string, ...command: string[]): string =>
  execFileSync('restic', ['-r', repository, '--no-cache', ...command], { env: { ...process.env, RESTIC_PASSWORD: PASSWORD, RESTIC_PASSWORD2: PASSWORD }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

async function open(name: string): Promise<VaultStore> {
  const vault = await openVault(new LocalStorage(at(name)));
  opened.push(vault);
  return vault;
}

async function make(name: string, version = 2): Promise<VaultStore> {
  const { vault } = await makeVault(new LocalStorage(at(name)), { version });
  opened.push(vault);
  return vault;
}

/** A folder with files, backed up twice by restic, the second time with one file more and one less. */
async function resticVault(name: string, version = 2): Promise<void> {
  await (await makeVault(new LocalStorage(at(name)), { version })).vault.close(); // made here because its key costs no time
  mkdirSync(at('home/sub'), { recursive: true });
  writeFileSync(at('home/large'), noise(3_000_000, 'large'));
  writeFileSync(at('home/old'), noise(400_000, 'old'));
  writeFileSync(at('home/sub/text'), 'words '.repeat(5000));
  writeFileSync(at('home/sub/empty'), '');
  restic(at(name), 'backup', at('home'));
  rmSync(at('home/old'));
  writeFileSync(at('home/sub/new'), noise(200_000, 'new'));
  restic(at(name), 'backup', at('home'));
}

const files = (name: string, part: string): string[] => readdirSync(at(join(name, part)), { recursive: true, encoding: 'utf8' }).map((file) => file.slice(-64)).filter((file) => file.length === 64);
const damage = (name: string, pack: string): void => {
  const path = at(join(name, 'data', pack.slice(0, 2), pack));
  const bytes = readFileSync(path);
  bytes[50] ^= 1;
  rmSync(path);
  writeFileSync(path, bytes);
};

describe.skipIf(!present)('a repository of restic', () => {
  it.each([[2], [1]])('of version %s is found sound', async (version) => {
    await resticVault('r', version);
    const report = await check(await open('r'), { readData: 'all' }, quietCall());
    expect(report.errors).toEqual([]);
    expect(report).toMatchObject({ snapshots: 2, packsRead: files('r', 'data').length, suggestPrune: false, suggestRepairIndex: false });
  });

  it('is counted as restic counts it', async () => {
    await resticVault('r');
    const vault = await open('r');
    const snapshots = await vault.snapshots(quietCall());
    for (const mode of ['restore-size', 'files-by-contents', 'raw-data', 'blobs-per-file'] satisfies StatsMode[]) {
      const theirs = JSON.parse(restic(at('r'), 'stats', '--mode', mode, '--json')) as Record<string, number>;
      const ours: Record<string, unknown> = { ...(await stats(vault, snapshots, mode, quietCall())) };
      for (const [name, value] of Object.entries(theirs)) if (value !== 0) expect([mode, name, ours[name]]).toEqual([mode, name, value]);
    }
  });

  it('is pruned as restic would, and stays sound for it', async () => {
    await resticVault('r');
    restic(at('r'), 'forget', '--keep-last', '1');
    const said = restic(at('r'), 'prune', '--dry-run', '--max-unused', '0', '-v');
    const plan = await planPrune(await open('r'), { maxUnused: 0 }, quietCall());
    const said2 = (line: RegExp): number => Number(line.exec(said)?.[1]);
    expect(plan.numbers.blobs).toMatchObject({ used: said2(/used: +(\d+) blobs/), unused: said2(/unused: +(\d+) blobs/), repack: said2(/to repack: +(\d+) blobs/), remaining: said2(/remaining: +(\d+) blobs/) });
    expect(plan.numbers.blobs.unused).toBeGreaterThan(0);
    await applyPrune(opened[0], plan, quietCall());
    await opened[0].close();
    expect(restic(at('r'), 'check', '--read-data')).toContain('no errors were found');
    expect(restic(at('r'), 'prune', '--dry-run', '--max-unused', '0', '-v')).toMatch(/unused: +0 blobs/);
    restic(at('r'), 'restore', 'latest', '--target', at('back'));
    expect(execFileSync('diff', ['-r', at('home'), at(join('back', folder, 'home'))], { encoding: 'utf8' })).toBe('');
  });

  it('gets its index back', async () => {
    await resticVault('r');
    for (const id of files('r', 'index')) rmSync(at(join('r', 'index', id)));
    const report = await repairIndex(await open('r'), {}, quietCall());
    expect(report.packsAdded.toSorted()).toEqual(files('r', 'data').toSorted());
    await opened[0].close();
    expect(restic(at('r'), 'check', '--read-data')).toContain('no errors were found');
  });

  it('gets tags that restic reads', async () => {
    await resticVault('r');
    const vault = await open('r');
    const snapshots = await vault.snapshots(quietCall());
    const changed = await tagSnapshots(vault, snapshots, { add: ['kept'] }, quietCall());
    expect(changed.map(({ from }) => from)).toEqual(snapshots.map(({ id }) => id));
    await vault.close();
    const seen = JSON.parse(restic(at('r'), 'snapshots', '--json')) as { id: string; tags: string[]; original: string }[];
    expect(seen.map(({ tags, original }) => ({ tags, original }))).toEqual(snapshots.map(({ id }) => ({ tags: ['kept'], original: id })));
    expect(restic(at('r'), 'check')).toContain('no errors were found');
  });

  it.each([[2], [1]])('of version %s is copied, tree for tree, and restic takes the copy for its own', async (version) => {
    await resticVault('r', version);
    const [from, to] = [await open('r'), await make('ours')];
    const report = await copySnapshots(from, await from.snapshots(quietCall()), to, quietCall());
    expect(report).toMatchObject({ skipped: [], failed: [] });
    const trees = async (vault: VaultStore): Promise<string[]> => (await vault.snapshots(quietCall())).map(({ tree }) => tree);
    expect(await trees(to)).toEqual(await trees(from));
    await Promise.all([from.close(), to.close()]);
    expect(restic(at('ours'), 'check', '--read-data')).toContain('no errors were found');
    expect(restic(at('ours'), 'copy', '--repo2', at('r'), '--verbose')).toMatch(/skipping source snapshot[^]*skipping source snapshot/);
  });
});

describe.skipIf(!present)('our vault, damaged and repaired', () => {
  it('is sound for restic again, less what is lost', async () => {
    const vault = await make('v');
    const files1 = { '/home/a': noise(3_000_000, 'a'), '/home/sub/b': noise(900_000, 'b'), '/home/sub/c': 'words' };
    await addSnapshot(vault, files1);
    await vault.close();
    const [pack] = files('v', 'data').toSorted((a, b) => readFileSync(at(join('v', 'data', b.slice(0, 2), b))).length - readFileSync(at(join('v', 'data', a.slice(0, 2), a))).length);
    damage('v', pack);
    const sick = await open('v');
    const report = await check(sick, { readData: 'all' }, quietCall());
    expect(report.brokenPacks).toEqual([pack]);
    const [{ affected }] = report.errors;
    expect(affected).toHaveLength(1);
    expect(await repairPacks(sick, report.brokenPacks, quietCall())).toMatchObject({ packs: [{ id: pack, lost: 1 }] });
    const [repaired] = await repairSnapshots(sick, { forget: true }, quietCall());
    expect(repaired.changes).toEqual([expect.stringMatching(new RegExp(`^${affected[0].path} has lost 1 of its`))]);
    expect((await check(sick, { readData: 'all' }, quietCall())).errors).toEqual([]);
    await sick.close();
    expect(restic(at('v'), 'check', '--read-data')).toContain('no errors were found');
    expect(JSON.parse(restic(at('v'), 'snapshots', '--json'))).toMatchObject([{ id: repaired.to, original: repaired.from }]);
  });

  it('leaves restic’s prune nothing to do, tiny directories included', async () => {
    const vault = await make('v');
    await addSnapshot(vault, { '/home/a': 'a', '/home/empty/': '', '/home/empty/too/': '' });
    await vault.close();
    expect(restic(at('v'), 'prune', '--dry-run', '-v')).toMatch(/to repack: +0 packs/);
  });

  it('is pruned, and copied to a repository of version 1, to restic’s content', async () => {
    const vault = await make('v');
    const keep = { '/home/a': noise(700_000, 'a'), '/home/b': 'words '.repeat(1000) };
    const gone = await addSnapshot(vault, { ...keep, '/home/gone': noise(600_000, 'gone') });
    const kept = await addSnapshot(vault, keep, { time: new Date('2026-03-02T10:00:00Z') });
    await vault.remove([gone], quietCall());
    await applyPrune(vault, await planPrune(vault, { maxUnused: 0 }, quietCall()), quietCall());
    const one = await make('one', 1);
    expect(await copySnapshots(vault, [kept], one, quietCall())).toMatchObject({ failed: [], copied: [{ from: kept.id }] });
    await Promise.all([vault.close(), one.close()]);
    for (const name of ['v', 'one']) expect(restic(at(name), 'check', '--read-data')).toContain('no errors were found');
    expect(restic(at('v'), 'prune', '--dry-run', '-v')).toMatch(/unused: +0 blobs/);
    expect(restic(at('one'), 'dump', 'latest', '/home/b')).toBe(keep['/home/b']);
  });
});
