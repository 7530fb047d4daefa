/** Counting ahead: the same numbers as the backup, every excluded byte on one pattern's account, and nobody kept waiting. */
import { chmodSync, existsSync, linkSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { arbitraryTree, makeTree } from '../../../test/fixture/tree/arbitrary-tree.ts';
import { Builder, isRoot } from '../../../test/fixture/tree/build.ts';
import { FolderSpec } from '../../../preload/contract/folder-spec.ts';
import type { Measure } from '../../../preload/contract/source-procedures.ts';
import { quietCall } from '../../base/call.ts';
import { folderOptions } from './folder-options.ts';
import { FolderSource } from './folder-source.ts';
import { FolderMeasure } from './measure.ts';
import type { MeasureOptions } from './measure.ts';

type Excludes = Partial<FolderSpec['excludes']>;
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-measure-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const still = { monotonic: () => 0 };
const never = new AbortController().signal;
const hasOtherFileSystem = statSync('/dev/shm', { throwIfNoEntry: false })?.dev !== statSync('/dev', { throwIfNoEntry: false })?.dev && existsSync('/dev/shm');
const spec = (paths: string[], excludes: Excludes = {}): FolderSpec => FolderSpec.parse({ kind: 'folder', paths, excludes });

async function measured(paths: string[], excludes: Excludes = {}, options: MeasureOptions = { clock: still }): Promise<Measure> {
  const messages = await Array.fromAsync(new FolderMeasure(spec(paths, excludes), options).messages(never));
  return messages.at(-1)!;
}

/** Files and bytes of the walk a backup makes. */
async function walked(paths: string[], excludes: Excludes = {}): Promise<Measure['kept']> {
  const size = { files: 0, bytes: 0 };
  for await (const batch of new FolderSource(folderOptions(spec(paths, excludes))).walk(quietCall())) {
    for (const item of batch) {
      if (item.type !== 'entry' || item.entry.type !== 'file') continue;
      size.files++;
      size.bytes += item.entry.size;
    }
  }
  return size;
}

let root: Builder;
let home = '';
beforeEach(() => {
  root = new Builder(mkdtempSync(join(scratch, 'case-')));
  home = root.root;
  root.dir('docs').file('letter', 'x'.repeat(100));
  const code = root.dir('code');
  code.file('main.js', 'x'.repeat(10));
  code.file('main.JS', 'x'.repeat(20));
  const modules = code.dir('node_modules');
  modules.file('a.js', 'x'.repeat(1000));
  modules.dir('deep').file('b.css', 'x'.repeat(2000));
  code.fifo('pipe');
  code.symlink('link', '/etc');
});

describe('a measure', () => {
  it('adds up what is kept, what is left out, and by which pattern first', async () => {
    expect(await measured([home], { patterns: ['node_modules', '*.js', 'deep', '*.nothing'] })).toEqual({
      kept: { files: 2, bytes: 120 }, excluded: { files: 3, bytes: 3010 },
      paths: [{ path: home, files: 2, bytes: 120 }],
      patterns: [
        { pattern: 'node_modules', files: 2, bytes: 3000 }, { pattern: '*.js', files: 1, bytes: 10 }, { pattern: 'deep', files: 0, bytes: 0 }, { pattern: '*.nothing', files: 0, bytes: 0 },
      ],
      unreadable: 0, done: true,
    });
  });

  it('puts the case-blind patterns behind the others, and counts those from files without naming them', async () => {
    const file = root.dir('docs').file('excludes', '# none\nletter\n');
    const { patterns, excluded } = await measured([join(home, 'code'), join(home, 'docs', 'letter')], { patterns: ['*.css'], files: [file], patternsIgnoreCase: ['*.js'] });
    expect(patterns).toEqual([{ pattern: '*.css', files: 1, bytes: 2000 }, { pattern: '*.js', files: 3, bytes: 1030 }]);
    expect(excluded).toEqual({ files: 5, bytes: 3130 });
  });

  it('charges the pattern that leaves out again what one before it took back', async () => {
    const { patterns } = await measured([home], { patterns: ['*.js', '!main.js', 'main.js'] });
    expect(patterns.map(({ files }) => files)).toEqual([1, 0, 1]);
  });

  it('counts each path by itself, and what lies twice under them once', async () => {
    const { kept, paths } = await measured([home, join(home, 'code/'), join(home, 'docs/letter')]);
    expect(kept).toEqual({ files: 5, bytes: 3130 });
    expect(paths).toEqual([{ path: home, files: 5, bytes: 3130 }, { path: join(home, 'code/'), files: 4, bytes: 3030 }, { path: join(home, 'docs/letter'), files: 1, bytes: 100 }]);
  });

  it.each([[['node_modules', '!deep'], 1], [['node_modules'], 2]])('counts a path that is asked for below an excluded folder once, as the backup takes it or not: %j', async (patterns, left) => {
    const paths = [home, join(home, 'code/node_modules/deep')];
    const { kept, excluded } = await measured(paths, { patterns });
    expect(excluded.files).toBe(left);
    expect(kept.files + excluded.files).toBe(5);
    expect(await walked(paths, { patterns })).toEqual(kept);
  });

  it('leaves tagged and large files out of what is kept, on nobody’s account', async () => {
    root.dir('cache').file('CACHEDIR.TAG', 'Signature: 8a477f597d28d172789f06886806bc55');
    root.dir('cache').file('page', 'x'.repeat(50));
    expect(await measured([home], { caches: true, largerThan: 1500 })).toMatchObject({ kept: { files: 5, bytes: 1173 }, excluded: { files: 2, bytes: 2050 }, patterns: [] });
  });

  it('passes over the contents of made-up file systems that are left out', async () => {
    const pseudo = new Set([join(home, 'code/node_modules/deep')]);
    expect((await measured([home], { patterns: ['code'] }, { clock: still, pseudo })).excluded).toEqual({ files: 3, bytes: 1030 });
  });

  it.skipIf(!hasOtherFileSystem)('looks at another file system only where the backup would', async () => {
    const there = mkdtempSync('/dev/shm/holdfast-measure-');
    new Builder(there).file('x', 'x'.repeat(70));
    const patterns = ['shm'];
    expect((await measured(['/dev'], { patterns })).excluded.files).toBeGreaterThan(0);
    expect((await measured(['/dev'], { patterns, oneFileSystem: true })).excluded).toEqual({ files: 0, bytes: 0 });
    expect((await measured([there], { patterns, oneFileSystem: true })).excluded).toEqual({ files: 1, bytes: 70 });
    rmSync(there, { recursive: true });
  });

  it.skipIf(isRoot)('counts what cannot be read', async () => {
    chmodSync(join(home, 'code/node_modules'), 0);
    expect(await measured([home, join(home, 'gone')])).toMatchObject({ unreadable: 2, kept: { files: 3 } });
    chmodSync(join(home, 'code/node_modules'), 0o755);
  });

  it('is refused for paths none of which is there, and for a malformed pattern', () => {
    expect(() => new FolderMeasure(spec([join(home, 'gone')]), { clock: still }).checkPaths()).toThrow(expect.objectContaining({ kind: 'missing' }));
    expect(() => new FolderMeasure(spec(['docs']), { clock: still })).toThrow(expect.objectContaining({ kind: 'invalid' }));
    expect(() => new FolderMeasure(spec([home], { patterns: ['[a'] }), { clock: still })).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});

describe('measure and backup', () => {
  it('count hard links alike', async () => {
    linkSync(join(home, 'docs/letter'), join(home, 'docs/again'));
    expect((await measured([home])).kept).toEqual(await walked([home]));
  });

  it('agree on any tree, and nothing is lost between kept and excluded', async () => {
    const pattern = fc.stringMatching(/^!?(?:[a-c.]{1,2}|\*[a-c]|[a-c]\*|[a-c]\/\*\*?)$/);
    await fc.assert(fc.asyncProperty(arbitraryTree, fc.array(pattern, { maxLength: 4 }), fc.array(pattern, { maxLength: 2 }), async (tree, patterns, patternsIgnoreCase) => {
      const folder = mkdtempSync(join(scratch, 'any-'));
      makeTree(folder, tree);
      const excludes = { patterns, patternsIgnoreCase };
      const [all, measure] = [await walked([folder]), await measured([folder], excludes)];
      expect(measure.kept).toEqual(await walked([folder], excludes));
      expect(measure.kept.bytes + measure.excluded.bytes).toBe(all.bytes);
      expect(measure.kept.files + measure.excluded.files).toBe(all.files);
      expect(measure.patterns.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(measure.excluded.bytes);
    }), { numRuns: 60 });
  });
});

describe('messages', () => {
  /** A clock that moves on by so much at every look. */
  const clock = (step: number) => {
    let now = 0;
    return { monotonic: () => (now += step) };
  };

  it('come five times a second at most, however often others get their turn', async () => {
    for (let file = 0; file < 300; file++) root.file(`f${file}`);
    const times: number[] = [];
    const time = clock(3);
    for await (const { done } of new FolderMeasure(spec([home]), { clock: time }).messages(never)) if (!done) times.push(time.monotonic());
    expect(times.length).toBeGreaterThan(2);
    for (const [place, at] of times.entries()) expect(at - (times[place - 1] ?? 0)).toBeGreaterThanOrEqual(200);
  });

  it('grow, and the last one says that it is', async () => {
    for (let file = 0; file < 300; file++) root.file(`f${file}`);
    const messages = await Array.fromAsync(new FolderMeasure(spec([home]), { clock: clock(30) }).messages(never));
    expect(messages.map(({ done }) => done)).toEqual([...messages.slice(1).map(() => false), true]);
    const files = messages.map(({ kept }) => kept.files);
    expect(files).toEqual(files.toSorted((a, b) => a - b));
  });

  it('end with the signal', async () => {
    const stop = new AbortController();
    for (let file = 0; file < 300; file++) root.file(`f${file}`);
    const messages = new FolderMeasure(spec([home]), { clock: clock(30) }).messages(stop.signal);
    expect((await messages.next()).value).toMatchObject({ done: false });
    stop.abort();
    await expect(messages.next()).rejects.toMatchObject({ name: 'AbortError' });
  });
});
