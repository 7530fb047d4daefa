/** Copies hold what the original holds, send nothing twice, and never pretend that something damaged is whole. */
import { describe, expect, it } from 'vitest';
import { quietCall } from '../../../base/call.ts';
import { addSnapshot, listeningCall, makeVault, noise, openVault, type Files } from '../../../../test/fixture/vault/make-vault.ts';
import { MemoryStorage } from '../../../../test/fake/memory-storage.ts';
import type { VaultStore } from '../vault.ts';
import { check } from './check.ts';
import { copySnapshots } from './copy.ts';
import { tagSnapshots } from './tag.ts';

const FILES: Files = { '/home/a': noise(900_000, 'a'), '/home/b': 'words '.repeat(100), '/home/sub/c': noise(300_000, 'c') };
const second = new Date('2026-03-02T10:00:00Z');

async function pair(version = 2): Promise<{ from: VaultStore; to: VaultStore; source: MemoryStorage; target: MemoryStorage }> {
  const [source, target] = [new MemoryStorage(), new MemoryStorage()];
  const [{ vault: from }, { vault: to }] = await Promise.all([makeVault(source), makeVault(target, { version })]);
  return { from, to, source, target };
}

const sound = async (vault: VaultStore): Promise<unknown> => (await check(vault, { readData: 'all' }, quietCall())).errors;

describe('copy', () => {
  it.each([[2], [1]])('brings snapshots into a vault of version %d, tree for tree', async (version) => {
    const { from, to } = await pair(version);
    const first = await addSnapshot(from, FILES, { tags: ['kept'] });
    const next = await addSnapshot(from, { ...FILES, '/home/d': 'd' }, { time: second, parent: first });
    const report = await copySnapshots(from, [first, next], to, quietCall());
    expect(report.copied.map((copy) => copy.from)).toEqual([first.id, next.id]);
    const copies = await to.snapshots(quietCall());
    expect(copies.map(({ tree, time, tags, original, parent }) => ({ tree, time, tags, original, parent }))).toEqual([
      { tree: first.tree, time: first.time, tags: ['kept'], original: first.id, parent: undefined },
      { tree: next.tree, time: next.time, tags: undefined, original: next.id, parent: undefined },
    ]);
    await to.close();
    expect(await sound(to)).toEqual([]);
    const reader = await to.open(copies[1], quietCall());
    for await (const batch of reader.walk({}, quietCall())) {
      for (const { entry, path } of batch.filter((item) => item.entry.type === 'file' && item.path in FILES)) {
        const parts: Uint8Array[] = [];
        for await (const bytes of reader.read(entry, quietCall())) parts.push(bytes);
        expect(Buffer.concat(parts).equals(Buffer.from(FILES[path]))).toBe(true);
      }
    }
  });

  it('sends only what is new, and no snapshot twice', async () => {
    const { from, to } = await pair();
    const first = await addSnapshot(from, FILES);
    const one = await copySnapshots(from, [first], to, quietCall());
    const next = await addSnapshot(from, { ...FILES, '/home/d': noise(5000, 'd') }, { time: second });
    const two = await copySnapshots(from, [first, next], to, quietCall());
    expect(two).toMatchObject({ skipped: [first.id], copied: [{ from: next.id }], blobs: 3 });
    expect(two.bytes).toBeLessThan(10_000);
    expect(one.bytes).toBeGreaterThan(1_200_000);
    const [{ to: tagged }] = await tagSnapshots(from, [next], { add: ['new'] }, quietCall());
    const retagged = (await from.snapshots(quietCall())).find(({ id }) => id === tagged)!;
    expect(await copySnapshots(from, [retagged], to, quietCall())).toMatchObject({ skipped: [], copied: [{ from: tagged }], blobs: 0 });
    expect((await to.snapshots(quietCall())).filter(({ original }) => original === next.id)).toHaveLength(2);
  });

  it('leaves a snapshot out whose parts are lost, says which, and copies the others', async () => {
    const { from, to, source } = await pair();
    const broken = await addSnapshot(from, FILES);
    const also = await addSnapshot(from, { ...FILES, '/home/d': 'd' }, { time: second });
    const whole = await addSnapshot(from, { '/apart': 'apart' });
    await from.close();
    const [pack] = [...source.shelf.entries()].filter(([key]) => key.startsWith('data/')).toSorted(([, a], [, b]) => b.bytes.length - a.bytes.length);
    pack[1].bytes[100] ^= 1;
    const { call, problems } = listeningCall();
    const again = await openVault(source);
    const report = await copySnapshots(again, [broken, also, whole], to, call);
    expect(report.copied.map((copy) => copy.from)).toEqual([whole.id]);
    expect(report.failed.map(({ snapshot }) => snapshot)).toEqual([broken.id, also.id]);
    expect(report.failed[0].fault).toMatchObject({ kind: 'damaged', message: expect.stringMatching(/\/home\/(a|b|sub\/c)/) });
    expect(problems).toHaveLength(2);
    expect(await sound(to)).toEqual([]);
  });

  it('refuses to copy a vault into itself', async () => {
    const { from, source } = await pair();
    await expect(copySnapshots(from, [], await openVault(source), quietCall())).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('that is cut off is taken up where it was', async () => {
    const { from, to, target } = await pair();
    const snapshot = await addSnapshot(from, FILES);
    const stop = new AbortController();
    const put = target.put.bind(target);
    target.put = async (key, ...rest) => {
      await put(key, ...rest);
      if (key.startsWith('index/')) stop.abort(new Error('enough'));
    };
    await expect(copySnapshots(from, [snapshot], to, quietCall(stop.signal))).rejects.toThrow('enough');
    expect(await to.snapshots(quietCall())).toEqual([]);
    target.put = put;
    expect(await copySnapshots(from, [snapshot], to, quietCall())).toMatchObject({ blobs: 0, copied: [{ from: snapshot.id }] });
    expect(await sound(to)).toEqual([]);
  });
});
