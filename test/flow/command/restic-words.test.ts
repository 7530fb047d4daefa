/** `--json` in restic's words: whatever the real restic says of the same vault, we say too, field by field. */
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk, lastJson } from '../../fixture/cli/desk.ts';
import { giveVault, restic, save } from '../../fixture/cli/vaults.ts';

type Json = Record<string, unknown>;

let desk: Desk;
let src: string;
beforeAll(async () => {
  desk = new Desk();
  giveVault(desk);
  src = desk.at('src');
  desk.file('src/docs/letter.txt', 'dear reader');
  desk.file('src/docs/large', randomBytes(2_000_000));
  desk.file('src/old', 'going');
  await save(desk, 'ours', [src], '--time', '2026-03-01 10:00:00', '--tag', 'first,kept', '--exclude', '*.tmp');
  rmSync(desk.at('src/old'));
  writeFileSync(desk.at('src/docs/letter.txt'), 'dear reader, again');
  desk.file('src/docs/new', 'new');
  await save(desk, 'restic', [src], '--time', '2026-03-02 10:00:00', '--tag', 'second');
  desk.file('src/docs/newer', 'newer');
  await save(desk, 'ours', [src], '--time', '2026-03-03 10:00:00');
});
afterAll(() => desk[Symbol.dispose]());

const lines = (text: string): Json[] => text.trimEnd().split('\n').map((line) => JSON.parse(line) as Json);
const ours = async (...args: string[]): Promise<Json[]> => lines(await desk.ok(...args, '--json'));
const theirs = (...args: string[]): Json[] => lines(restic(desk, ...args, '--json'));

/** The same objects; ours may say more. */
const SAME: string[][] = [
  ['snapshots'], ['snapshots', 'latest'], ['snapshots', '--tag', 'first'], ['snapshots', '--latest', '1'], ['snapshots', '--group-by', 'host,paths'],
  ['ls', 'latest'],
  ['stats'], ['stats', 'latest'], ['stats', '--mode', 'raw-data'], ['stats', '--mode', 'files-by-contents'], ['stats', '--mode', 'blobs-per-file'], ['stats', '--tag', 'second'],
  ['forget', '--dry-run', '--keep-last', '1'], ['forget', '--dry-run', '--keep-daily', '2', '--keep-tag', 'kept'], ['forget', '--dry-run', '--keep-last', '1', '--group-by', ''],
];

const keyOf = (item: Json): string => JSON.stringify(item['snapshot'] ?? (item['snapshots'] as Json[])[0]?.['id']);

/** Names and types, without the values. */
const shapeOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)])) : typeof value;

describe('says what restic says', () => {
  it.each(SAME.map((args) => [args.join(' '), args] as const))('%s', async (_, args) => {
    const [mine, its] = [await ours(...args), theirs(...args)];
    expect(mine).toHaveLength(its.length);
    mine.forEach((line, at) => expect(line).toMatchObject(its[at]!));
  });

  it.each([['snapshots', '--group-by', 'tags'], ['find', 'letter*'], ['find', '*.txt', '--ignore-case'], ['find', 'docs'], ['find', '-s', 'latest', 'new*']])('%s %s %s, in an order of its own', async (...args) => {
    const [[mine], [its]] = [await ours(...args), theirs(...args)] as unknown as [[Json[]], [Json[]]];
    const inOrder = (all: Json[]): Json[] => all.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    expect(inOrder(mine)).toHaveLength(its.length);
    inOrder(mine).forEach((item, at) => expect(item).toMatchObject(inOrder(its)[at]!));
  });

  it('key list, with ids in full', async () => {
    const [[mine], [its]] = [await ours('key', 'list'), theirs('key', 'list')] as unknown as [[Json[]], [Json[]]];
    expect(mine).toMatchObject(its.map(({ id, ...rest }) => ({ ...rest, id: expect.stringMatching(new RegExp(`^${String(id)}`)) })));
  });

  it('diff', async () => {
    const [first = '', , third = ''] = await desk.snapshotIds();
    const [mine, its] = [await ours('diff', first, third), theirs('diff', first, third)];
    const changes = (all: Json[]): string[] => all.filter(({ message_type: type }) => type === 'change').map(({ modifier, path }) => `${String(modifier)} ${String(path)}`).toSorted();
    expect(changes(mine)).toEqual(changes(its));
    expect(shapeOf(mine.at(-1))).toMatchObject(shapeOf(its.at(-1)) as object);
    const counts = ({ changed_files: changed, added, removed }: Json): unknown => [changed, ...[added, removed].map((side) => ['files', 'dirs', 'others', 'data_blobs'].map((name) => (side as Json)[name]))];
    expect(counts(mine.at(-1)!)).toEqual(counts(its.at(-1)!));
  });

  it('backup: the same fields, and the same counts of the same files', async () => {
    const [mine, its] = [lastJson(await desk.ok('backup', src, '--json', '--force')), lastJson(restic(desk, 'backup', src, '--json', '--force'))];
    expect(Object.keys(mine)).toEqual(expect.arrayContaining(Object.keys(its)));
    for (const [name, value] of Object.entries(its)) expect([name, typeof mine[name]]).toEqual([name, typeof value]);
    for (const name of ['files_new', 'files_changed', 'files_unmodified', 'dirs_new', 'dirs_changed', 'dirs_unmodified', 'total_files_processed', 'total_bytes_processed', 'dry_run']) expect([name, mine[name]]).toEqual([name, its[name]]);
  });

  it('backup: status lines and files, as front ends read them', async () => {
    desk.file('more/a', 'a');
    const all = await ours('backup', desk.at('more'), '-vv');
    expect(new Set(all.map(({ message_type: type }) => type))).toEqual(new Set(['status', 'verbose_status', 'summary']));
    for (const line of all.filter(({ message_type: type }) => type === 'status')) expect(line).toMatchObject({ percent_done: expect.any(Number) });
    expect(all.filter(({ message_type: type }) => type === 'verbose_status').map(({ item, action }) => [item, action])).toContainEqual([desk.at('more/a'), 'new']);
  });

  it('restore and check: the fields later restics have', async () => {
    expect(await desk.json('restore', `latest:${src}`, '--path', src, '--into', 'out')).toMatchObject({ message_type: 'summary', total_files: expect.any(Number), files_restored: expect.any(Number), files_skipped: expect.any(Number), total_bytes: expect.any(Number), bytes_restored: expect.any(Number), outcome: 'succeeded' });
    expect(await desk.json('check', '--read-data')).toMatchObject({ message_type: 'summary', num_errors: 0, broken_packs: [], suggest_repair_index: false, suggest_prune: false, outcome: 'succeeded' });
  });

  it('init', async () => {
    expect(Object.keys(await desk.json('init', desk.at('second')))).toEqual(expect.arrayContaining(['message_type', 'id', 'repository']));
  });
});
