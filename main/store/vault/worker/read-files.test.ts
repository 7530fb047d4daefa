/** Reading files that do not hold still: what is stored is what was there at one moment, or it is said that it is not. */
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rawFromText } from '../../../entry/name.ts';
import { Chunker } from '../chunker/chunker.ts';
import { newMasterKeys } from '../crypto/keys.ts';
import { Sealer } from '../crypto/seal.ts';
import { IdTable } from '../index/id-table.ts';
import { threadKernel } from '../kernel/kernel.ts';
import { BlobSealer } from './blob-sealer.ts';
import { Stopped } from '../../worker/stop.ts';
import { Control } from './control.ts';
import { Cutter } from './cutter.ts';
import { readFileContent, readFiles, type FileRead, type FileToRead } from './read-files.ts';

const kernel = threadKernel();
const control = new Control();
const blobs = new BlobSealer(new Sealer(newMasterKeys(), kernel), new IdTable(), true, control, ({ place }) =>
  typeof place === 'number' ? control.freeSlot(place) : control.releaseLarge(place.length));
const cutter = new Cutter(kernel, new Chunker(kernel, 0x3da3358b4dc173n), blobs);

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-read-'));
  path = join(folder, 'file');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The file as the walk saw it. */
function listed(): FileToRead {
  const { size, mtimeNs, ctimeNs, ino } = lstatSync(path, { bigint: true });
  return { path: rawFromText(path), size: Number(size), mtime: mtimeNs, ctime: ctimeNs, inode: ino };
}

/** Reads it; `during` happens after every piece that was read. */
const read = (file: FileToRead, during: (bytes: number) => void = () => undefined): FileRead => readFileContent(file, { cutter, control, read: during });

const single = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const holds = ({ ids, size }: FileRead, bytes: Uint8Array): boolean => size === bytes.length && Buffer.compare(ids, single(bytes)) === 0;

describe('readFileContent', () => {
  it.each([1, 1000, 256 * 1024, 400_000])('reads a file of %i bytes', (size) => {
    writeFileSync(path, randomBytes(size));
    const result = read(listed());
    expect(result).toMatchObject({ stamp: null, unstable: false, error: null });
    expect(holds(result, readFileSync(path))).toBe(true);
  });

  it('finds nothing in an empty file', () => {
    writeFileSync(path, '');
    expect(read(listed())).toMatchObject({ size: 0, ids: new Uint8Array(0), error: null });
  });

  it('tells of every byte it reads', () => {
    writeFileSync(path, randomBytes(3_000_000));
    let told = 0;
    read(listed(), (bytes) => (told += bytes));
    expect(told).toBe(3_000_000);
  });

  it('takes a file that changed since it was listed as it is now, with its new times', () => {
    writeFileSync(path, 'before');
    const file = listed();
    writeFileSync(path, 'after that');
    const result = read(file);
    expect(holds(result, Buffer.from('after that'))).toBe(true);
    expect(result).toMatchObject({ unstable: false, error: null, stamp: { size: 10, mtime: listed().mtime, ctime: listed().ctime } });
  });

  const once = (change: () => void): (() => void) => {
    let done = false;
    return () => {
      if (!done) change();
      done = true;
    };
  };

  it('reads a file again that grows while it is read', () => {
    writeFileSync(path, 'some');
    const result = read(listed(), once(() => appendFileSync(path, ' more')));
    expect(holds(result, Buffer.from('some more'))).toBe(true);
    expect(result).toMatchObject({ unstable: false, stamp: { size: 9 } });
  });

  it('reads a file again that shrinks while it is read', () => {
    writeFileSync(path, randomBytes(400_000));
    const result = read(listed(), once(() => truncateSync(path, 300_000)));
    expect(holds(result, readFileSync(path))).toBe(true);
    expect(result).toMatchObject({ unstable: false, size: 300_000 });
  });

  it('says so of a file that changes at every try, and keeps what it read last', () => {
    writeFileSync(path, 'x');
    const result = read(listed(), () => appendFileSync(path, 'x'));
    expect(result).toMatchObject({ unstable: true, error: null });
    expect(result.size).toBeGreaterThan(1);
  });

  it('reads on in a file that is replaced while it is read, and then what took its place', () => {
    writeFileSync(path, 'old content');
    const result = read(listed(), once(() => {
      writeFileSync(`${path}.new`, 'new');
      renameSync(`${path}.new`, path);
    }));
    expect(holds(result, Buffer.from('new')) || holds(result, Buffer.from('old content'))).toBe(true);
  });

  const replacements: [string, () => void][] = [
    ['a symbolic link', () => symlinkSync('/etc/hostname', path)],
    ['a directory', () => mkdirSync(path)],
    ['a fifo nobody writes to', () => void execFileSync('mkfifo', [path])],
  ];
  it.each(replacements)('does not read %s that took the place of a file', (_, replace) => {
    writeFileSync(path, 'a file');
    const file = listed();
    unlinkSync(path);
    replace();
    expect(read(file)).toMatchObject({ ids: new Uint8Array(0), error: { kind: 'changed', message: expect.stringContaining(path) } });
  });

  it.skipIf(process.platform === 'win32')('does not read a device without end that took the place of an empty file', () => {
    writeFileSync(path, '');
    expect(read({ ...listed(), path: rawFromText('/dev/zero') })).toMatchObject({ ids: new Uint8Array(0), error: { kind: 'changed', message: expect.stringContaining('/dev/zero') } });
  });

  it('tells of a file that is gone', () => {
    writeFileSync(path, 'a file');
    const file = listed();
    unlinkSync(path);
    expect(read(file)).toMatchObject({ error: { kind: null, code: 'ENOENT' } });
  });

  it.skipIf(process.geteuid?.() === 0)('tells of a file it may not read', () => {
    writeFileSync(path, 'a file', { mode: 0 });
    expect(read(listed())).toMatchObject({ error: { kind: null, code: 'EACCES' } });
  });

  it('ends when it is told to stop', () => {
    writeFileSync(path, randomBytes(2_000_000));
    const stopping = new Control();
    expect(() => readFileContent(listed(), { cutter, control: stopping, read: () => stopping.stop() })).toThrow(Stopped);
    expect(holds(read({ ...listed(), path: rawFromText(path), size: 5 }), Buffer.from(''))).toBe(false); // and the next file is read as usual
  });

  it('does not change when it was read', () => {
    writeFileSync(path, 'a file');
    const { atimeNs } = lstatSync(path, { bigint: true });
    read(listed());
    if (process.platform === 'linux') expect(lstatSync(path, { bigint: true }).atimeNs).toBe(atimeNs);
  });
});

describe('a file that is to be left out', () => {
  it('is read no further, and the next one is read as usual', () => {
    writeFileSync(path, randomBytes(3_000_000));
    let told = 0;
    const skipped = readFileContent(listed(), { cutter, control, read: (bytes) => (told += bytes), skipped: () => told > 1_000_000 });
    expect(skipped).toMatchObject({ skipped: true, error: null, size: 0, ids: new Uint8Array(0) });
    expect(told).toBeLessThan(2_000_000);
    writeFileSync(path, 'next');
    expect(holds(read(listed()), Buffer.from('next'))).toBe(true);
  });
});

describe('readFiles', () => {
  it('tells for many files which ids are whose, and more only of those that need it', () => {
    const files: FileToRead[] = [];
    for (const [name, content] of [['one', 'first'], ['empty', ''], ['gone', 'gone'], ['two', 'second']]) {
      path = join(folder, name);
      writeFileSync(path, content);
      files.push(listed());
    }
    unlinkSync(join(folder, 'gone'));
    const { ids, counts, sizes, odd } = readFiles({
      type: 'files', paths: files.map((file) => file.path).join('\0'), sizes: Float64Array.from(files, ({ size }) => size),
      mtimes: BigInt64Array.from(files, ({ mtime }) => mtime), ctimes: BigInt64Array.from(files, ({ ctime }) => ctime), inodes: BigUint64Array.from(files, ({ inode }) => inode),
    }, { cutter, control, read: () => undefined });
    expect([[...counts], [...sizes]]).toEqual([[1, 0, 0, 1], [5, 0, 0, 6]]);
    expect(Buffer.compare(ids, Buffer.concat([single(Buffer.from('first')), single(Buffer.from('second'))]))).toBe(0);
    expect(odd).toMatchObject([{ file: 2, error: { code: 'ENOENT' } }]);
  });
});
