/** The walk in a thread of its own finds what the walk without one finds: entries, metadata, problems. */
import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, lutimesSync, mkdtempSync, realpathSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { listeningCall, pathsOf, sourceContract, walkAll } from '../../../test/contract/source.ts';
import { Builder } from '../../../test/fixture/tree/build.ts';
import { quietCall } from '../../base/call.ts';
import type { WalkItem } from '../../entry/entry.ts';
import type { Source } from '../source.ts';
import { FolderSource, type FolderOptions } from './folder-source.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-thread-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));
const fresh = (): Builder => new Builder(mkdtempSync(join(scratch, 'case-')));

/** Every walk in its thread. */
function ahead(options: FolderOptions): Source {
  const source = new FolderSource(options);
  return {
    kind: source.kind, paths: source.paths,
    measure: (call, counted) => source.measure(call, counted),
    async *walk(call) {
      await using _thread = source.lookAhead();
      yield* source.walk(call);
    },
  };
}

/**
 * As a store that knows nothing of them makes of them. The folders above the test's own change whenever somebody uses them; and a look into a folder or a link
 * counts as its last access, again and again as long as the clock of the file system has not gone on since it was made (relatime).
 */
const completed = (items: readonly WalkItem[]): unknown[] =>
  items.map((item) => {
    if (item.type === 'leave') return item;
    const { late, ...rest } = item;
    if (!item.path.startsWith(scratch)) return item.path;
    late?.complete(item.entry, item.path);
    if (item.entry.type !== 'file') item.entry.atime = 0n;
    return rest;
  });

sourceContract('folder, walked ahead', async () => {
  const root = fresh();
  root.dir('a').file('1', 'one');
  root.dir('a').dir('b').file('2', 'two-');
  root.symlink('link', '/nowhere');
  const gone = join(root.root, 'gone');
  return { source: ahead({ paths: [root.root, gone] }), lost: [gone], state: () => execFileSync('find', [root.root, '-printf', '%P %m %T@ %C@\\n']).toString('latin1') };
});

it('finds the same, with every kind of entry, name and time', async () => {
  const root = fresh();
  const dir = root.dir('\xff"\n\\');
  dir.file('f', 'x'.repeat(1000));
  root.file('first', '1');
  linkSync(root.at('first'), root.at('twin'));
  root.fifo('fifo');
  root.symlink('link', 'somewhere \xe9');
  root.file('late', '');
  utimesSync(root.at('late'), 13_000_000_000, 13_000_000_000); // the year 2381: beyond 64 bits of nanoseconds, where the disk can hold it
  root.symlink('early', 'x');
  lutimesSync(root.at('early'), -5.25, -1.5);
  root.file('secret', 'y');
  chmodSync(root.at('secret'), 0o4600);
  root.dir('empty');
  root.dir('left').dir('out').file('z', '');
  symlinkSync(root.at('left'), root.at('way'));
  const patterns = fresh().at('patterns'); // elsewhere: each walk reads it
  writeFileSync(patterns, '*.tmp\n');
  root.file('a.tmp', '');
  const server = createServer().listen(root.at('sock'));
  const options = { paths: [root.root, `${root.root}/way/out`, `${root.root}/gone`], exclude: ['left'], iexclude: ['FIF?'], excludeFile: [patterns] };
  const [plain, threaded] = [listeningCall(), listeningCall()];
  const expected = completed(await walkAll(new FolderSource(options), plain));
  expect(completed(await walkAll(ahead(options), threaded))).toEqual(expected);
  expect(threaded.problems).toEqual(plain.problems);
  expect(threaded.progress.done).toEqual(plain.progress.done);
  expect(expected.length).toBeGreaterThan(10);
  server.close();
});

it('finds the same in many batches, and tells the totals when it is through', async () => {
  const root = fresh();
  for (let number = 0; number < 3000; number++) root.file(`f${number}`, 'ab');
  const [plain, call] = [quietCall(), quietCall()];
  expect(pathsOf(await walkAll(ahead({ paths: [root.root] }), call))).toEqual(pathsOf(await walkAll(new FolderSource({ paths: [root.root] }), plain)));
  expect([call.progress.totalFiles, call.progress.totalBytes]).toEqual([3000, 6000]);
});

it('does nothing to a source whose walk is never taken', async () => {
  const root = fresh();
  root.file('a');
  const source = new FolderSource({ paths: [root.root] });
  await source.lookAhead()[Symbol.asyncDispose]();
  expect(pathsOf(await walkAll(source)).at(-1)).toBe(root.at('a'));
});
