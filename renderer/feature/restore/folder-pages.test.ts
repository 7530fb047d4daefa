import { describe, expect, it } from 'vitest';
import type { ListedEntry } from '../../../preload/contract/snapshot-procedures.ts';
import { FolderPages, PAGE, type Page } from './folder-pages.ts';

const entry = (index: number): ListedEntry => ({
  name: `f${index}`, path: `/f${index}`, rawPath: `/f${index}`, type: 'file', size: index, mode: 0o644, uid: 0, gid: 0, user: '', group: '', mtime: '2026-11-21T00:00:00Z',
  atime: '', ctime: '', inode: '0', linkTarget: null, now: index % 10 === 0 ? 'changed' : 'same',
});

/** A folder of so many entries that answers when it is told to. */
function folderOf(total: number) {
  const asked: [number, number][] = [];
  const answers: (() => void)[] = [];
  const pages = new FolderPages((from, limit) => new Promise<Page>((resolve) => {
    asked.push([from, limit]);
    answers.push(() => resolve({ entries: Array.from({ length: Math.min(limit, total - from) }, (_, index) => entry(from + index)), total }));
  }));
  const settle = async (): Promise<void> => {
    for (let answer = answers.shift(); answer !== undefined; answer = answers.shift()) {
      answer();
      await Promise.resolve().then(() => undefined);
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  return { pages, asked, settle };
}

describe('a folder that is looked at', () => {
  it('loads small folders whole, in two steps', async () => {
    const { pages, asked, settle } = folderOf(1200);
    pages.want(0, 30);
    await settle();
    expect(asked).toEqual([[0, PAGE], [PAGE, 5000]]);
    expect(pages.isWhole).toBe(true);
    expect(pages.row(1199)?.name).toBe('f1199');
    expect(pages.different).toBe(120);
    expect(pages.indexOf('/f7')).toBe(7);
  });
  it('loads of a big one only what is looked at, its end included', async () => {
    const { pages, asked, settle } = folderOf(100_000);
    pages.want(0, 30);
    await settle();
    pages.want(99_980, 100_000);
    await settle();
    expect(asked).toEqual([[0, PAGE], [99_800, PAGE]]);
    expect(pages.row(99_999)?.name).toBe('f99999');
    expect(pages.row(50_000)).toBeUndefined();
    expect(pages.isWhole).toBe(false);
    expect(pages.indexOf('/f99999')).toBe(99_999);
  });
  it('forgets what was wanted on the way when somebody scrolls on', async () => {
    const { pages, asked, settle } = folderOf(100_000);
    pages.want(0, 30);
    await settle();
    for (let at = 1000; at < 90_000; at += 1000) pages.want(at, at + 30);
    await settle();
    expect(asked.length).toBeLessThan(6);
    expect(pages.row(89_000)).toBeDefined();
  });
  it('says what went wrong and goes on when asked again', async () => {
    let broken = true;
    const pages = new FolderPages(() => (broken ? Promise.reject(new Error('away')) : Promise.resolve({ entries: [entry(0)], total: 1 })));
    pages.want(0, 10);
    await new Promise((resolve) => setTimeout(resolve));
    expect(pages.error).toBeInstanceOf(Error);
    broken = false;
    pages.retry();
    await new Promise((resolve) => setTimeout(resolve));
    expect(pages.error).toBeNull();
    expect(pages.isWhole).toBe(true);
  });
  it('takes an empty folder for loaded', async () => {
    const { pages, settle } = folderOf(0);
    pages.want(0, 10);
    await settle();
    expect([pages.total, pages.isWhole]).toEqual([0, true]);
  });
});
