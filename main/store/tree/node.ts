/** One entry of a directory as restic spells it: JSON with fixed fields in a fixed order, empty ones left out. */
import { isWide, utf8At, utf8Width } from '../../base/utf8.ts';
import type { Entry, EntryType, RawName, StoredEntry, Xattr } from '../../entry/entry.ts';
import type { ByteWriter } from './byte-writer.ts';
import { jsonOfRaw, jsonOfText, writeRaw } from './go-json.ts';
import { JsonFields, readObject, type ReadField } from './json-fields.ts';
import { JsonScanner, LIST, LIST_END } from './json-scan.ts';
import { goMode, isEntryType, modeOfGo } from './node-mode.ts';
import { readPlainNode } from './plain-node.ts';
import { quote, unquoteLeniently } from './quote.ts';
import { readTime, writeTime } from './time.ts';

/** A member of a node that Entry has no place for. */
export interface ExtraField {
  readonly name: RawName;
  /** The value as it was found: a byte string of JSON. */
  readonly json: string;
}

/** An entry as a tree holds it. Given back to `encodeNode`, what others wrote into it (attributes of Windows, `error`) stays. */
export interface Node extends StoredEntry {
  extra?: readonly ExtraField[];
}

/** What an entry refers to: pieces of a file's content, the tree of a directory. Null where its type has none. */
export interface NodeParts {
  readonly content: readonly string[] | null;
  readonly subtree: string | null;
}

/** Times are written as they are: the caller sets `atime` to `mtime`, else reading a file would make a new version of its directory. */
export function encodeNode(writer: ByteWriter, entry: Entry & Pick<Node, 'extra'>, parts: NodeParts): void {
  encodeHead(writer, entry);
  encodeXattrs(writer, entry);
  if (entry.extra !== undefined) writer.write(extras(entry.extra, (name) => name === GENERIC));
  if (entry.rdev !== undefined) writeUnlessZero(writer, ',"device":', entry.rdev);
  writeParts(writer, parts);
  if (entry.extra !== undefined) writer.write(extras(entry.extra, (name) => name !== GENERIC));
  writer.write('}');
}

/** How a node begins: all that is cheap to know of an entry. */
export function encodeHead(writer: ByteWriter, entry: Entry): void {
  writer.write('{"name":');
  writeRaw(writer, quote(entry.name));
  writer.write(TYPE_MEMBER[entry.type]);
  writeUnlessZero(writer, ',"mode":', goMode(entry.type, entry.mode));
  writeTimes(writer, entry);
  writeOwner(writer, entry);
  writeUnlessZero(writer, ',"inode":', entry.inode);
  writeUnlessZero(writer, ',"device_id":', entry.deviceId);
  writeUnlessZero(writer, ',"size":', entry.size);
  writeUnlessZero(writer, ',"links":', entry.links);
  if (entry.linkTarget !== undefined) writer.write(linkTarget(entry.linkTarget));
}

/** What follows the head. */
export function encodeXattrs(writer: ByteWriter, { xattrs }: Pick<Entry, 'xattrs'>): void {
  if (xattrs !== undefined && xattrs.length > 0) writer.write(`,"extended_attributes":[${xattrs.map(xattr).join(',')}]`);
}

/** The one member of `extra` that stands before those Entry knows. */
const GENERIC = 'generic_attributes';

const TYPE_MEMBER = {
  file: ',"type":"file"', dir: ',"type":"dir"', symlink: ',"type":"symlink"', dev: ',"type":"dev"',
  chardev: ',"type":"chardev"', fifo: ',"type":"fifo"', socket: ',"type":"socket"',
} as const satisfies Record<EntryType, string>;

function writeTimes(writer: ByteWriter, { mtime, atime, ctime }: Entry): void {
  writer.write(',"mtime":"');
  const start = writer.length;
  writeTime(writer, mtime);
  const end = writer.length;
  writer.write('","atime":"');
  if (atime === mtime) writer.repeat(start, end);
  else writeTime(writer, atime);
  writer.write('","ctime":"');
  writeTime(writer, ctime);
}

/** The owner written last: nearly always the next one's too. */
let lastOwner = { uid: -1, gid: -1, user: '', group: '', json: '' };

function writeOwner(writer: ByteWriter, { uid, gid, user, group }: Entry): void {
  if (uid !== lastOwner.uid || gid !== lastOwner.gid || user !== lastOwner.user || group !== lastOwner.group) {
    const names = `${user === '' ? '' : `,"user":${jsonOfText(user)}`}${group === '' ? '' : `,"group":${jsonOfText(group)}`}`;
    lastOwner = { uid, gid, user, group, json: `","uid":${uid >>> 0},"gid":${gid >>> 0}${names}` };
  }
  writer.write(lastOwner.json);
}

function writeUnlessZero(writer: ByteWriter, member: string, value: number | bigint): void {
  if (value === 0 || value === 0n) return;
  writer.write(member);
  if (value <= Number.MAX_SAFE_INTEGER) writer.writeNumber(Number(value));
  else writer.write(value.toString());
}

function writeParts(writer: ByteWriter, { content, subtree }: NodeParts): void {
  writer.write(content === null ? ',"content":null' : ',"content":[');
  if (content !== null) {
    for (let at = 0; at < content.length; at++) {
      if (at > 0) writer.write(',');
      writer.writeQuoted(content[at]!);
    }
    writer.write(']');
  }
  if (subtree === null) return;
  writer.write(',"subtree":');
  writer.writeQuoted(subtree);
}

/** restic since 0.16 also keeps a target that is no UTF-8 as it is; older ones read what JSON can hold of it. */
function linkTarget(target: RawName): string {
  if (target === '') return '';
  return `,"linktarget":${jsonOfRaw(target)}${isUtf8(target) ? '' : `,"linktarget_raw":"${Buffer.from(target, 'latin1').toString('base64')}"`}`;
}

function isUtf8(raw: RawName): boolean {
  if (!isWide(raw)) return true;
  for (let at = 0; at < raw.length; ) {
    const code = utf8At(raw, at);
    if (code < 0) return false;
    at += utf8Width(code);
  }
  return true;
}

function xattr({ name, value }: Xattr): string {
  const base64 = value === null ? 'null' : `"${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')}"`;
  return `{"name":${jsonOfRaw(name)},"value":${base64}}`;
}

const extras = (fields: readonly ExtraField[], here: (name: RawName) => boolean): string =>
  fields.filter(({ name }) => here(name)).map(({ name, json }) => `,${jsonOfRaw(name)}:${json}`).join('');

/** @throws Fault `damaged`. */
export const decodeNode = (json: Uint8Array): Node => readNode(new JsonScanner(json, 'The entry'));

/** Reads the node that begins where the scanner stands. Any member but `type` may be missing; unknown ones are kept. */
export function readNode(scan: JsonScanner): Node {
  const start = scan.at;
  let node = empty();
  if (!readPlainNode(scan, node)) {
    scan.at = start;
    readObject(scan, FIELDS, (node = empty()), keepExtra);
  }
  return checked(node) ? node : scan.fail(node.type === '' ? 'an entry has no type' : `"${node.type}" is no type of entry`, start);
}

/** Not known yet: whether its type exists. */
export type Unchecked = Omit<Node, 'type'> & { type: string };

const empty = (): Unchecked => ({
  name: '', type: '', mode: 0, uid: 0, gid: 0, user: '', group: '', mtime: 0n, atime: 0n, ctime: 0n,
  inode: 0n, deviceId: 0n, links: 0, size: 0, content: null, subtree: null,
});

function checked(node: Unchecked): node is Node {
  if (!isEntryType(node.type)) return false;
  if (node.type === 'dev' || node.type === 'chardev') node.rdev ??= 0n; // some leave a zero out
  return true;
}

/** How each member is read. */
const FIELDS = new JsonFields<ReadField<Unchecked>>({
  name: (node, scan) => void (node.name = unquoteLeniently(scan.raw())),
  type: (node, scan) => void (node.type = scan.raw()),
  mode: (node, scan) => void (node.mode = modeOfGo(scan.uint())),
  mtime: (node, scan) => void (node.mtime = readTime(scan)),
  atime: (node, scan) => void (node.atime = readTime(scan)),
  ctime: (node, scan) => void (node.ctime = readTime(scan)),
  uid: (node, scan) => void (node.uid = scan.uint()),
  gid: (node, scan) => void (node.gid = scan.uint()),
  user: (node, scan) => void (node.user = scan.text()),
  group: (node, scan) => void (node.group = scan.text()),
  inode: (node, scan) => void (node.inode = scan.uint64()),
  device_id: (node, scan) => void (node.deviceId = scan.uint64()),
  size: (node, scan) => void (node.size = scan.uint()),
  links: (node, scan) => void (node.links = scan.uint()),
  linktarget: (node, scan) => {
    const target = scan.raw();
    node.linkTarget ??= target; // the raw one wins, wherever it stands
  },
  linktarget_raw: (node, scan) => void (node.linkTarget = base64(scan).toString('latin1')),
  extended_attributes: (node, scan) => void (node.xattrs = list(scan, readXattr)),
  device: (node, scan) => void (node.rdev = scan.uint64()),
  content: (node, scan) => void (node.content = list(scan, (item) => item.hexId())),
  subtree: (node, scan) => void (node.subtree = scan.hexId()),
});

function keepExtra(node: Unchecked, name: RawName, json: string): void {
  node.extra = [...(node.extra ?? []), { name, json }];
}

function base64(scan: JsonScanner): Buffer {
  scan.string();
  return Buffer.from(scan.contents(), 'base64');
}

function list<T>(scan: JsonScanner, read: (scan: JsonScanner) => T): T[] {
  const items: T[] = [];
  scan.expect(LIST);
  for (let first = true; scan.more(first, LIST_END); first = false) items.push(read(scan));
  return items;
}

const XATTR_FIELDS = new JsonFields<ReadField<{ name: RawName; value: Uint8Array | null }>>({
  name: (xattr, scan) => void (xattr.name = scan.raw()),
  value: (xattr, scan) => void (xattr.value = new Uint8Array(base64(scan))),
});

function readXattr(scan: JsonScanner): Xattr {
  const read = { name: '', value: null };
  readObject(scan, XATTR_FIELDS, read);
  return read;
}
