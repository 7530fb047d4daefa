/** Tests of read-entry.ts and owners.ts. */
import { execFileSync } from 'node:child_process';
import { linkSync, lstatSync, mkdtempSync, readdirSync, realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Builder, isRoot, setTime, systemCalls } from '../../test/fixture/tree/build.ts';
import type { Problem } from '../base/call.ts';
import type { Entry } from './entry.ts';
import { SystemError } from './native.ts';
import type { Native } from './native.ts';
import { parseIds, systemOwners } from './owners.ts';
import { readEntry } from './read-entry.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-entry-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));
const root = new Builder(scratch);

function read(path: string, calls?: Native | null): { entry: Entry; problems: Problem[] } {
  const problems: Problem[] = [];
  const entry = readEntry(path, 'shown', { report: (problem) => void problems.push(problem), native: calls });
  return { entry, problems };
}

describe('readEntry', () => {
  it('reads a file with times to the nanosecond and its owner by number and name', () => {
    const path = root.file('file', 'hello', 0o4751);
    setTime(path, -1_234_567_890_123_456_789n);
    const stats = lstatSync(path, { bigint: true });
    const { entry, problems } = read(path);
    expect(problems).toEqual([]);
    expect(entry).toMatchObject({
      name: 'shown',
      type: 'file',
      size: 5,
      mode: 0o4751,
      links: 1,
      mtime: -1_234_567_890_123_456_789n,
      atime: -1_234_567_890_123_456_789n,
      inode: stats.ino,
      deviceId: stats.dev,
      uid: userInfo().uid,
      user: userInfo().username,
    });
    expect(entry.xattrs).toBeUndefined();
    expect(entry.linkTarget).toBeUndefined();
  });

  it('reads links by their bytes, without following them', () => {
    expect(read(root.symlink('link', 'no\xffwhere')).entry).toMatchObject({
      type: 'symlink',
      linkTarget: 'no\xffwhere',
      size: 0,
      mode: 0o777,
      links: 1,
    });
  });

  it('counts links of files, not of directories', () => {
    linkSync(root.file('one'), root.at('two'));
    expect(read(root.at('one')).entry.links).toBe(2);
    expect(read(root.dir('dir').root).entry).toMatchObject({ type: 'dir', size: 0, links: 0 });
  });

  it.skipIf(!isRoot)('reads devices with their number', () => {
    systemCalls().makeNode(root.at('char'), 0o020640, 0x103n);
    expect(read(root.at('char')).entry).toMatchObject({ type: 'chardev', rdev: 0x103n, size: 0 });
    systemCalls().makeNode(root.at('block'), 0o060640, 0x801n);
    expect(read(root.at('block')).entry).toMatchObject({ type: 'dev', rdev: 0x801n });
  });

  it('fails as the system does where nothing is', () => {
    expect(() => read(root.at('nothing'))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  });
});

describe('extended attributes', () => {
  /** A system with the given attributes; an error for a value that cannot be read. */
  const withAttributes = (attributes: Record<string, Uint8Array<ArrayBuffer> | SystemError>): Native => ({
    ...systemCalls(),
    listXattrs: () => Object.keys(attributes),
    getXattr: (_path, name) => {
      const value = attributes[name]!;
      if (value instanceof SystemError) throw value;
      return value;
    },
  });

  it('come in the order of the system, binary and empty ones too', () => {
    const calls = withAttributes({ 'user.z': Uint8Array.of(0, 255), 'user.a': new Uint8Array(0) });
    expect(read(root.file('x1'), calls).entry.xattrs).toEqual([
      { name: 'user.z', value: Uint8Array.of(0, 255) },
      { name: 'user.a', value: new Uint8Array(0) },
    ]);
  });

  it('that cannot be read are reported and left out; the entry is not', () => {
    const calls = withAttributes({ 'user.secret': new SystemError(13, 'read'), 'user.open': Uint8Array.of(1) });
    const { entry, problems } = read(root.file('x2'), calls);
    expect(entry.xattrs?.map(({ name }) => name)).toEqual(['user.open']);
    expect(problems).toMatchObject([
      { item: root.at('x2'), during: 'scan', fault: { kind: 'denied', message: expect.stringContaining('user.secret') } },
    ]);
  });

  it('are not read where the platform has no such calls, nor from links', () => {
    expect(read(root.file('x3'), null).entry.xattrs).toBeUndefined();
    expect(read(root.symlink('x4', 'x3'), withAttributes({ 'user.a': Uint8Array.of(1) })).entry.xattrs).toBeUndefined();
  });

  it('really are on disk what was set', () => {
    const path = root.file('x5');
    const calls = systemCalls();
    calls.setXattr(path, 'user.long', new Uint8Array(3000).fill(7));
    calls.setXattr(path, 'user.gone', Uint8Array.of(1));
    calls.removeXattr(path, 'user.gone');
    expect(read(path).entry.xattrs).toEqual([{ name: 'user.long', value: new Uint8Array(3000).fill(7) }]);
    expect(() => calls.getXattr(path, 'user.gone')).toThrow(expect.objectContaining({ code: 'ENODATA' }));
    expect(readdirSync(scratch)).toContain('x5');
  });
});

describe('owners', () => {
  it('are the first name of an id', () => {
    const names = parseIds('root:x:0:0:root:/root:/bin/sh\n# comment:x:5:\ntoor:x:0:0::/:\n\nbroken\nu:x:1000:1000::/:\n');
    expect([...names]).toEqual([
      [0, 'root'],
      [1000, 'u'],
    ]);
  });

  it('are unnamed where the system knows no name', () => {
    expect(systemOwners().user(4_000_000_001)).toBe('');
    expect(systemOwners().group(4_000_000_001)).toBe('');
  });
});
