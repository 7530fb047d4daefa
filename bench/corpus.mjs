/** What is backed up in a benchmark: copies of real files, made trees, and how they change. The same seed gives the same trees. */
import { execFileSync } from 'node:child_process';
import { closeSync, cpSync, existsSync, fstatSync, lstatSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statfsSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SMALL = 150e6;
const MIB = 1024 * 1024;

/** Small whole numbers that look random: xorshift. */
export function numbers(seed) {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/**
 * A copy, made once, of what is asked for: `system` is /usr/share and /usr/bin, `small` about 150 MB of it (every n-th folder), anything else
 * a folder. The copy is what a benchmark may change.
 */
export function copied(scratch, what) {
  const place = join(scratch, what === 'small' || what === 'system' ? `corpus-${what}` : `corpus-of${what.replaceAll('/', '-')}`);
  if (existsSync(place)) return place;
  const part = `${place}.part`;
  rmSync(part, { recursive: true, force: true });
  if (what === 'system') for (const from of ['/usr/share', '/usr/bin']) copy(from, join(part, from.slice('/usr/'.length)));
  else if (what === 'small') copyPart(copied(scratch, 'system'), part);
  else copy(what, part);
  renameSync(part, place);
  return place;
}

function copyPart(whole, part) {
  const folders = ['share', 'bin'].flatMap((top) => readdirSync(join(whole, top)).map((name) => join(top, name)));
  const every = Math.max(1, Math.round(bytesBelow(whole) / SMALL));
  for (const path of folders.filter((_, at) => at % every === 0)) copy(join(whole, path), join(part, path));
}

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
}

export const bytesBelow = (path) => Number(/^\d+/.exec(execFileSync('du', ['-sb', path], { encoding: 'utf8' }))[0]);

/** Regular files below a folder, sorted. */
export function filesBelow(folder) {
  const names = execFileSync('find', [folder, '-type', 'f', '-print0'], { maxBuffer: 1 << 30 }).toString('latin1').split('\0');
  return names.slice(0, -1).sort();
}

/** Overwrites eight bytes in the middle of one file in a hundred. Nothing grows; the same round changes the same files. */
export function changeOneInHundred(folder, round) {
  const random = numbers(1000 + round);
  const mark = Buffer.alloc(8);
  for (const name of filesBelow(folder)) {
    if (random() % 100 !== 0) continue;
    const path = Buffer.from(name, 'latin1');
    if (lstatSync(path).mode % 0o1000 < 0o400) continue;
    const file = openSync(path, 'r+');
    const { size } = fstatSync(file);
    mark.writeUInt32LE(random(), 0);
    mark.writeUInt32LE(random(), 4);
    if (size > 0) writeSync(file, mark, 0, Math.min(8, size), Math.max(0, (size >> 1) - 8));
    closeSync(file);
  }
}

/** So many tiny files, no two alike, a thousand to a folder. */
export function manyFiles(scratch, count) {
  const place = join(scratch, `many-${count}`);
  if (existsSync(place)) return place;
  const part = `${place}.part`;
  rmSync(part, { recursive: true, force: true });
  const random = numbers(count);
  const text = Array.from({ length: 4096 }, () => random().toString(36)).join(' ');
  for (let at = 0; at < count; at++) {
    const folder = join(part, String(Math.floor(at / 100_000)), String(Math.floor(at / 1000) % 100));
    if (at % 1000 === 0) mkdirSync(folder, { recursive: true });
    const from = random() % 20_000;
    writeFileSync(join(folder, `file-${at}.txt`), `${at}\n${text.slice(from, from + (random() % 800))}`);
  }
  renameSync(part, place);
  return place;
}

/** One file, half of it compressible, as disk images are. */
export function largeFile(scratch, bytes) {
  const folder = join(scratch, `large-${bytes}`);
  const path = join(folder, 'disk.img');
  if (existsSync(path)) return folder;
  const { bavail, bsize } = statfsSync(scratch);
  if (bavail * bsize < bytes * 3) throw new Error(`A file of ${bytes} bytes and what is made of it need ${bytes * 3} bytes of room in ${scratch}.`);
  mkdirSync(folder, { recursive: true });
  const random = numbers(bytes);
  const file = openSync(`${path}.part`, 'w');
  const block = Buffer.alloc(MIB);
  for (let at = 0; at < bytes; at += MIB) {
    for (let word = 0; word < MIB / 2; word += 4) block.writeUInt32LE(random(), word);
    for (let word = MIB / 2; word < MIB; word += 4) block.writeUInt32LE((random() & 0x0f0f) + 0x20202020, word);
    writeSync(file, block, 0, Math.min(MIB, bytes - at));
  }
  closeSync(file);
  renameSync(`${path}.part`, path);
  return folder;
}

/** A megabyte that was nowhere before, in the middle of the file; all behind it moves. */
export function insertInMiddle(folder, bytes) {
  const path = join(folder, 'disk.img');
  const random = numbers(77);
  const inserted = Buffer.alloc(MIB);
  for (let word = 0; word < MIB; word += 4) inserted.writeUInt32LE(random(), word);
  const middle = Math.floor(bytes / 2) - 12_345;
  execFileSync('bash', ['-c', '{ head -c "$2" "$1"; cat; tail -c +"$(($2 + 1))" "$1"; } > "$1.part" && mv "$1.part" "$1"', 'bash', path, String(middle)], { input: inserted });
}

/** Back to what it was made as: its changes belong to one round. */
export const forgetLargeFile = (folder) => rmSync(folder, { recursive: true, force: true });

/** Everything is in the page cache, and nothing waits to be written, before a program is measured. */
export function warm(folder) {
  execFileSync('bash', ['-c', 'find "$1" -type f -print0 | xargs -0 cat > /dev/null; sync', 'bash', folder]);
}

/** One file of middling size out of all, for restoring just that. */
export function oneFile(folder) {
  const files = filesBelow(folder);
  const at = files.findIndex((path, place) => place >= files.length / 2 && lstatSync(Buffer.from(path, 'latin1')).size > 4096 && /^[\w/.-]+$/.test(path));
  return files[Math.max(0, at)];
}

