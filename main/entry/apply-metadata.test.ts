/** Tests of apply-metadata.ts. What it does for ordinary trees is shown by the folder round trip; here are its refusals and fallbacks. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Builder, isRoot, systemCalls } from '../../test/fixture/tree/build.ts';
import { applyMetadata } from './apply-metadata.ts';
import type { Entry } from './entry.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-apply-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));
const root = new Builder(scratch);

const entryOf = (more: Partial<Entry> = {}): Entry => ({
  name: 'x',
  type: 'file',
  mode: 0o640,
  uid: process.geteuid?.() ?? 0,
  gid: process.getegid?.() ?? 0,
  user: '',
  group: '',
  mtime: 1_000_000_001n,
  atime: 5n,
  ctime: 0n,
  inode: 1n,
  deviceId: 1n,
  links: 1,
  size: 0,
  ...more,
});

describe('applyMetadata', () => {
  it('sets permissions and times', () => {
    const path = root.file('plain');
    expect(applyMetadata(path, entryOf({ mode: 0o4711 }))).toEqual([]);
    const stats = lstatSync(path, { bigint: true });
    expect([Number(stats.mode) & 0o7777, stats.mtimeNs, stats.atimeNs]).toEqual([0o4711, 1_000_000_001n, 5n]);
  });

  it('touches a link, not what it points to', () => {
    const file = root.file('pointed-at', 'x', 0o600);
    const before = lstatSync(file, { bigint: true });
    const link = root.symlink('pointer', 'pointed-at');
    expect(applyMetadata(link, entryOf({ type: 'symlink', mode: 0o777, linkTarget: 'pointed-at' }))).toEqual([]);
    const after = lstatSync(file, { bigint: true });
    expect([after.mtimeNs, after.mode, after.ctimeNs]).toEqual([before.mtimeNs, before.mode, before.ctimeNs]);
    expect(lstatSync(link, { bigint: true }).mtimeNs).toBe(1_000_000_001n);
  });

  it('takes away attributes the entry does not have', () => {
    const path = root.file('extra');
    systemCalls().setXattr(path, 'user.old', Uint8Array.of(1));
    systemCalls().setXattr(path, 'user.kept', Uint8Array.of(1));
    expect(
      applyMetadata(
        path,
        entryOf({
          xattrs: [
            { name: 'user.kept', value: Uint8Array.of(2) },
            { name: 'user.new', value: null },
          ],
        }),
      ),
    ).toEqual([]);
    expect(systemCalls().listXattrs(path).sort()).toEqual(['user.kept', 'user.new']);
    expect(systemCalls().getXattr(path, 'user.kept')).toEqual(Uint8Array.of(2));
  });

  it('says what cannot be set, and sets the rest', () => {
    const path = root.file('partly');
    const unset = applyMetadata(
      path,
      entryOf({
        xattrs: [
          { name: 'nonsense', value: Uint8Array.of(1) },
          { name: 'user.fine', value: Uint8Array.of(1) },
        ],
      }),
    );
    expect(unset).toEqual([expect.stringMatching(/"nonsense".*partly.*could not be set/)]);
    expect(systemCalls().listXattrs(path)).toEqual(['user.fine']);
    expect(lstatSync(path, { bigint: true }).mtimeNs).toBe(1_000_000_001n);
  });

  it('does without the system calls: times nearly, attributes not, and says so', () => {
    const path = root.file('without');
    expect(applyMetadata(path, entryOf({ mtime: 1_500_000_000_250_000_000n }), { native: null })).toEqual([]);
    expect(Number(lstatSync(path, { bigint: true }).mtimeNs - 1_500_000_000_250_000_000n) / 1000).toBeCloseTo(0, 0);
    expect(applyMetadata(path, entryOf({ mtime: -1_500_000_000n }), { native: null })).toEqual([]);
    expect(lstatSync(path, { bigint: true }).mtimeNs).toBe(-1_500_000_000n);
    expect(applyMetadata(path, entryOf({ xattrs: [{ name: 'user.a', value: null }] }), { native: null })).toEqual([
      expect.stringContaining('extended attributes'),
    ]);
  });

  it.skipIf(!isRoot)('says when a file cannot be given away, unless it belongs to the right one already', () => {
    chmodSync(scratch, 0o777);
    const script = `
      import { applyMetadata } from ${JSON.stringify(new URL('./apply-metadata.ts', import.meta.url).href)};
      import { writeFileSync } from 'node:fs';
      writeFileSync(process.argv[1], '');
      const base = { name: 'x', type: 'file', mode: 0o600, uid: 65534, gid: 65534, mtime: 7n, atime: 7n };
      console.log(JSON.stringify([applyMetadata(process.argv[1], base), applyMetadata(process.argv[1], { ...base, uid: 0 })]));`;
    const args = ['--input-type=module', '-e', script, root.at('given')];
    const run = spawnSync(process.execPath, args, { uid: 65534, gid: 65534, encoding: 'utf8' });
    const [own, foreign] = JSON.parse(run.stdout || `["${run.stderr}"]`) as [string[], string[]];
    expect(own).toEqual([]);
    expect(foreign).toEqual([expect.stringMatching(/The owner of ".*given".*EPERM/)]);
    expect(lstatSync(root.at('given'), { bigint: true }).mtimeNs).toBe(7n);
  });
});
