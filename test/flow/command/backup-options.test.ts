/** Options of a backup that are not about what is left out: labels, times, parents, trial runs, several destinations. */
import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bytesOf } from '../../fixture/cli/damage.ts';
import { Desk, filesBelow } from '../../fixture/cli/desk.ts';
import { giveVault } from '../../fixture/cli/vaults.ts';

interface Summary { snapshot_id: string; parent_id?: string; files_new: number; files_changed: number; files_unmodified: number; data_added: number; destinations: { destination: string }[] }
interface Snapshot { id: string; time: string; hostname: string; tags?: string[]; paths: string[]; parent?: string }

let desk: Desk;
let vault: string;
beforeEach(() => {
  desk = new Desk();
  vault = giveVault(desk);
  desk.file('src/a', 'one');
  desk.file('src/b', 'two');
});
afterEach(() => desk[Symbol.dispose]());

const newest = async (): Promise<Snapshot> => (await desk.json<Snapshot[]>('snapshots')).at(-1)!;
const backup = (...args: string[]): Promise<Summary> => desk.json<Summary>('backup', 'src', ...args);

it('--tag, --host and --time label the snapshot', async () => {
  await backup('--tag', 'a,b', '--tag', 'c', '--host', 'elsewhere', '--time', '2026-02-03 04:05:06');
  expect(await newest()).toMatchObject({ tags: ['a', 'b', 'c'], hostname: 'elsewhere', time: expect.stringMatching(/^2026-02-03T04:05:06(\.0+)?(Z|\+00:00)$/), paths: [desk.at('src')] });
  await backup();
  expect(await newest()).toMatchObject({ hostname: hostname() });
  expect((await newest()).tags ?? []).toEqual([]);
  for (const [filter, count] of [[['--tag', 'a,c'], 1], [['--tag', 'a,x'], 0], [['--tag', ''], 1], [['--host', 'elsewhere'], 1], [['--path', desk.at('src')], 2], [['--path', '/nowhere'], 0]] as const) {
    expect(await desk.json<object[]>('snapshots', ...filter), filter.join(' ')).toHaveLength(count);
  }
});

it('compares with the newest of the same host and paths, or with the one named, or with none', async () => {
  const first = await backup('--time', '2026-01-01 00:00:00');
  expect(first).toMatchObject({ files_new: 2, files_unmodified: 0 });
  expect(first).not.toHaveProperty('parent_id');
  writeFileSync(desk.at('src/a'), 'changed');
  const second = await backup('--time', '2026-01-02 00:00:00');
  expect(second).toMatchObject({ files_new: 0, files_changed: 1, files_unmodified: 1, parent_id: first.snapshot_id });
  expect(await backup('--host', 'other')).toMatchObject({ files_new: 2 });
  expect(await backup('--parent', first.snapshot_id.slice(0, 12))).toMatchObject({ files_changed: 1, parent_id: first.snapshot_id });
  expect(await backup('--force')).toMatchObject({ files_new: 2, files_unmodified: 0, data_added: expect.any(Number) });
  expect((await desk.json<Summary>('backup', 'src/a')).parent_id, 'other paths').toBeUndefined();
});

it('--force reads a file that hides its change behind its old times', async () => {
  await backup();
  const { atime, mtime } = statSync(desk.at('src/a'));
  writeFileSync(desk.at('src/a'), 'two'); // as long as before
  utimesSync(desk.at('src/a'), atime, mtime);
  await backup('--force');
  await desk.ok('restore', `latest:${desk.at('src')}`, '--into', 'out');
  expect(bytesOf(desk.at('out'))).toEqual(bytesOf(desk.at('src')));
});

it('--dry-run stores nothing at all, and says what would be', async () => {
  const before = bytesOf(vault);
  expect(await backup('--dry-run')).toMatchObject({ dry_run: true, files_new: 2, data_added: expect.any(Number) });
  const { stdout } = await desk.expect(0, ['backup', 'src', '--dry-run', '-vv']);
  expect(stdout).toMatch(new RegExp(`new +${desk.at('src/a')}`));
  expect(bytesOf(vault)).toEqual(before);
  expect(filesBelow(`${vault}/locks`)).toEqual([]);
  rmSync(vault, { recursive: true });
  await desk.expect(10, ['backup', 'src', '--dry-run']);
});

it('--dry-run as the very first thing makes no default vault', async () => {
  const { code } = await desk.run(['backup', 'src', '--dry-run'], { env: { RESTIC_REPOSITORY: '' } });
  expect([0, 10]).toContain(code);
  expect(filesBelow(desk.at('home/vault'))).toEqual([]);
});

it('--skip-if-unchanged makes no snapshot of what is there already', async () => {
  await backup();
  // Folders above the source belong to everybody here, and change: it is given some tries to find them at rest.
  let skipped = false;
  for (let time = 0; time < 10 && !skipped; time++) skipped = !('snapshot_id' in (await backup('--skip-if-unchanged')));
  expect(skipped).toBe(true);
  const { length } = await desk.snapshotIds();
  writeFileSync(desk.at('src/a'), 'changed');
  expect(await backup('--skip-if-unchanged')).toHaveProperty('snapshot_id');
  expect(await desk.snapshotIds()).toHaveLength(length + 1);
});

it('--to saves in several places; one that cannot be used does not hold up the others', async () => {
  const second = giveVault(desk, 'second');
  desk.use(vault);
  const { destinations } = await desk.json<Summary>('backup', 'src', '--to', vault, '--to', second);
  expect(destinations.map(({ destination }) => destination)).toEqual([vault, second]);
  for (const place of [vault, second]) expect(await desk.json<object[]>('snapshots', '-r', place)).toHaveLength(1);
  const { code, stderr } = await desk.run(['backup', 'src', '--to', desk.at('nowhere'), '--to', second]);
  expect(stderr).toContain(desk.at('nowhere'));
  expect([1, 3, 10]).toContain(code);
  expect(await desk.json<object[]>('snapshots', '-r', second)).toHaveLength(2);
});

it('--limit-upload and --limit-download still save all of it', async () => {
  await desk.ok('backup', 'src', '--limit-upload', '1MB/s', '--limit-download', '1MB/s');
  await desk.ok('restore', `latest:${desk.at('src')}`, '--into', 'out');
  expect(bytesOf(desk.at('out'))).toEqual(bytesOf(desk.at('src')));
});

it('--speed and --read-concurrency still save all of it', async () => {
  await desk.ok('backup', 'src', '--speed', 'gentle', '--read-concurrency', '3');
  await desk.ok('restore', `latest:${desk.at('src')}`, '--into', 'out');
  expect(bytesOf(desk.at('out'))).toEqual(bytesOf(desk.at('src')));
});

it('-r wins over the shell, a name over neither, and restic\'s variables work as they are', async () => {
  const second = giveVault(desk, 'second');
  desk.use(vault);
  await desk.ok('destination', 'add', 'other', second);
  await desk.ok('backup', 'src', '-q', '-r', 'other');
  expect(await desk.snapshotIds()).toHaveLength(0);
  expect(await desk.json<object[]>('snapshots', '-r', second)).toHaveLength(1);
  desk.file('address', `${second}\n`);
  const env = { RESTIC_REPOSITORY: '', RESTIC_REPOSITORY_FILE: desk.at('address'), HOLDFAST_PASSWORD: '', RESTIC_PASSWORD: '', RESTIC_PASSWORD_COMMAND: 'printf "open sesame"' };
  expect((await desk.expect(0, ['snapshots'], { env })).stdout).toMatch(/1 snapshot$/m);
});
