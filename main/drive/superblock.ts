/** Which file system a device holds, and how it calls itself, from its first bytes: no helper program, no table of the system needed. */

export interface FileSystemFacts {
  /** As `mkfs` calls it. */
  type: string;
  /** As `blkid` writes it. */
  uuid: string | null;
  label: string | null;
}

/** Bytes from the start of a device that tell everything read here. */
export const SUPERBLOCK_BYTES = 66_560;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
/** As sixteen bytes stand in it. */
const uuid = (bytes: Uint8Array): string => hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
/** A number in little-endian order, as FAT's are written: `1234-ABCD`. */
const serial = (bytes: Uint8Array): string => hex(Uint8Array.from(bytes).reverse()).toUpperCase().replace(/^(.{4})(.{4})$/, '$1-$2');

function text(bytes: Uint8Array): string | null {
  const end = bytes.indexOf(0);
  const label = Buffer.from(end === -1 ? bytes : bytes.subarray(0, end)).toString('utf8').trim();
  return label === '' || label === 'NO NAME' ? null : label;
}

interface Layout {
  type: string;
  /** Where the letters that give it away stand. */
  magic: readonly [at: number, letters: string];
  uuid(block: Uint8Array): string;
  label: readonly [at: number, length: number] | null;
}

/** By the published layouts: ext4 (kernel documentation), XFS, Btrfs, F2FS, NTFS, exFAT and FAT specifications. */
const LAYOUTS: readonly Layout[] = [
  { type: 'ext4', magic: [1080, '\x53\xef'], uuid: (block) => uuid(block.subarray(1128, 1144)), label: [1144, 16] },
  { type: 'xfs', magic: [0, 'XFSB'], uuid: (block) => uuid(block.subarray(32, 48)), label: [108, 12] },
  { type: 'btrfs', magic: [65_600, '_BHRfS_M'], uuid: (block) => uuid(block.subarray(65_568, 65_584)), label: [65_835, 256] },
  { type: 'f2fs', magic: [1024, '\x10\x20\xf5\xf2'], uuid: (block) => uuid(block.subarray(1132, 1148)), label: null },
  { type: 'ntfs', magic: [3, 'NTFS    '], uuid: (block) => hex(Uint8Array.from(block.subarray(72, 80)).reverse()).toUpperCase(), label: null },
  { type: 'exfat', magic: [3, 'EXFAT   '], uuid: (block) => serial(block.subarray(100, 104)), label: null },
  { type: 'vfat', magic: [82, 'FAT32   '], uuid: (block) => serial(block.subarray(67, 71)), label: [71, 11] },
  { type: 'vfat', magic: [54, 'FAT1'], uuid: (block) => serial(block.subarray(39, 43)), label: [43, 11] },
];

/** Null for what is none of them. @param block the first `SUPERBLOCK_BYTES` of a device, or fewer. */
export function parseSuperblock(block: Uint8Array): FileSystemFacts | null {
  const bytes = Buffer.from(block);
  for (const layout of LAYOUTS) {
    const [at, letters] = layout.magic;
    if (bytes.toString('latin1', at, at + letters.length) !== letters) continue;
    return { type: layout.type, uuid: layout.uuid(block), label: layout.label === null ? null : text(block.subarray(layout.label[0], layout.label[0] + layout.label[1])) };
  }
  return null;
}
