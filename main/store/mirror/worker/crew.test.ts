/** How many files a mirror reads at once, and how eagerly: what its threads are, as the system sees them. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { itemsOf, makeMirror, snap, treeOf } from '../../../../test/fixture/mirror/make-mirror.ts';
import { compareTrees } from '../../../../test/fixture/tree/compare-trees.ts';
import { workerPriorities } from '../../../../test/fixture/worker-priorities.ts';
import { quietCall } from '../../../base/call.ts';
import type { SnapshotRequest } from '../../store.ts';
import { LARGE } from './protocol.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-crew-')));
const from = join(scratch, 'docs');
beforeAll(() => {
  mkdirSync(from);
  for (let file = 0; file < 6; file++) {
    writeFileSync(join(from, `large-${file}`), `${file}`);
    truncateSync(join(from, `large-${file}`), LARGE);
  }
});
afterAll(() => rmSync(scratch, { recursive: true }));

const request = (manner: Partial<SnapshotRequest>): SnapshotRequest =>
  ({ time: new Date('2026-03-01T10:00:00Z'), paths: [from], hostname: 'desk', username: 'ada', tags: [], excludes: [], parent: null, dryRun: false, skipIfUnchanged: false, ...manner });

describe.runIf(process.platform === 'linux')('a mirror', () => {
  it.each([
    [{ readConcurrency: 1 }, [0]],
    [{ readConcurrency: 3 }, [0, 0, 0]],
    [{ readConcurrency: 2, effort: 'low' }, [10, 10]],
    [{ effort: 'gentle' }, [19]],
  ] as const)('told %o reads with threads of priority %o', async (manner, wanted) => {
    const mirror = await makeMirror(join(mkdtempSync(join(scratch, 'case-')), 'mirror'));
    onTestFinished(() => mirror.close());
    const items = await itemsOf(from);
    await vi.waitFor(() => expect(workerPriorities()).toEqual([])); // the walk had one, too
    const writer = await mirror.begin(request(manner), quietCall());
    await writer.write(items);
    await vi.waitFor(() => expect(workerPriorities()).toEqual(wanted), { timeout: 20_000 });
    await writer.commit();
  });

  it('told to be gentle saves all of it', async () => {
    const place = mkdtempSync(join(scratch, 'case-'));
    const [mirror, few] = [await makeMirror(join(place, 'mirror')), join(place, 'few')];
    onTestFinished(() => mirror.close());
    mkdirSync(join(few, 'sub'), { recursive: true });
    for (const name of ['a', 'sub/b']) writeFileSync(join(few, name), name);
    for (let time = 0; time < 2; time++) expect(compareTrees(few, await treeOf(mirror, await snap(mirror, few, { effort: 'gentle' })))).toEqual([]);
  });
});
