/** Suggestions must never catch what people made themselves. */
import { describe, expect, it } from 'vitest';
import { compileGlobs } from '../../base/glob.ts';
import { rawFromText } from '../../entry/name.ts';
import { excludeSuggestions } from './exclude-suggestions.ts';

const preselected = compileGlobs(excludeSuggestions('/home/ada/Downloads').filter((one) => one.preselected).flatMap(({ patterns }) => patterns));

describe('what is left out without asking', () => {
  it.each([
    '/home/ada/.cache/x', '/Users/ada/Library/Caches/x', '/home/ada/code/app/node_modules/x.js', '/home/ada/.local/share/Trash/files/x', '/media/ada/Photos/.Trash-1000/x', '/mnt/d/$RECYCLE.BIN/x',
    '/home/ada/code/py/.venv/bin/python', '/home/ada/.config/Browser/Cache/1', '/home/ada/Documents/~$letter.docx', '/home/ada/Documents/.~lock.letter.odt#', '/home/ada/.DS_Store',
  ])('%s', (path) => {
    expect(preselected.matches(rawFromText(path))).toBe(true);
  });
});

describe('what is not', () => {
  it.each([
    '/home/ada/Documents/letter.odt', '/home/ada/Cache/geocaches.gpx', '/home/ada/Pictures/target/1.jpg', '/home/ada/temp/novel.txt', '/home/ada/Trash/poem.txt', '/home/ada/machine.vmdk', '/home/ada/Downloads/x',
    '/home/ada/env/x', '/home/ada/venv/x', '/home/ada/build/x', '/home/ada/vendor/x', '/home/ada/.config/app/settings.json', '/home/ada/.ssh/id_ed25519', '/home/ada/.Trash-notes',
  ])('%s', (path) => {
    expect(preselected.matches(rawFromText(path))).toBe(false);
  });

  it('but the downloads are offered where they are, whatever they are called', () => {
    const { patterns, preselected: chosen } = excludeSuggestions('/home/ada/[dl] *').at(-1)!;
    expect(chosen).toBe(false);
    expect(['/home/ada/[dl] */x', '/home/ada/d all/x'].map((path) => compileGlobs(patterns).matches(path))).toEqual([true, false]);
    expect(excludeSuggestions(null).map(({ reason }) => reason)).not.toContain('downloads');
  });
});
