/** Tests of new-files.ts: a file appears whole, with its metadata, where nothing was; or not at all. */
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemCalls } from '../../test/fixture/tree/build.ts';
import type { Metadata } from './apply-metadata.ts';
import { isUnfinished, NewFiles } from './new-files.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-new-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

const metadata = (more: Partial<Metadata> = {}): Metadata => ({
  type: 'file', mode: 0o640, uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0, mtime: -1_000_000_001n, atime: 5n, ...more,
});
const fill = (fd: number): void => void writeSync(fd, 'content');
const make = (more?: Partial<Metadata>, write = fill): string[] => new NewFiles().make(join(folder, '.staged'), join(folder, 'file'), metadata(more), write);

describe('NewFiles', () => {
  it('makes a file with content and metadata, and leaves nothing else', () => {
    expect(make({ mode: 0o4751 })).toEqual([]);
    const stats = lstatSync(join(folder, 'file'), { bigint: true });
    expect([Number(stats.mode) & 0o7777, stats.mtimeNs, stats.atimeNs]).toEqual([0o4751, -1_000_000_001n, 5n]);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('content');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('gives it its attributes', () => {
    expect(make({ xattrs: [{ name: 'user.a', value: Uint8Array.of(7) }] })).toEqual([]);
    expect(systemCalls().getXattr(join(folder, 'file'), 'user.a')).toEqual(Uint8Array.of(7));
  });

  it('says what cannot be set, of the file where it is in the end', () => {
    expect(make({ xattrs: [{ name: 'nonsense', value: Uint8Array.of(1) }] })).toEqual([expect.stringMatching(/"nonsense" of ".*\/file" could not be set/)]);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('content');
  });

  it('takes an access list away that the directory hands to new files', ({ skip }) => {
    try {
      execFileSync('setfacl', ['-d', '-m', 'u:nobody:rwx', folder], { stdio: 'ignore' });
    } catch {
      skip('no setfacl, or a file system without access lists');
    }
    expect(make({ mode: 0o600 })).toEqual([]);
    expect(systemCalls().listXattrs(join(folder, 'file'))).toEqual([]);
    expect(lstatSync(join(folder, 'file')).mode & 0o777).toBe(0o600);
  });

  it('leaves alone what somebody made meanwhile', () => {
    const meddle = (fd: number): void => {
      fill(fd);
      writeFileSync(join(folder, 'file'), 'mine');
    };
    expect(() => make({}, meddle)).toThrow(expect.objectContaining({ kind: 'exists', message: expect.stringContaining('made by somebody else') }));
    expect(readdirSync(folder)).toEqual(['file']);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('mine');
  });

  it('leaves nothing of a file whose content cannot be written', () => {
    expect(() => make({}, () => { throw new Error('no room'); })).toThrow('no room');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not write through what stands where it would be made', () => {
    writeFileSync(join(folder, '.staged'), 'mine');
    expect(() => make()).toThrow(expect.objectContaining({ code: 'EEXIST' }));
    expect(readFileSync(join(folder, '.staged'), 'utf8')).toBe('mine');
  });

  it('makes one in its place, where nobody may read it until it is whole', () => {
    const place = join(folder, 'file');
    let unfinished = 0;
    const write = (fd: number): void => {
      fill(fd);
      unfinished = lstatSync(place).mode;
    };
    expect(new NewFiles().make(place, place, metadata({ mode: 0o644 }), write)).toEqual([]);
    expect([isUnfinished(unfinished), unfinished & 0o577]).toEqual([true, 0]);
    expect(lstatSync(place).mode & 0o7777).toBe(0o644);
    expect(readFileSync(place, 'utf8')).toBe('content');
  });

  it('leaves alone what stands in the place, and nothing of what it began there', () => {
    const place = join(folder, 'file');
    expect(() => new NewFiles().make(place, place, metadata(), () => { throw new Error('no room'); })).toThrow('no room');
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(place, 'mine');
    expect(() => new NewFiles().make(place, place, metadata(), fill)).toThrow(expect.objectContaining({ kind: 'exists' }));
    expect(readFileSync(place, 'utf8')).toBe('mine');
  });

  it('gives every file its owner, also where others of the directory keep theirs', ({ skip }) => {
    if (process.geteuid?.() !== 0) skip('only root gives files away');
    const files = new NewFiles();
    for (const [name, uid] of [['a', 0], ['b', 12], ['c', 0]] as const) files.make(join(folder, name), join(folder, name), metadata({ uid, gid: uid }), fill);
    expect(['a', 'b', 'c'].map((name) => [lstatSync(join(folder, name)).uid, lstatSync(join(folder, name)).gid])).toEqual([[0, 0], [12, 12], [0, 0]]);
  });
});
