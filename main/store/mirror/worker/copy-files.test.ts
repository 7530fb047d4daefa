/** Files that are not what they were listed as when they are copied. */
import { existsSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rawFromText } from '../../../entry/name.ts';
import { Copier } from './copy-files.ts';
import { MadeFolders } from './made-folders.ts';
import type { CopyFiles, Result } from './protocol.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-copier-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

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
});
