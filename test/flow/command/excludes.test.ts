/** What a backup leaves out, as people ask for it. Seen by what comes back, and, where restic 0.14 has the option, by what restic leaves out. */
import { mkdirSync } from 'node:fs';
import { relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from '../../fixture/cli/desk.ts';
import { mountable, mountMemory } from '../../fixture/cli/mount.ts';
import { giveVault, restic } from '../../fixture/cli/vaults.ts';

const CACHE_TAG = 'Signature: 8a477f597d28d172789f06886806bc55\n';
const FILES = {
  'notes.txt': 'n', 'NOTES.TXT': 'N', 'photo.jpg': 'p', 'draft.tmp': 't', 'deep/a/b/c.tmp': 't', 'deep/a/b/keep.txt': 'k', 'node_modules/x/index.js': 'x', 'deep/node_modules/y.js': 'y',
  'large.bin': Buffer.alloc(3000), 'small.bin': Buffer.alloc(30), 'cache/CACHEDIR.TAG': CACHE_TAG, 'cache/thing': 'c', 'fake-cache/CACHEDIR.TAG': 'no signature', 'fake-cache/thing': 'c',
  'skipped/.nobackup': '', 'skipped/secret': 's', 'tagged/.mark': 'header and more', 'tagged/thing': 't', 'untagged/.mark': 'other', 'untagged/thing': 't', '[odd]/file': 'o', ' space /file': 's',
} as const;

let desk: Desk;
let src: string;
beforeAll(() => {
  desk = new Desk();
  giveVault(desk);
  src = desk.at('src');
  for (const [name, content] of Object.entries(FILES)) desk.file(`src/${name}`, content);
  desk.file('patterns', '# a comment\n\n*.tmp\n  deep/a/b  \n!keep.txt\n');
  desk.file('upper-patterns', '*.txt\n');
});
afterAll(() => desk[Symbol.dispose]());

/** Files of the latest snapshot, relative to the source. */
const namesIn = (listing: string): string[] => listing.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as { type?: string; path?: string }).flatMap(({ type, path }) => (type === 'file' && path !== undefined ? [relative(src, path)] : [])).toSorted();

const ours = async (options: readonly string[], paths = [src]): Promise<string[]> => {
  await desk.ok('backup', '-q', ...paths, ...options);
  return namesIn(await desk.ok('ls', 'latest', '--json'));
};

function theirs(options: readonly string[], paths = [src]): string[] {
  restic(desk, 'backup', '-q', ...paths, ...options);
  return namesIn(restic(desk, 'ls', 'latest', '--json'));
}

const all = Object.keys(FILES).toSorted();
const without = (...left: RegExp[]): string[] => all.filter((name) => !left.some((pattern) => pattern.test(name)));

const CASES: [options: string[], left: string[]][] = [
  [['--exclude', '*.tmp'], without(/\.tmp$/)],
  [['--exclude', '*.tmp', '--exclude', '*.jpg'], without(/\.(tmp|jpg)$/)],
  [['--exclude', 'node_modules'], without(/node_modules/)],
  [['--exclude', '/src/node_modules'], all],
  [['--exclude', 'deep/**/*.tmp'], without(/^deep\/.*\.tmp$/)],
  [['--exclude', '*.t?t'], without(/\.txt$/)],
  [['--exclude', '*.txt'], without(/\.txt$/)],
  [['--iexclude', '*.txt'], without(/\.txt$/i)],
  [['--exclude', '[a-n]*.bin'], without(/^large\.bin$/)],
  [['--exclude', '*', '--exclude', '!src', '--exclude', '!notes.txt'], []],
  [['--exclude', '*.tmp', '--exclude', '!draft.tmp'], without(/c\.tmp$/)],
  [['--exclude-caches'], without(/^cache\/thing/)],
  [['--exclude-if-present', '.nobackup'], without(/^skipped\/secret/)],
  [['--exclude-if-present', '.mark:header'], without(/^tagged\/thing/)],
  [['--exclude-larger-than', '1k'], without(/^large\.bin$/)],
  [['--exclude-larger-than', '3000'], all],
  [['--one-file-system'], all],
];

describe('left out', () => {
  it.each(CASES.map(([options, left]) => [options.join(' '), options, left] as const))('%s', async (_, options, left) => {
    const saved = await ours(options);
    if (left.length > 0) expect(saved).toEqual(left);
    expect(saved, 'as restic does it').toEqual(theirs(options));
  });

  it('by absolute patterns', async () => {
    expect(await ours(['--exclude', `${src}/deep`])).toEqual(without(/^deep\//));
    expect(await ours(['--exclude', `${src}/*/node_modules`])).toEqual(without(/^deep\/node_modules/));
  });

  it('by patterns in files: comments, empty lines and spaces do not count', async () => {
    const options = ['--exclude-file', desk.at('patterns')];
    expect(await ours(options)).toEqual(theirs(options));
    expect(await ours(['--iexclude-file', desk.at('upper-patterns')])).toEqual(without(/\.txt$/i));
  });

  it('nothing of a path named itself, without a word', async () => {
    const { code, stderr } = await desk.run(['backup', desk.at('src/notes.txt'), desk.at('src/photo.jpg'), '--exclude', '*.txt']);
    expect([code, stderr]).toEqual([3, expect.stringContaining('notes.txt')]);
  });

  it('what was excluded is written down in the snapshot', async () => {
    await ours(['--exclude', '*.tmp', '--exclude-file', desk.at('upper-patterns')]);
    expect((await desk.json<{ excludes: string[] }[]>('snapshots')).at(-1)?.excludes).toEqual(['*.tmp', '*.txt']);
  });
});

describe.runIf(mountable)('another file system (made in memory, which takes root)', () => {
  it('is left out with --one-file-system; its mount point stays', async () => {
    mkdirSync(desk.at('mixed/mounted'), { recursive: true });
    desk.file('mixed/here', 'h');
    const unmount = mountMemory(desk.at('mixed/mounted'), '1m');
    try {
      desk.file('mixed/mounted/there', 't');
      const saved = async (...options: string[]): Promise<string[]> => {
        await desk.ok('backup', '-q', desk.at('mixed'), ...options);
        return (await desk.ok('ls', 'latest')).split('\n').filter((line) => line.startsWith(desk.at('mixed/')));
      };
      expect(await saved()).toEqual([desk.at('mixed/here'), desk.at('mixed/mounted'), desk.at('mixed/mounted/there')]);
      expect(await saved('-x')).toEqual([desk.at('mixed/here'), desk.at('mixed/mounted')]);
    } finally {
      unmount();
    }
  });
});

describe('paths from files', () => {
  it('one a line with wildcards, as they are, or ended by NUL', async () => {
    desk.file('list', `# comment\n${src}/*.jpg\n\n${src}/notes.txt\n`);
    expect(await ours(['--files-from', desk.at('list')], [])).toEqual(['notes.txt', 'photo.jpg']);
    desk.file('verbatim', `${src}/[odd]\n${src}/ space \n`);
    expect(await ours(['--files-from-verbatim', desk.at('verbatim')], [])).toEqual([' space /file', '[odd]/file']);
    desk.file('raw', `${src}/notes.txt\0${src}/photo.jpg\0`);
    expect(await ours(['--files-from-raw', desk.at('raw')], [])).toEqual(['notes.txt', 'photo.jpg']);
  });
});
