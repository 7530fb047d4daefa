/** Archives made to harm: each is refused with the entry named, and nothing of them could have left the root. */
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { quietCall } from '../../../base/call.ts';
import { MemorySource } from '../../../../test/fixture/archive/memory-source.ts';
import { tarMember, tarOf } from '../../../../test/fixture/archive/tar-bytes.ts';
import { zipOf } from '../../../../test/fixture/archive/zip-bytes.ts';
import type { ZipPart } from '../../../../test/fixture/archive/zip-bytes.ts';
import { openContainer } from './open-container.ts';

/** Paths and contents, read in one pass. */
async function read(bytes: Uint8Array): Promise<Record<string, string>> {
  const { reader } = await openContainer(new MemorySource(bytes), quietCall());
  const found: Record<string, string> = {};
  for await (const { path, entry, content } of reader.stream(quietCall())) {
    found[path] = content === null ? `${entry.type} ${entry.linkTarget ?? ''}` : Buffer.concat(await Array.fromAsync(content)).toString('latin1');
  }
  return found;
}

const refusal = (kind: string, named: string): object => ({ kind, message: expect.stringContaining(named) });

const OUTSIDE = ['../evil', 'a/../../evil', '/etc/evil', 'a/..', 'C:\\evil', 'C:/evil', '..'];

describe('names that lead out are refused', () => {
  it.each(OUTSIDE)('in a tar: %s', async (name) => {
    await expect(read(tarOf(tarMember({ name, content: 'x' })))).rejects.toMatchObject(refusal('invalid', `"${name}"`));
    await expect(read(tarOf(tarMember({ name: 'a', pax: { path: name }, content: 'x' })))).rejects.toMatchObject(refusal('invalid', `"${name}"`));
  });

  it.each([...OUTSIDE, '..\\evil', '\\evil'])('in a zip: %s', async (name) => {
    await expect(read(zipOf([{ name, content: 'x', host: 0 }]))).rejects.toMatchObject(refusal('invalid', 'is refused'));
  });

  it('with a NUL in the middle', async () => {
    await expect(read(zipOf([{ name: 'a\0b', content: 'x' }]))).rejects.toMatchObject({ kind: 'invalid' });
    await expect(read(tarOf(tarMember({ name: 'a', pax: { path: 'a\0b' } })))).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('links that lead out are refused', () => {
  it('a file below a symbolic link', async () => {
    const link = { name: 'dir', flag: '2', linkName: '/etc' };
    await expect(read(tarOf(tarMember(link), tarMember({ name: 'dir/passwd', content: 'x' })))).rejects.toMatchObject(
      refusal('invalid', '"dir/passwd"'),
    );
    await expect(read(tarOf(tarMember(link), tarMember({ name: 'dir/sub/passwd', content: 'x' })))).rejects.toMatchObject(
      refusal('invalid', '"dir/sub/passwd"'),
    );
    const zipped: ZipPart[] = [
      { name: 'dir', content: '/etc', mode: 0o120777 },
      { name: 'dir/passwd', content: 'x' },
    ];
    await expect(read(zipOf(zipped))).rejects.toMatchObject(refusal('invalid', '"dir/passwd"'));
  });

  it('a link that takes the place of a directory that is filled', async () => {
    const late = tarOf(
      tarMember({ name: 'dir/a', content: 'x' }),
      tarMember({ name: 'dir', flag: '2', linkName: '/etc' }),
      tarMember({ name: 'dir/b', content: 'x' }),
    );
    await expect(read(late)).rejects.toMatchObject(refusal('invalid', '"dir"'));
  });

  it('a hard link to what is not in the archive', async () => {
    for (const linkName of ['/etc/passwd', '../outside', 'nowhere']) {
      await expect(read(tarOf(tarMember({ name: 'a', flag: '1', linkName })))).rejects.toMatchObject(refusal('invalid', linkName));
    }
  });

  it('a symbolic link itself is kept as it is: it is only ever made, never followed', async () => {
    expect(await read(tarOf(tarMember({ name: 'a', flag: '2', linkName: '../../etc' })))).toEqual({ a: 'symlink ../../etc' });
  });
});

describe('names that come twice are refused', () => {
  it('in a tar and in a zip', async () => {
    const member = tarMember({ name: 'a', content: 'x' });
    await expect(read(tarOf(member, member))).rejects.toMatchObject(refusal('invalid', '"a"'));
    await expect(read(tarOf(member, tarMember({ name: './/a', content: 'y' })))).rejects.toMatchObject(refusal('invalid', '"a"'));
    await expect(
      read(
        zipOf([
          { name: 'a', content: 'x' },
          { name: 'a', content: 'y' },
        ]),
      ),
    ).rejects.toMatchObject(refusal('invalid', '"a"'));
  });
});

describe('sizes that lie are found', () => {
  const content = Buffer.alloc(3_000_000, 'x');
  const packed = deflateRawSync(content);

  it('a zip that unpacks to more than it says, or less', async () => {
    const part = { name: 'bomb', content: '', packed, method: 8, crc: crc32(content) };
    expect(await read(zipOf([{ ...part, size: content.length }]))).toHaveProperty('bomb');
    for (const size of [1000, content.length - 1, content.length + 1]) {
      await expect(read(zipOf([{ ...part, size }]))).rejects.toMatchObject(refusal('damaged', '"bomb"'));
    }
  });

  it('a zip whose entries share their bytes', async () => {
    const whole = zipOf([
      { name: 'a', content: 'shared' },
      { name: 'b', content: 'shared', offset: 0 },
    ]);
    await expect(read(whole)).rejects.toMatchObject(refusal('damaged', 'lies over another'));
  });

  it('a zip with another checksum, or none of its content', async () => {
    await expect(read(zipOf([{ name: 'a', content: 'right', crc: 1 }]))).rejects.toMatchObject(refusal('damaged', '"a"'));
    await expect(read(zipOf([{ name: 'a', content: 'x', packed: Buffer.from([0xff, 0xff]), method: 8 }]))).rejects.toMatchObject(
      refusal('damaged', '"a"'),
    );
    await expect(read(zipOf([{ name: 'a', content: 'x', offset: 7 }]))).rejects.toMatchObject({ kind: 'damaged' });
  });

  it('a zip that counts more entries than it has', async () => {
    const bytes = zipOf([{ name: 'a', content: 'x' }]);
    bytes.writeUInt16LE(9, bytes.length - 12);
    await expect(read(bytes)).rejects.toMatchObject(refusal('damaged', 'of 9 entries in its directory 1'));
  });

  it('a tar with a size that is none, below zero, or beyond its end', async () => {
    const bad = (size: Buffer): Buffer => tarMember({ name: 'a', content: 'x', rawSize: size });
    for (const size of ['notanumber!', '77777777777', '00000100000']) {
      await expect(read(tarOf(bad(Buffer.from(`${size}\0`))))).rejects.toMatchObject(refusal('damaged', '"a"'));
    }
    await expect(read(tarOf(bad(Buffer.alloc(12, 0xff))))).rejects.toMatchObject(refusal('damaged', '"a"'));
    await expect(read(tarOf(tarMember({ name: 'a', content: 'x', pax: { size: '-5' } })))).rejects.toMatchObject(refusal('damaged', '"a"'));
  });

  it('an extended header longer than any is', async () => {
    const huge = tarMember({ name: 'p', flag: 'x', rawSize: Buffer.from('77777777777\0') });
    await expect(read(tarOf(huge))).rejects.toMatchObject({ kind: 'damaged' });
  });

  it('a sparse file whose parts lie over one another, or past its end', async () => {
    for (const map of ['0,1,0,1', '5,1', '0,100000', '-1,2', '0', 'x,y']) {
      const pax = { 'GNU.sparse.map': map, 'GNU.sparse.size': '4', 'GNU.sparse.numblocks': '1' };
      await expect(read(tarOf(tarMember({ name: 'a', content: 'xy', pax })))).rejects.toMatchObject(refusal('damaged', '"a"'));
    }
  });
});

describe('damage names the entry it is at', () => {
  it('in a compressed tar that was cut off', async () => {
    const packed = gzipSync(tarOf(tarMember({ name: 'first', content: 'x' }), tarMember({ name: 'second', content: 'abcdefgh'.repeat(100_000) })));
    await expect(read(packed.subarray(0, packed.length - 600))).rejects.toMatchObject(refusal('damaged', '"second"'));
  });

  it('in a tar whose next header is broken', async () => {
    const bytes = tarOf(tarMember({ name: 'first', content: 'x' }), tarMember({ name: 'second', content: 'y' }));
    bytes[1024 + 3]! ^= 1;
    await expect(read(bytes)).rejects.toMatchObject(refusal('damaged', 'past "first"'));
  });
});

describe('kinds nobody can restore are named', () => {
  it('the rest of a file in another volume, and unknown ones', async () => {
    await expect(read(tarOf(tarMember({ name: 'a', flag: 'M', content: 'x' })))).rejects.toMatchObject(refusal('unsupported', '"a"'));
    await expect(read(tarOf(tarMember({ name: 'a', flag: 'Z', content: 'x' })))).rejects.toMatchObject(refusal('unsupported', '"a"'));
    await expect(read(zipOf([{ name: 'a', content: '', mode: 0o140777 }]))).rejects.toMatchObject(refusal('unsupported', '"a"'));
  });
});

describe('zips of programs for Windows', () => {
  it('have backslashes, descriptors and no modes', async () => {
    const parts: ZipPart[] = [
      { name: 'dir\\', content: '', host: 0 },
      { name: 'dir\\sub\\file.txt', content: 'text', host: 0, hasDescriptor: true },
      { name: 'f\x81r', content: 'cp437', host: 0 },
      { name: 'gr\xc3\xb6\xc3\x9fe', content: 'utf8', host: 0, flags: 0x800 },
    ];
    const found = await read(zipOf(parts));
    expect(found).toEqual({ dir: 'dir ', 'dir/sub/file.txt': 'text', 'f\xc3\xbcr': 'cp437', 'gr\xc3\xb6\xc3\x9fe': 'utf8' });
  });

  it('get the usual permissions', async () => {
    const { reader } = await openContainer(
      new MemorySource(
        zipOf([
          { name: 'a', content: 'x', host: 0 },
          { name: 'd/', content: '', host: 0 },
        ]),
      ),
      quietCall(),
    );
    const entries = await Array.fromAsync(reader.entries(quietCall()));
    expect(entries.map(({ entry }) => [entry.type, entry.mode])).toEqual([
      ['file', 0o644],
      ['dir', 0o755],
    ]);
  });
});
