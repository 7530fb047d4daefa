/** Encrypted stores: nothing is told without the secret; with recipients one can add to what one cannot read. FAT: volumes by themselves. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { makeArchives, openArchives, restored, snap } from '../../../test/fixture/archive/make-archive.ts';
import { compareTrees } from '../../../test/fixture/tree/compare-trees.ts';
import { listeningCall } from '../../../test/fixture/vault/make-vault.ts';
import { quietCall } from '../../base/call.ts';
import { isFault } from '../../base/fault.ts';
import { FAT_VOLUME } from './container/bytes/volumes.ts';
import { volumeSizeAt } from './link-files.ts';
import { checkArchives } from './maintain/check.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-secret-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function desk(): { root: string; from: string; place: string } {
  const place = mkdtempSync(join(scratch, 'case-'));
  const from = join(place, 'diaries');
  mkdirSync(from);
  writeFileSync(join(from, 'ada-1842'), 'dear diary');
  return { place, from, root: join(place, 'archives') };
}

it('under a passphrase: no name, no path, no byte is told without it', async () => {
  const { root, from, place } = desk();
  const archives = await makeArchives(root, { encryption: { passphrase: 'open sesame' } });
  const snapshot = await snap(archives, from);
  await snap(archives, from);
  await archives.close();
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) expect(name).not.toMatch(/diar|ada/);
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) if (entry.isFile()) expect(readFileSync(join(entry.parentPath, entry.name), 'latin1')).not.toMatch(/diar|ada-1842/);
  for (const secret of ['open says me', null]) await expect(openArchives(root, secret)).rejects.toSatisfy((error: unknown) => isFault(error, 'wrong-password'));
  const again = await openArchives(root, 'open sesame');
  onTestFinished(() => again.close());
  expect(compareTrees(from, await restored(again, snapshot, from, join(place, 'back')))).toEqual([]);
  expect(await checkArchives(again, 'all', quietCall())).toMatchObject({ errors: [], snapshots: 2 });
});

it('for recipients: whoever has no identity adds full archives and lists nothing; whoever has it reads all of them', async () => {
  const { root, from, place } = desk();
  const identity = await generateX25519Identity();
  await (await makeArchives(root, { encryption: { recipients: [await identityToRecipient(identity)] } })).close();
  const blind = await openArchives(root);
  await snap(blind, from);
  writeFileSync(join(from, 'ada-1843'), 'dear diary, again');
  await snap(blind, from, { time: new Date('2026-03-02T10:00:00Z') });
  const { call, problems } = listeningCall();
  expect(await blind.snapshots(call)).toEqual([]);
  expect(problems).toMatchObject([{ severity: 'note', fault: { kind: 'wrong-password' } }]);
  await blind.close();
  const seeing = await openArchives(root, `# created: 2026\n${identity}\n`);
  onTestFinished(() => seeing.close());
  const snapshots = await seeing.snapshots(quietCall());
  expect((await seeing.listed(quietCall())).map(({ link }) => link.kind)).toEqual(['full', 'full']);
  expect(compareTrees(from, await restored(seeing, snapshots[1]!, from, join(place, 'back')))).toEqual([]);
  expect(await snap(seeing, from)).toMatchObject({ summary: { files_unmodified: 2, data_blobs: 0 } });
});

it('splits what lies on FAT below 4 GiB, and nothing else, unless a size is set', () => {
  const settings = { container: 'tar', compression: 'none', encryption: null, maxLinks: 14, volumeSize: null } as const;
  const at = (fileSystem: string | null, volumeSize: number | null = null): number | null => volumeSizeAt(scratch, { settings: { ...settings, volumeSize }, secret: null, fileSystem: () => fileSystem });
  expect([at('vfat'), at('exfat'), at('msdos'), at('fuse.exfat')]).toEqual(Array.from({ length: 4 }, () => FAT_VOLUME));
  expect([at('ext4'), at(null), at('vfat', 5_000_000)]).toEqual([null, null, 5_000_000]);
});
