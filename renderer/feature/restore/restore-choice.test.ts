import { describe, expect, it } from 'vitest';
import { restoreCommand, specOf, targetOf, type Wish } from './restore-choice.ts';

const wish = (change: Partial<Wish>): Wish => ({ destination: 'NAS', snapshot: 'abcd', paths: ['/home/ann/a.txt', '/home/ann/docs'], into: null, conflict: 'keep-both', ...change });

describe('a wish to restore', () => {
  it('asks for exactly the chosen entries, and keeps what is there', () => {
    expect(specOf(wish({}))).toEqual({ destination: 'NAS', snapshot: 'abcd', into: null, paths: ['/home/ann/a.txt', '/home/ann/docs'], overwrite: 'if-changed', keepExisting: true });
  });
  it('puts into another folder what was chosen, not the folders it lay in', () => {
    const into = wish({ into: '/tmp/back/', conflict: 'skip' });
    expect(specOf(into)).toMatchObject({ snapshot: 'abcd:/home/ann', overwrite: 'never', keepExisting: false });
    expect(targetOf(into, '/home/ann/docs')).toBe('/tmp/back/docs');
    expect(targetOf(wish({}), '/home/ann/docs')).toBe('/home/ann/docs');
  });
  it('restores everything when the root is chosen', () => {
    expect(specOf(wish({ paths: ['/'], into: '/back' }))).toMatchObject({ snapshot: 'abcd', paths: [] });
    expect(restoreCommand(wish({ paths: ['/'], into: '/back', conflict: 'newer' }))).toBe('holdfast restore -r NAS abcd --into /back --overwrite if-newer');
  });
  it('is written as the command that does the same', () => {
    expect(restoreCommand(wish({ paths: ["/home/ann/it's [1].txt"] }))).toBe(
      String.raw`holdfast restore -r NAS abcd --include '/home/ann/it'\''s \[1\].txt' --in-place --overwrite if-changed --keep-existing`,
    );
    expect(restoreCommand(wish({ into: '/back', conflict: 'replace' }))).toBe(
      'holdfast restore -r NAS abcd:/home/ann --include /a.txt --include /docs --into /back --overwrite if-changed',
    );
  });
});
