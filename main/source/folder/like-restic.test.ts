/** What restic leaves out, we leave out: random trees and patterns, backed up by the real program and walked by us. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathsOf, walkAll } from '../../../test/contract/source.ts';
import { Builder } from '../../../test/fixture/tree/build.ts';
import { rawFromText, showName } from '../../entry/name.ts';
import { FolderSource } from './folder-source.ts';
import type { FolderOptions } from './folder-source.ts';

const hasRestic = spawnSync('restic', ['version']).status === 0;
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-restic-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));
const env = {
  PATH: '/usr/bin:/bin:/usr/local/bin',
  RESTIC_PASSWORD: 'test',
  RESTIC_REPOSITORY: join(scratch, 'repo'),
  RESTIC_CACHE_DIR: join(scratch, 'cache'),
};

/** Paths restic would store, sorted; empty when it has nothing to store. */
function resticPaths(options: FolderOptions): string[] {
  const flags = [
    ...(options.exclude ?? []).map((pattern) => `--exclude=${pattern}`),
    ...(options.iexclude ?? []).map((pattern) => `--iexclude=${pattern}`),
    ...(options.excludeIfPresent ?? []).map((spec) => `--exclude-if-present=${spec}`),
    ...(options.excludeCaches === true ? ['--exclude-caches'] : []),
    ...(options.excludeLargerThan === undefined ? [] : [`--exclude-larger-than=${options.excludeLargerThan}`]),
  ];
  const run = spawnSync('restic', ['backup', '--json', '--dry-run', '-vv', ...flags, ...options.paths], {
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (run.stderr.includes('snapshot is empty')) return [];
  expect(run.status, run.stderr).toBe(0);
  const said = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { message_type: string; action?: string; item?: string });
  return said
    .flatMap(({ message_type, action, item = '' }) => (message_type === 'verbose_status' && action === 'new' && item !== '/' ? [item] : []))
    .sort();
}

async function ourPaths(options: FolderOptions): Promise<string[]> {
  return pathsOf(await walkAll(new FolderSource(options)))
    .map(showName)
    .sort();
}

/** restic calls a snapshot without contents empty; with nothing but the way to excluded paths, ours is as empty. */
async function expectSame(options: FolderOptions): Promise<void> {
  const restic = resticPaths(options);
  if (restic.length > 0) expect(await ourPaths(options), JSON.stringify(options)).toEqual(restic);
}

const NAMES = ['a', 'b', 'ab', 'A', 'x.o', 'x.O', '.o', 'é', 'CACHEDIR.TAG', '.nobackup'];

/** Every name as file or directory, two levels deep, some tags genuine. */
function makeNamesTree(root: Builder): void {
  for (const [number, name] of NAMES.entries()) {
    if (number % 2 === 0 && !name.includes('.')) {
      const dir = root.dir(rawFromText(name));
      for (const [at, inner] of NAMES.entries()) {
        const raw = rawFromText(inner);
        if (inner === 'CACHEDIR.TAG') dir.file(raw, number === 0 ? 'Signature: 8a477f597d28d172789f06886806bc55' : 'Signature: wrong');
        else if (inner === '.nobackup') {
          if (number === 2) dir.file(raw, 'header and more');
        } else if (at % 3 === 0) dir.dir(raw).file('a', 'deep');
        else dir.file(raw, 'x'.repeat(at));
      }
    } else if (!['CACHEDIR.TAG', '.nobackup'].includes(name)) root.file(rawFromText(name), 'x'.repeat(number));
  }
}

describe.skipIf(!hasRestic)('like restic', () => {
  const root = new Builder(join(scratch, 'tree'));
  beforeAll(() => {
    execFileSync('restic', ['init'], { env });
    makeNamesTree(root);
  });

  it('leaves out what patterns match', async () => {
    const part = fc.constantFrom(...NAMES, '*', '*.o', 'a*', '?', '??', '[ab]', '[^a]', '**', '[a-b]?', '*b', '.');
    const relative = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const rooted = relative.map((text) => `${root.root}/${text}`);
    const pattern = fc.tuple(fc.constantFrom('', '', '!'), fc.oneof(relative, rooted)).map(([start, text]) => start + text);
    const patterns = fc.array(pattern, { maxLength: 4 });
    const run = fc.asyncProperty(patterns, patterns, (exclude, iexclude) =>
      expectSame({ paths: [root.root], exclude, iexclude: iexclude.slice(0, 2) }),
    );
    await fc.assert(run, { numRuns: 12 });
  });

  it.each<[string, Omit<FolderOptions, 'paths'>, string[]]>([
    ['caches', { excludeCaches: true }, ['']],
    ['tags', { excludeIfPresent: ['.nobackup', 'x.o'] }, ['']],
    ['tags with a header', { excludeIfPresent: ['.nobackup:header', 'x.o:no'] }, ['']],
    ['two tags in one directory', { excludeIfPresent: ['.nobackup', 'b'] }, ['']],
    ['large files', { excludeLargerThan: 3 }, ['']],
    ['overlapping paths', { exclude: ['b'] }, ['', '/a', '/a/a', '/ab/a/a']],
    ['a path below what is excluded', { exclude: ['é'] }, ['', '/a/ab']],
    ['a path beside a tag', { excludeCaches: true }, ['/a/ab', '/ab']],
    ['single files', {}, ['/b', '/a/x.O']],
  ])('treats %s the same', async (_what, options, below) => {
    await expectSame({ ...options, paths: below.map((path) => root.root + path) });
  });
});
