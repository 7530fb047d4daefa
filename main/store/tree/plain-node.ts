/** A node as everybody spells nearly all of them, read without looking up its members: in restic's order, without spaces, nothing unusual in it. */
import { isFault } from '../../base/fault.ts';
import { LIST_END, OBJECT_END, type JsonScanner } from './json-scan.ts';
import type { Unchecked } from './node.ts';
import { modeOfGo } from './node-mode.ts';
import { unquoteLeniently } from './quote.ts';
import { readTime } from './time.ts';

const member = (text: string): Uint8Array => Buffer.from(text);
const NAME = member('{"name":');
const [FILE, DIR, SYMLINK] = [member(',"type":"file"'), member(',"type":"dir"'), member(',"type":"symlink"')];
const [MODE, MTIME, ATIME, CTIME] = [member(',"mode":'), member(',"mtime":'), member(',"atime":'), member(',"ctime":')];
const [UID, GID, USER, GROUP] = [member(',"uid":'), member(',"gid":'), member(',"user":'), member(',"group":')];
const [INODE, DEVICE_ID, SIZE, LINKS, TARGET] = [member(',"inode":'), member(',"device_id":'), member(',"size":'), member(',"links":'), member(',"linktarget":')];
const [NO_CONTENT, CONTENT, SUBTREE] = [member(',"content":null'), member(',"content":['), member(',"subtree":')];
const COMMA = 0x2c;
/** How `user` and `group` begin, and nothing else that may follow an owner. */
const [USER_BEGINS, GROUP_BEGINS] = [0x75, 0x67];

/** Fills an empty node; false where anything is spelled in another way, or wrong: then it is to be read as what it may be, from its beginning. */
export function readPlainNode(scan: JsonScanner, node: Unchecked): boolean {
  try {
    return readHead(scan, node) && readOwner(scan, node) && readRest(scan, node);
  } catch (error) {
    if (isFault(error, 'damaged')) return false; // whoever reads it anew says so
    throw error;
  }
}

function readHead(scan: JsonScanner, node: Unchecked): boolean {
  if (!scan.takes(NAME)) return false;
  node.name = unquoteLeniently(scan.raw());
  if (scan.takes(FILE)) node.type = 'file';
  else if (scan.takes(DIR)) node.type = 'dir';
  else if (scan.takes(SYMLINK)) node.type = 'symlink';
  else return false;
  if (scan.takes(MODE)) node.mode = modeOfGo(scan.uint());
  if (!scan.takes(MTIME)) return false;
  const mtimeAt = scan.at;
  node.mtime = readTime(scan);
  if (!scan.takes(ATIME)) return false;
  node.atime = isSameText(scan, mtimeAt) ? node.mtime : readTime(scan);
  if (!scan.takes(CTIME)) return false;
  node.ctime = readTime(scan);
  return true;
}

/** Whether the string of the last time comes again: nearly always it does. Takes it then. */
function isSameText(scan: JsonScanner, from: number): boolean {
  const length = scan.end + 1 - from;
  const { bytes, at } = scan;
  for (let next = 0; next < length; next++) if (bytes[at + next] !== bytes[from + next]) return false;
  scan.at = at + length;
  return true;
}

/** The owner read last, as it was spelled: nearly always the next one's too. */
let last = { spelled: new Uint8Array(0), uid: 0, gid: 0, user: '', group: '' };

function readOwner(scan: JsonScanner, node: Unchecked): boolean {
  const start = scan.at;
  if (takesLastOwner(scan)) {
    [node.uid, node.gid, node.user, node.group] = [last.uid, last.gid, last.user, last.group];
    return true;
  }
  if (!scan.takes(UID)) return false;
  node.uid = scan.uint();
  if (!scan.takes(GID)) return false;
  node.gid = scan.uint();
  if (scan.takes(USER)) node.user = scan.text();
  if (scan.takes(GROUP)) node.group = scan.text();
  last = { spelled: new Uint8Array(scan.bytes.subarray(start, scan.at)), uid: node.uid, gid: node.gid, user: node.user, group: node.group };
  return true;
}

function takesLastOwner(scan: JsonScanner): boolean {
  const start = scan.at;
  if (last.spelled.length === 0 || !scan.takes(last.spelled)) return false;
  const next = scan.bytes[scan.at + 2];
  if (scan.bytes[scan.at] === COMMA && next !== USER_BEGINS && next !== GROUP_BEGINS) return true;
  scan.at = start; // the number goes on, or there are names
  return false;
}

function readRest(scan: JsonScanner, node: Unchecked): boolean {
  if (scan.takes(INODE)) node.inode = scan.uint64();
  if (scan.takes(DEVICE_ID)) node.deviceId = scan.uint64();
  if (scan.takes(SIZE)) node.size = scan.uint();
  if (scan.takes(LINKS)) node.links = scan.uint();
  if (scan.takes(TARGET)) node.linkTarget = scan.raw();
  if (!readContent(scan, node)) return false;
  if (scan.takes(SUBTREE)) node.subtree = scan.hexId();
  if (scan.bytes[scan.at] !== OBJECT_END) return false;
  scan.at++;
  return true;
}

function readContent(scan: JsonScanner, node: Unchecked): boolean {
  if (scan.takes(NO_CONTENT)) return true;
  if (!scan.takes(CONTENT)) return false;
  const ids: string[] = [];
  for (let first = true; scan.more(first, LIST_END); first = false) ids.push(scan.hexId());
  node.content = ids;
  return true;
}
