/** Our vaults in restic's hands: it finds them sound, restores them whole, and sees in them what we see. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ended } from '../../fixture/cli/child.ts';
import { Holdfast } from '../../fixture/cli/holdfast.ts';
import { makeScratch, removeScratch, scratch } from '../../fixture/cli/scratch.ts';
import { makeFair } from '../../fixture/restic/fair.ts';
import { makeRepository } from '../../fixture/restic/made.ts';
import { requireRestic, Restic } from '../../fixture/restic/restic.ts';
import { compareTrees } from '../../fixture/tree/compare-trees.ts';
import { makeHostileTree } from '../../fixture/tree/hostile-tree.ts';

const made = { folder: '', tree: '' };
let ours: Holdfast;
let restic: Restic;

beforeAll(async () => {
  requireRestic();
  const folder = makeScratch();
  Object.assign(made, { folder, tree: join(folder, 'tree') });
  const vault = makeRepository(join(folder, 'vault'));
  ours = new Holdfast(folder, vault);
  restic = new Restic(folder, vault);
  makeHostileTree(made.tree);
  makeFair(made.tree);
  await ours.ok('backup', made.tree, '--tag', 'first', '--exclude', 'nothing');
  rmSync(join(made.tree, 'links', 'single'));
  writeFileSync(join(made.tree, 'sizes', 'one'), 'changed');
  writeFileSync(join(made.tree, 'new'), 'new');
  await ours.ok('backup', made.tree, '--tag', 'second,other');
});
afterAll(() => removeScratch(made.folder));

/** What both programs answer, one object a line or an element. */
async function both(...args: readonly string[]): Promise<{ our: Answer[]; their: Answer[] }> {
  const our = await ours.ok(...args); // one after the other: a lock that goes while restic looks at it holds restic up for a minute
  const their = await restic.ok(...args, '--json');
  const answers = (ended: Ended): Answer[] => ended.lines<Answer | Answer[]>().flat().toSorted(bySnapshot);
  return { our: answers(our), their: answers(their) };
}

interface Answer {
  path?: string;
  snapshot?: string;
  [field: string]: unknown;
}

/** restic searches snapshots in no order. */
const bySnapshot = (a: Answer, b: Answer): number => (a.snapshot ?? '').localeCompare(b.snapshot ?? '');

/** Whatever restic says, we say, in the same order. */
function expectAgreement(our: readonly Answer[], their: readonly Answer[]): void {
  expect(our).toMatchObject(their);
}

describe('restic, on a vault of ours,', () => {
  it('finds it sound, down to the last byte', () => restic.check('--read-data'));

  it('restores it whole', async () => {
    const back = scratch();
    await restic.ok('restore', 'latest', '--target', back);
    expect(compareTrees(made.tree, back + made.tree)).toEqual([]);
  });

  it.each([['snapshots', 2], ['snapshots --tag first', 1], ['ls latest', 160], ['find zeros dir* file-4755', 2], ['find --ignore-case HARD-A', 2]])(
    'answers "%s" as we do',
    async (line, least) => {
      const { our, their } = await both(...line.split(' '));
      expect(their.length).toBeGreaterThanOrEqual(least);
      expectAgreement(our, their);
    },
  );

  it('lists a folder as we do', async () => {
    const { our, their } = await both('ls', 'latest', join(made.tree, 'names'));
    expect(their.length).toBeGreaterThan(30);
    expectAgreement(our, their);
  });

  it('sees the differences we see', async () => {
    const [first = '', second = ''] = (await ours.snapshots()).map(({ id }) => id);
    const { our, their } = await both('diff', first, second);
    const { added, removed, ...counts } = their.pop() as { added: Side; removed: Side };
    expect(our.pop()).toMatchObject({ ...counts, added: entriesOf(added), removed: entriesOf(removed) });
    expect(their.map(({ path, modifier }) => [modifier, path])).toEqual([['-', join(made.tree, 'links/single')], ['+', join(made.tree, 'new')], ['M', join(made.tree, 'sizes/one')]]);
    expectAgreement(our, their);
  });

  it.each([['restore-size'], ['files-by-contents'], ['blobs-per-file'], ['raw-data']])('counts by %s as we do', async (mode) => {
    const { our, their } = await both('stats', '--mode', mode);
    const counted = Object.entries(their[0] ?? {}).filter(([, value]) => value !== 0); // restic writes 0 for what a mode does not count
    expect(counted.length).toBeGreaterThan(1);
    expect(our[0]).toMatchObject(Object.fromEntries(counted));
  });
});

interface Side {
  files: number;
  dirs: number;
  others: number;
}

/** Without blobs and bytes: restic reads both snapshots whole to count them, and counts folders as bytes. */
const entriesOf = ({ files, dirs, others }: Side): Side => ({ files, dirs, others });
