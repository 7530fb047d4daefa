/** Numbers beyond what the old formats hold: places past 4 GiB, sizes past 8 GiB, more than 65,535 entries. Holes in files stand for the bytes. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, closeSync, ftruncateSync, mkdtempSync, openSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { quietCall } from '../../../base/call.ts';
import { readPlaced } from '../../../../test/fixture/archive/pack-tree.ts';
import { noise } from '../../../../test/fixture/tree/hostile-tree.ts';
import { FileSink } from './bytes/file-sink.ts';
import type { ByteSink } from './container.ts';
import { openArchive } from './open-archive.ts';
import { createContainer } from './open-container.ts';
import { plainFile } from './plain-entry.ts';
import { memberHeader } from './tar/member.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-large-')));
afterAll(() => rmSync(scratch, { recursive: true }));

const GIB = 1024 ** 3;
const env = { ...process.env, LC_ALL: 'C.UTF-8' };
const said = (program: string, ...args: string[]): string => execFileSync(program, args, { encoding: 'utf8', env, maxBuffer: 1 << 26 });

/** A file of nothing, and what is added after it. */
class LateSink implements ByteSink {
  readonly #path: string;
  constructor(path: string, before: number) {
    this.#path = path;
    const file = openSync(path, 'wx');
    ftruncateSync(file, before);
    closeSync(file);
  }
  get position(): number {
    return statSync(this.#path).size;
  }
  async write(bytes: Uint8Array): Promise<void> {
    appendFileSync(this.#path, bytes);
  }
}

describe('a zip past 4 GiB', () => {
  it('is read by unzip, 7z and by us', async () => {
    const path = join(scratch, 'late.zip');
    const sink = new LateSink(path, 0);
    const first = createContainer(sink, { kind: 'zip', compression: 'gzip' });
    const entry = plainFile('a', 5, 1_700_000_000_000_000_000n);
    await first.add(entry, 'a', [Buffer.from('first')], null, quietCall());
    await first.flush(quietCall());
    const hole = openSync(path, 'r+');
    ftruncateSync(hole, 5 * GIB); // bytes between two entries belong to none
    closeSync(hole);
    const small = await first.add(entry, 'b', [Buffer.from('later')], null, quietCall());
    const large = await first.add(entry, 'c', [noise(2_000_000)], null, quietCall());
    await first.finish([], quietCall());
    expect([small.placed.offset, large.placed.offset > 5 * GIB]).toEqual([5 * GIB, true]);

    expect(said('unzip', '-p', path, 'b')).toBe('later');
    said('unzip', '-tq', path);
    expect(said('7z', 'x', '-so', path, 'b')).toBe('later');
    expect(said('bsdtar', '-xOf', path, 'b')).toBe('later');
    const archive = await openArchive(path, null, quietCall());
    expect((await Array.fromAsync(archive.reader.entries(quietCall()))).map(({ path: name }) => name)).toEqual(['a', 'b', 'c']);
    expect(await readPlaced(archive.reader, large.placed, large.size)).toEqual(Buffer.from(noise(2_000_000)));
    await archive.close();
  });
});

describe('a zip of many entries', () => {
  it.each([65_535, 70_000])('%i of them', async (count) => {
    const path = join(scratch, `many-${count}.zip`);
    const sink = await FileSink.create(path);
    const writer = createContainer(sink, { kind: 'zip', compression: 'gzip' });
    for (let at = 0; at < count; at++) await writer.add(plainFile(`f${at}`, 0, 1_700_000_000_000_000_000n), `f${at}`, [], null, quietCall());
    await writer.finish([], quietCall());
    await sink.close();
    expect(said('unzip', '-l', path).trim().split('\n').at(-1)).toContain(`${count} files`);
    const archive = await openArchive(path, null, quietCall());
    expect(await Array.fromAsync(archive.reader.entries(quietCall()))).toHaveLength(count);
    await archive.close();
  });
});

describe('a tar with a file past 8 GiB', () => {
  it('is listed by GNU tar, bsdtar and by us', async () => {
    const path = join(scratch, 'large.tar');
    const size = 9 * GIB + 512;
    const owner = { uid: 3_000_000_000, gid: 4_000_000 };
    writeFileSync(path, memberHeader({ ...plainFile('big', size, 1n), ...owner }, 'big', size, null));
    const file = openSync(path, 'r+');
    ftruncateSync(file, statSync(path).size + size);
    closeSync(file);
    appendFileSync(path, Buffer.concat([memberHeader(plainFile('after', 0, 1n), 'after', 0, null), Buffer.alloc(1024)]));
    for (const program of ['tar', 'bsdtar']) {
      expect(said(program, '--numeric-owner', '-tvf', path)).toMatch(/3000000000[ /]+4000000 /);
      expect(said(program, '-tvf', path)).toMatch(new RegExp(`${size} .*big\\n.*after`));
    }
    const archive = await openArchive(path, null, quietCall());
    const found = await Array.fromAsync(archive.reader.entries(quietCall()));
    expect(found.map(({ entry }) => [entry.name, entry.size, entry.uid, entry.gid])).toEqual([
      ['big', size, owner.uid, owner.gid],
      ['after', 0, 0, 0],
    ]);
    await archive.close();
  });
});
