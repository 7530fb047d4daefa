/** Looking at what is stored: tables for people, restic's shapes for programs. */
import { describe, expect, it } from 'vitest';
import { FakeCli, type PartialClient } from '../../../test/fake/cli-host.ts';

const entry = (path: string, fields: object = {}) => ({
  name: path.slice(path.lastIndexOf('/') + 1), path, type: 'file', size: 5, mode: 0o644, uid: 1000, gid: 100, user: 'anna', group: 'users',
  mtime: '2026-11-17T14:02:11.5Z', atime: '2026-11-17T14:02:11.5Z', ctime: '2026-11-17T14:02:11.5Z', inode: '18446744073709551615', linkTarget: null, rawPath: path, ...fields,
});
const first = { id: '1a'.repeat(32), time: '2026-11-16T10:00:00Z', tree: 't', paths: ['/home/anna', '/etc\u001b[2J'], hostname: 'laptop', tags: ['x', 'y'], summary: { total_bytes_processed: 41e9 } };
const second = { id: '2b'.repeat(32), time: '2026-11-17T10:00:00Z', tree: 't', paths: ['/srv'], hostname: 'nas' };

const batches = <T, R = undefined>(items: readonly (readonly T[])[], end?: R) =>
  async () =>
    (async function* () {
      yield* items;
      return end;
    })();

async function call(client: PartialClient, ...argv: string[]) {
  const cli = new FakeCli(client);
  return { cli, code: await cli.run(...argv) };
}

describe('snapshots', () => {
  const pages: PartialClient = { snapshot: { list: async ({ cursor }: { cursor?: string }) => (cursor === undefined ? { snapshots: [first], next: '1' } : { snapshots: [second], next: null }) } };

  it('are a table, over all pages, with nothing in it that a terminal would obey', async () => {
    const { cli } = await call(pages, 'snapshots');
    const lines = cli.out.split('\n').map((line) => line.replace(/ \d\d:\d\d:\d\d/, ''));
    expect(lines).toEqual([
      expect.stringMatching(/^ID +Time +Host +Size +Tags +Paths$/),
      expect.stringMatching(/^1a1a1a1a +2026-11-16 +laptop +41 GB +x,y +\/home\/anna$/),
      expect.stringMatching(/^ +\/etc\\x1b\[2J$/),
      expect.stringMatching(/^2b2b2b2b +2026-11-17 +nas +\/srv$/),
      '2 snapshots',
      '',
    ]);
  });

  it('say what to do when there are none', async () => {
    const none: PartialClient = { snapshot: { list: async () => ({ snapshots: [], next: null }) } };
    expect((await call(none, 'snapshots')).cli.err).toContain('holdfast backup PATH');
    expect((await call(none, 'snapshots', '--host', 'x')).cli.err).toContain('No snapshot fits');
  });

  it('are restic\'s array in JSON, or groups', async () => {
    const plain = await call(pages, 'snapshots', '--json');
    expect(plain.cli.json).toEqual([[{ ...first, short_id: '1a1a1a1a' }, { ...second, short_id: '2b2b2b2b' }]]);
    const grouped = await call(pages, 'snapshots', '--json', '--group-by', 'host,tags');
    expect(grouped.cli.json).toEqual([
      [
        { group_key: { hostname: 'laptop', paths: null, tags: ['x', 'y'] }, snapshots: [{ ...first, short_id: '1a1a1a1a' }] },
        { group_key: { hostname: 'nas', paths: null, tags: null }, snapshots: [{ ...second, short_id: '2b2b2b2b' }] },
      ],
    ]);
  });

  it('are filtered by the engine', async () => {
    const asked: unknown[] = [];
    await call({ snapshot: { list: async (input: unknown) => (asked.push(input), { snapshots: [], next: null }) } }, ...'snapshots ab --host a --host b --tag x,y --path /p --latest 3 -r nas'.split(' '));
    expect(asked).toEqual([expect.objectContaining({ destination: 'nas', latest: 3, filter: { hosts: ['a', 'b'], tags: ['x,y'], paths: ['/p'], ids: ['ab'] } })]);
  });
});

describe('ls', () => {
  const client = (...entries: { path: string }[]): PartialClient => ({ snapshot: { walk: batches([entries]), paths: batches([entries.map(({ path }) => path)]), get: async () => ({ snapshot: first, path: '/' }) } });

  it('lists paths, or with -l as ls does', async () => {
    const entries = [entry('/a'), entry('/l', { type: 'symlink', mode: 0o777, linkTarget: 'a', size: 0 })];
    expect((await call(client(...entries), 'ls', 'latest')).cli.out).toBe('/a\n/l\n');
    const long = (await call(client(...entries), 'ls', 'latest', '-l')).cli.out;
    expect(long).toMatch(/^-rw-r--r-- anna {5}users {15}5 2026-11-17 \d\d:\d\d:11 \/a\nlrwxrwxrwx .* \/l -> a\n$/);
  });

  it('is restic\'s lines in JSON, inode numbers exact', async () => {
    const { cli } = await call(client(entry('/d', { type: 'dir', mode: 0o1755 }), entry('/d/f')), 'ls', 'latest', '--json');
    expect(cli.json[0]).toMatchObject({ struct_type: 'snapshot', message_type: 'snapshot', id: first.id, short_id: '1a1a1a1a', hostname: 'laptop' });
    expect(cli.json[1]).toMatchObject({ struct_type: 'node', message_type: 'node', name: 'd', type: 'dir', path: '/d', uid: 1000, gid: 100, mode: 0x80000000 + 0x100000 + 0o755, permissions: 'dtrwxr-xr-x' });
    expect(cli.json[1]).not.toHaveProperty('size');
    expect(cli.json[2]).toMatchObject({ name: 'f', size: 5, mode: 0o644, permissions: '-rw-r--r--', mtime: '2026-11-17T14:02:11.5Z' });
    expect(cli.out).toContain('"inode":18446744073709551615,');
  });

  it('asks for one level of the folders named, or all below them', async () => {
    const asked: Record<string, unknown>[] = [];
    const walking: PartialClient = { snapshot: { paths: async (input: Record<string, unknown>) => (asked.push(input), batches([['/home', '/home/a']])()) } };
    const { cli } = await call(walking, 'ls', 'latest', '/home/a/');
    await call(walking, 'ls', 'latest', '/home/a', '--recursive');
    await call(walking, 'ls', 'latest');
    expect(asked.map(({ paths, recursive }) => [paths, recursive])).toEqual([[['/home/a'], false], [['/home/a'], true], [[], true]]);
    expect(cli.out).toBe('/home/a\n');
  });
});

describe('find', () => {
  const hit = (snapshot: typeof first, path: string) => ({ snapshot: snapshot.id, time: snapshot.time, entry: entry(path) });
  const client: PartialClient = { snapshot: { search: batches([[hit(first, '/a')], [hit(first, '/b'), hit(first, '/c')]]) } };

  it('names the snapshot once, then what it has', async () => {
    const { cli } = await call(client, 'find', '*');
    expect(cli.out).toMatch(/^In snapshot 1a1a1a1a of 2026-11-16 .*:\n\/a\n\/b\n\/c\n$/);
  });

  it('is restic\'s array in JSON', async () => {
    const { cli } = await call(client, 'find', '*', '--json');
    expect(cli.json).toEqual([[{ matches: [expect.objectContaining({ path: '/a', permissions: '-rw-r--r--', type: 'file', size: 5, user: 'anna' }), expect.anything(), expect.anything()], hits: 3, snapshot: first.id }]]);
  });

  it('is an empty array when nothing is found', async () => {
    const none: PartialClient = { snapshot: { search: batches([]) } };
    expect((await call(none, 'find', 'x', '--json')).cli.out).toBe('[]\n');
    expect((await call(none, 'find', 'x')).cli.err).toBe('Nothing found.\n');
  });

  it('passes conditions on, times in full', async () => {
    const asked: Record<string, unknown>[] = [];
    await call({ snapshot: { search: async (input: Record<string, unknown>) => (asked.push(input), batches([])()) } }, ...'find a b -i --type dir -O 2026-01-02T03:04:05Z -s ab -s cd'.split(' '));
    expect(asked[0]).toMatchObject({ patterns: ['a', 'b'], ignoreCase: true, type: 'dir', oldest: '2026-01-02T03:04:05Z', filter: { ids: ['ab', 'cd'] } });
  });
});

describe('diff', () => {
  const counts = { files: 1, dirs: 0, others: 0, data_blobs: 1, tree_blobs: 2, bytes: 3000 };
  const client: PartialClient = { snapshot: { diff: batches([[{ modifier: '+', path: '/a', type: 'file' }, { modifier: 'MU', path: '/b', type: 'file' }]], { changed_files: 2, added: counts, removed: { ...counts, files: 0, bytes: 0 }, from: 'f', to: 't' }) } };

  it('lists changes and sums them up', async () => {
    const { cli } = await call(client, 'diff', 'a', 'b');
    expect(cli.out).toBe('+    /a\nMU   /b\n\n1 file added and 2 files changed.\nContent: 3 kB added, 0 B removed.\n');
  });

  it('is restic\'s lines in JSON', async () => {
    const { cli } = await call(client, 'diff', 'a', 'b', '--json');
    expect(cli.json).toEqual([
      { message_type: 'change', path: '/a', modifier: '+' },
      { message_type: 'change', path: '/b', modifier: 'MU' },
      { message_type: 'statistics', source_snapshot: 'f', target_snapshot: 't', changed_files: 2, added: counts, removed: { ...counts, files: 0, bytes: 0 } },
    ]);
  });
});

describe('stats', () => {
  it('tells what was counted, and is the contract\'s object in JSON', async () => {
    const answer = { total_size: 3_200_000_000, total_uncompressed_size: 6_400_000_000, compression_space_saving: 50, total_blob_count: 12, snapshots_count: 3 };
    const client: PartialClient = { destination: { usage: async () => answer } };
    expect((await call(client, 'stats', '--mode', 'raw-data')).cli.out).toBe('3 snapshots.\nStored: 3.2 GB, 12 pieces.\nUncompressed it would be 6.4 GB; compression saves 50 %.\n');
    expect((await call(client, 'stats', '--json')).cli.json).toEqual([{ ...answer, total_file_count: 0 }]);
  });
});
