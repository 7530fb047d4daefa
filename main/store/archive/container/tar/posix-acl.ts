/** Access control lists: the kernel's attribute on one side, the text other programs keep in a tar on the other. */
import type { Xattr } from '../../../../entry/entry.ts';

/** Keyword in a tar by attribute of a file. */
export const ACL_KEYWORD = { 'system.posix_acl_access': 'SCHILY.acl.access', 'system.posix_acl_default': 'SCHILY.acl.default' } as const;

const VERSION = 2;
const NOBODY = 0xffffffff;
const TAGS = new Map([
  [1, 'user'],
  [2, 'user'],
  [4, 'group'],
  [8, 'group'],
  [0x10, 'mask'],
  [0x20, 'other'],
]);
/** Those that are about a certain user or group. */
const NAMED = new Set([2, 8]);

/** `user::rw-,user:1000:r--,…`; null for what is no list. */
export function aclText(value: Uint8Array): string | null {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.length);
  if (bytes.length < 4 || (bytes.length - 4) % 8 !== 0 || bytes.readUInt32LE(0) !== VERSION) return null;
  const lines: string[] = [];
  for (let at = 4; at < bytes.length; at += 8) {
    const tag = bytes.readUInt16LE(at);
    const name = TAGS.get(tag);
    if (name === undefined) return null;
    const permissions = bytes.readUInt16LE(at + 2);
    const letters = ['r', 'w', 'x'].map((letter, bit) => ((permissions & (4 >> bit)) === 0 ? '-' : letter)).join('');
    lines.push(`${name}:${NAMED.has(tag) ? bytes.readUInt32LE(at + 4) : ''}:${letters}`);
  }
  return lines.join(',');
}

/** The reverse, names only where a number stands beside them; null for what cannot be understood. */
export function aclValue(text: string): Uint8Array | null {
  const entries: [tag: number, permissions: number, id: number][] = [];
  for (const line of text.split(/[,\n]/)) {
    if (line.trim() === '') continue;
    const [, kind = '', name = '', letters = '', number] = /^\s*(user|group|mask|other):([^:]*):([rwx-]{3})(?::(\d+))?\s*(?:#.*)?$/.exec(line) ?? [];
    const id = Number(number ?? (/^\d+$/.test(name) ? name : NaN));
    if (kind === '' || (name !== '' && Number.isNaN(id))) return null;
    const tag = { user: 1, group: 4, mask: 0x10, other: 0x20 }[kind]! * (name === '' ? 1 : 2);
    const permissions = (letters[0] === 'r' ? 4 : 0) | (letters[1] === 'w' ? 2 : 0) | (letters[2] === 'x' ? 1 : 0);
    entries.push([tag, permissions, name === '' ? NOBODY : id]);
  }
  if (entries.length === 0) return null;
  entries.sort(([a, , idA], [b, , idB]) => a - b || idA - idB);
  const bytes = Buffer.alloc(4 + entries.length * 8);
  bytes.writeUInt32LE(VERSION, 0);
  for (const [at, [tag, permissions, id]] of entries.entries()) {
    bytes.writeUInt16LE(tag, 4 + at * 8);
    bytes.writeUInt16LE(permissions, 6 + at * 8);
    bytes.writeUInt32LE(id, 8 + at * 8);
  }
  return bytes;
}

/** What the texts of a tar say that its attributes do not. `unkept`: sentences about lists that cannot be understood. */
export function aclXattrs(pax: ReadonlyMap<string, string>, known: ReadonlySet<string>): { xattrs: Xattr[]; unkept: string[] } {
  const [xattrs, unkept]: [Xattr[], string[]] = [[], []];
  for (const [name, keyword] of Object.entries(ACL_KEYWORD)) {
    const text = pax.get(keyword);
    if (text === undefined || text === '' || known.has(name)) continue;
    const value = aclValue(text);
    if (value === null) unkept.push('Its access control list names users or groups without their numbers: it is left out.');
    else if (!isMinimal(value)) xattrs.push({ name, value });
  }
  return { xattrs, unkept };
}

/** The three entries every mode has say nothing more. */
const isMinimal = (value: Uint8Array): boolean => value.length === 4 + 3 * 8;

/** The group bits of a mode stand for the mask where there is one: some programs write those of the group's own entry. */
export function modeWithMask(mode: number, access: Uint8Array | null): number {
  if (access === null) return mode;
  const bytes = Buffer.from(access.buffer, access.byteOffset, access.length);
  for (let at = 4; at + 8 <= bytes.length; at += 8) {
    if (bytes.readUInt16LE(at) === 0x10) return (mode & ~0o070) | ((bytes.readUInt16LE(at + 2) & 7) << 3);
  }
  return mode;
}
