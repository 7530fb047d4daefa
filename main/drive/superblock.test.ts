/** File systems told by their first bytes: real ones, made by their own tools. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { hasHardLinks } from './file-system.ts';
import { parseSuperblock, SUPERBLOCK_BYTES } from './superblock.ts';

const root = mkdtempSync(join(tmpdir(), 'holdfast-superblock-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const ENV = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };

/** The start of an image of so many megabytes, and what `blkid` says of it. */
function made(tool: string, args: readonly string[], megabytes: number): { block: Uint8Array; uuid: string; label: string } {
  const image = join(root, `${tool}.img`);
  writeFileSync(image, '');
  truncateSync(image, megabytes * 2 ** 20);
  execFileSync(tool, [...args, image], { env: ENV, stdio: 'pipe' });
  const block = new Uint8Array(SUPERBLOCK_BYTES);
  const file = openSync(image, 'r');
  readSync(file, block, 0, block.length, 0);
  closeSync(file);
  const value = (tag: string): string => execFileSync('blkid', ['-p', '-o', 'value', '-s', tag, image], { env: ENV, encoding: 'utf8' }).trim();
  return { block, uuid: value('UUID'), label: value('LABEL') };
}

describe('a superblock', () => {
  it.each([
    ['ext4', 'mkfs.ext4', ['-q', '-F', '-L', 'Fotos ä'], 8],
    ['exfat', 'mkfs.exfat', ['-L', 'PICS'], 8],
    ['vfat', 'mkfs.vfat', ['-F', '32', '-n', 'STICK'], 64],
    ['vfat', 'mkfs.fat', ['-F', '16', '-n', 'STICK'], 16],
    ['ntfs', 'mkfs.ntfs', ['-q', '-f', '-F'], 8],
  ] as const)('of %s says what blkid says', (type, tool, args, megabytes) => {
    const { block, uuid, label } = made(tool, args, megabytes);
    expect(parseSuperblock(block)).toEqual({ type, uuid, label: type === 'ext4' || type === 'vfat' ? label : null });
  });

  it('of anything else says nothing', () => {
    expect(parseSuperblock(new Uint8Array(SUPERBLOCK_BYTES))).toBeNull();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void parseSuperblock(bytes)));
  });
});

it.each([['ext4', true], ['btrfs', true], ['ntfs', true], ['apfs', true], ['exfat', false], ['vfat', false], ['msdos', false], ['fuseblk', null], [null, null]])('hard links on %s: %s', (type, links) => {
  expect(hasHardLinks(type)).toBe(links);
});
