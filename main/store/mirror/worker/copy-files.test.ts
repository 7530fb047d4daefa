/** Files that are not what they were listed as when they are copied. */
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { mountable, mountImage } from '../../../../test/fixture/cli/mount.ts';
import { noise } from '../../../../test/fixture/tree/hostile-tree.ts';
import { sha256Hex } from '../../../base/ids.ts';
import { rawFromText } from '../../../entry/name.ts';
import { Copier } from './copy-files.ts';
import { MadeFolders } from './made-folders.ts';
import type { CopyFiles, Result } from './protocol.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-copier-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Whom the system gives no rights but everybody's. */
const NOBODY = 65_534;

/** A file as it is listed now, to be copied into a new folder, where it is called `copy`. */
function listed(source: string, to: string): CopyFiles {
  mkdirSync(to);
  const { size, mtimeNs, ctimeNs, ino, uid, gid, mode } = lstatSync(source, { bigint: true });
  return {
    type: 'copy', to: rawFromText(to), from: null, paths: 'copy', sources: rawFromText(source), sizes: Float64Array.of(Number(size)), mtimes: BigInt64Array.of(mtimeNs), ctimes: BigInt64Array.of(ctimeNs), inodes: BigUint64Array.of(ino),
    stamps: [], modes: Uint32Array.of(Number(mode) & 0o7777), uids: Uint32Array.of(Number(uid)), gids: Uint32Array.of(Number(gid)), farTimes: [], xattrs: [], known: new Uint8Array(32),
  };
}

/** @param read called after each piece. */
function copied(task: CopyFiles, read: () => void): Extract<Result, { type: 'copied' }> {
  const result = new Copier({ goOn: read, isSkipped: () => false, flush: false, made: new MadeFolders(), tell: () => undefined }).copy(task);
  if (result.type !== 'copied') throw new Error(`it answers a copy with "${result.type}"`);
  return result;
}

describe('the copy in a mirror', () => {
  it.skipIf(process.platform === 'win32')('is not made of a device without end that took the place of an empty file', () => {
    const [empty, to] = [join(scratch, 'empty'), join(scratch, 'device')];
    writeFileSync(empty, '');
    let pieces = 0;
    const endless = (): void => {
      if (++pieces > 3) throw new Error('it goes on reading');
    };
    const { odd } = copied({ ...listed(empty, to), sources: '/dev/zero' }, endless);
    expect(odd).toMatchObject([{ file: 0, error: { kind: 'changed', message: expect.stringContaining('/dev/zero') } }]);
    expect([pieces, existsSync(join(to, 'copy'))]).toEqual([0, false]);
  });

  it.runIf(mountable).each([false, true])('of a file nobody may write is a clone with all it has; changed meanwhile (%o) it is made again', (isChanged) => {
    const drive = join(scratch, `drive-${isChanged}`);
    mkdirSync(drive);
    onTestFinished(mountImage(drive, 'btrfs'));
    chmodSync(scratch, 0o755);
    chmodSync(drive, 0o777);
    process.seteuid!(NOBODY); // root may write everything
    onTestFinished(() => process.seteuid!(0));
    const [source, to] = [join(drive, 'source'), join(drive, 'to')];
    writeFileSync(source, noise(300_000), { mode: 0o444 });
    const [sum, task] = [sha256Hex(noise(300_000)), { ...listed(source, to), xattrs: [{ file: 0, xattrs: [{ name: 'user.note', value: Buffer.from('kept') }] }] }];
    let passes = 0;
    const { odd, ids, unset } = copied(task, () => {
      if (++passes === 1 && isChanged) utimesSync(source, 1, 1);
    });
    expect([passes, unset, odd]).toMatchObject(isChanged ? [2, [], [{ stamp: { mtime: 1_000_000_000n }, unstable: false, error: null }]] : [1, [], []]);
    expect([Buffer.from(ids).toString('hex'), sha256Hex(readFileSync(join(to, 'copy'))), lstatSync(join(to, 'copy')).mode & 0o777]).toEqual([sum, sum, 0o444]);
  });
});
