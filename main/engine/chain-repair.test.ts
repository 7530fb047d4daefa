/** Chains broken by hand, and made whole from another store that holds backups of the same machine, made by themselves or copied. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeArchives, snap } from '../../test/fixture/archive/make-archive.ts';
import { makeVault, noise } from '../../test/fixture/vault/make-vault.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import { quietCall } from '../base/call.ts';
import { sha256Hex } from '../base/ids.ts';
import type { ArchiveStore } from '../store/archive/archive.ts';
import { checkArchives } from '../store/archive/maintain/check.ts';
import type { Store } from '../store/store.ts';
import { planChainRepair, repairChain } from './chain-repair.ts';
import { copyStored } from './copy-stored.ts';

interface Desk {
  archives: ArchiveStore;
  root: string;
  from: string;
  place: string;
  snapshots: Snapshot[];
  /** Of all snapshots, by id: what was saved, as text by path. */
  states: Map<string, string>;
  /** A vault that was written by itself, a minute after each: no copies, and all contents. */
  vault: Store;
  /** Of a snapshot: its archive. */
  file(at: number): string;
}

const stateOf = async (store: Store, snapshot: Snapshot): Promise<string> => {
  const call = quietCall();
  const reader = await store.open(snapshot, call);
  const told: string[] = [];
  for await (const batch of reader.walk({}, call)) {
    for (const { path, entry } of batch) told.push(entry.type === 'file' ? `${path} ${Buffer.concat(await Array.fromAsync(reader.read(entry, call))).toString('base64')}` : path);
  }
  return told.join('\n');
};

/** Four snapshots: full, then three of what changed. */
async function desk(): Promise<Desk> {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-chain-repair-'));
  const archives = await makeArchives(join(place, 'archives'), { container: 'blb', compression: 'gzip' });
  onTestFinished(async () => {
    await archives.close();
    rmSync(place, { recursive: true, force: true });
  });
  const [from, root] = [join(place, 'docs'), join(place, 'archives')];
  mkdirSync(join(from, 'lib'), { recursive: true });
  for (const name of ['a', 'b', 'c']) writeFileSync(join(from, 'lib', name), noise(20_000, name));
  const snapshots: Snapshot[] = [];
  const { vault } = await makeVault();
  for (const n of [0, 1, 2, 3]) {
    writeFileSync(join(from, 'main.py'), `print(${n})\n`);
    writeFileSync(join(from, `new${n}`), noise(9000, `${n}`));
    snapshots.push(await snap(archives, from));
    await snap(vault, from, { time: new Date('2026-05-01T10:00:00Z') });
  }
  const states = new Map<string, string>();
  for (const one of snapshots) states.set(one.id, await stateOf(archives, one));
  await archives.close();
  const names = readdirSync(root).filter((name) => name.endsWith('.blb'));
  return { archives, root, from, place, snapshots, states, vault, file: (at) => join(root, names.find((name) => name.includes(snapshots[at]!.id.slice(0, 8)))!) };
}

const sound = async (archives: ArchiveStore): Promise<string[]> => {
  const { errors } = await checkArchives(archives, 'all', quietCall());
  await archives.close();
  return errors.map(({ message }) => message);
};

/** All four hold again what they held. */
async function expectWhole({ archives, snapshots, states }: Desk): Promise<void> {
  expect(await sound(archives)).toEqual([]);
  const now = await archives.snapshots(quietCall());
  expect(now.map(({ time }) => time)).toEqual(snapshots.map(({ time }) => time));
  for (const [at, one] of now.entries()) expect(await stateOf(archives, one)).toBe(states.get(snapshots[at]!.id));
}

/** A vault with one backup of the folder as it is now. */
async function vaultOf({ from }: Desk): Promise<Store> {
  const { vault } = await makeVault();
  await snap(vault, from);
  return vault;
}

async function copyOf({ archives, snapshots }: Desk): Promise<Store> {
  const { vault } = await makeVault();
  await copyStored(archives, snapshots, vault, quietCall());
  await archives.close();
  return vault;
}

const yes = (): boolean => true;

describe('a broken chain', () => {
  it.each([
    ['is gone', (file: string) => rmSync(file)],
    ['is cut off', (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ['is altered in the middle', (file: string) => {
      const bytes = readFileSync(file);
      for (let at = 200; at < bytes.length - 70_000 || at < 2000; at += 97) bytes[at]! ^= 0xff;
      writeFileSync(file, bytes);
    }],
    ['is another file', (file: string) => writeFileSync(file, 'nothing of the kind')],
  ])('whose full archive %s is whole again from a vault that was written by itself', async (_what, harm) => {
    const here = await desk();
    const { vault } = here;
    harm(here.file(0));
    expect(await sound(here.archives)).not.toEqual([]);
    const { plan } = await planChainRepair(here.archives, vault, quietCall());
    expect([plan.rebuilt.length + plan.repointed.length, plan.copied, plan.lost, plan.lostGone]).toEqual([4, [], [], []]);
    await here.archives.close();
    await repairChain(here.archives, vault, yes, quietCall());
    await expectWhole(here);
    expect((await planChainRepair(here.archives, vault, quietCall())).plan).toEqual({ rebuilt: [], repointed: [], copied: [], lost: [], lostGone: [] });
  }, 60_000);

  it('is made whole as far as the other store can: what it never had stays lost, what needed the rest does not', async () => {
    const here = await desk();
    const vault = await vaultOf(here); // main.py as it was at first is nowhere any more
    rmSync(here.file(0));
    const { plan } = await planChainRepair(here.archives, vault, quietCall());
    expect([plan.rebuilt, plan.repointed, plan.lost].map((list) => list.map(({ snapshot }) => here.snapshots.findIndex(({ id }) => id === snapshot.id)))).toEqual([[1], [2, 3], [0]]);
    await here.archives.close();
    await repairChain(here.archives, vault, yes, quietCall());
    const now = await here.archives.snapshots(quietCall());
    for (const at of [1, 2, 3]) expect(await stateOf(here.archives, now[at]!)).toBe(here.states.get(here.snapshots[at]!.id));
    expect((await sound(here.archives)).filter((message) => !message.includes(here.snapshots[0]!.id.slice(0, 8)))).toEqual([]);
  }, 60_000);

  it('loses only what the other store does not have, and says so', async () => {
    const here = await desk();
    rmSync(join(here.from, 'new2'));
    const vault = await vaultOf(here); // without what came with the third
    rmSync(here.file(2));
    const { plan } = await planChainRepair(here.archives, vault, quietCall());
    await here.archives.close();
    expect([plan.rebuilt.length + plan.repointed.length, plan.lost.map(({ snapshot }) => snapshot.id)]).toEqual([0, [here.snapshots[2]!.id, here.snapshots[3]!.id]]);
    const before = readdirSync(here.root).toSorted();
    await repairChain(here.archives, vault, yes, quietCall());
    expect(readdirSync(here.root).toSorted()).toEqual(before);
    expect(await stateOf(here.archives, here.snapshots[1]!)).toBe(here.states.get(here.snapshots[1]!.id));
  }, 60_000);

  it.each([
    ['sidecar', (file: string) => rmSync(`${file.slice(0, -4)}.json`)],
    ['sidecar and archive', (file: string) => [file, `${file.slice(0, -4)}.json`].forEach((path) => rmSync(path))],
    ['sidecar, which is damaged,', (file: string) => writeFileSync(`${file.slice(0, -4)}.json`, 'x')],
  ])('of which a link has lost its %s is whole again from a copy', async (_what, harm) => {
    const here = await desk();
    const vault = await copyOf(here);
    harm(here.file(1));
    const { plan } = await planChainRepair(here.archives, vault, quietCall());
    await here.archives.close();
    expect([plan.copied.map(({ gone }) => gone.id), plan.rebuilt.length + plan.repointed.length, plan.lost, plan.lostGone]).toEqual([[here.snapshots[1]!.id], 2, [], []]);
    await repairChain(here.archives, vault, yes, quietCall());
    await expectWhole(here);
  }, 60_000);

  it('is repaired as it was shown, or not at all', async () => {
    const here = await desk();
    const { vault } = here;
    rmSync(here.file(0));
    await expect(repairChain(here.archives, vault, () => false, quietCall())).rejects.toMatchObject({ kind: 'stale' });
    await here.archives.close();
    await expect(planChainRepair(here.archives, here.archives, quietCall())).rejects.toMatchObject({ kind: 'invalid' });
  }, 60_000);

  it('leaves an archive alone that a newer program wrote', async () => {
    const here = await desk();
    const sidecar = `${here.file(3).slice(0, -4)}.json`;
    const was = readFileSync(sidecar, 'utf8');
    writeFileSync(sidecar, asNewer(was));
    const { plan } = await planChainRepair(here.archives, here.vault, quietCall());
    expect([plan.copied, plan.lostGone]).toEqual([[], []]);
    await repairChain(here.archives, here.vault, yes, quietCall());
    expect(statSync(here.file(3)).isFile()).toBe(true);
    writeFileSync(sidecar, was);
    const [, , , newest] = await here.archives.snapshots(quietCall());
    expect(await stateOf(here.archives, newest!)).toBe(here.states.get(newest!.id));
  });
});

/** A sidecar of another version, its checksum right. */
function asNewer(text: string): string {
  const mark = text.lastIndexOf('"head":"', text.indexOf('\n', text.indexOf('\n', text.indexOf('\n') + 1) + 1));
  const head = text.slice(0, mark).replace(/"version":\d+/, '"version":99');
  return `${head}"head":"${sha256Hex(Buffer.from(head))}${text.slice(mark + 72)}`;
}
