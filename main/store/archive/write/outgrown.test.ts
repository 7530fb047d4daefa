/** Files that grow between the walk and the reading, as a download or a log does: taken whole, in no more memory than others. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeArchives, restored } from '../../../../test/fixture/archive/make-archive.ts';
import { itemsOf } from '../../../../test/fixture/mirror/make-mirror.ts';
import { compareTrees } from '../../../../test/fixture/tree/compare-trees.ts';
import { listeningCall, noise } from '../../../../test/fixture/vault/make-vault.ts';
import { readWhole, SMALL } from './read-file.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-outgrown-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));

/** Beyond what is read whole. */
const MUCH = 17 * SMALL;

describe('a file that was small when it was listed', () => {
  it.each(['tar', 'zip'] as const)('is taken as the large one it has become (%s)', async (container) => {
    const place = mkdtempSync(join(scratch, 'case-'));
    const from = join(place, 'docs');
    for (const folder of ['a', 'b']) {
      mkdirSync(join(from, folder), { recursive: true });
      for (const [at, size] of [0, 10, 70_000, 300, 0].entries()) writeFileSync(join(from, folder, `${at}`), noise(size, `${folder}${at}`));
    }
    const items = await itemsOf(from);
    truncateSync(join(from, 'a', '2'), MUCH);
    appendFileSync(join(from, 'a', '2'), 'its end');
    const archives = await makeArchives(join(place, 'archives'), { container });
    onTestFinished(() => archives.close());
    const { call, problems } = listeningCall();
    const writer = await archives.begin({ time: new Date('2026-03-01T10:00:00Z'), paths: [from], hostname: 'desk', username: 'ada', tags: [], excludes: [], parent: null, dryRun: false, skipIfUnchanged: false }, call);
    await writer.write(items);
    const { snapshot, summary } = await writer.commit();
    expect([problems, summary.files_new]).toEqual([[], 10]);
    expect(compareTrees(from, await restored(archives, snapshot!, from, join(place, 'back')))).toEqual([]);
  });

  it('is not read whole', () => {
    const path = join(scratch, 'grown');
    writeFileSync(path, '');
    truncateSync(path, MUCH);
    expect(readWhole(path, Buffer.alloc(100), { size: 5, mtime: 0n, ctime: 0n, inode: 0n })).toBeNull();
    expect(readWhole(path, null)).toBeNull();
    expect(readWhole(path, null, null, MUCH)?.bytes.length).toBe(MUCH);
  });
});
