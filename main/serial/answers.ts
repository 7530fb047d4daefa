/** Answers of the helper, read: listings and checksums. */
import type { BoardEntry, Hashed } from './board.ts';
import { errnoFault } from './refusal.ts';

/** Upper bits of a mode: 4 directory, 8 file. */
export function typeOf(bits: number): BoardEntry['type'] {
  return bits === 4 ? 'dir' : bits === 8 ? 'file' : 'unknown';
}

/** Records of type, length of name, size, time, name. @param epoch seconds to add to times. */
export function parseList(parts: readonly Uint8Array[], epoch: number): BoardEntry[] {
  const entries: BoardEntry[] = [];
  for (const part of parts) {
    const bytes = Buffer.from(part.buffer, part.byteOffset, part.length);
    for (let at = 0; at < bytes.length;) {
      const end = at + 10 + bytes[at + 1]!;
      const time = bytes.readUInt32LE(at + 6);
      entries.push({ name: bytes.toString('utf8', at + 10, end), type: typeOf(bytes[at]!), size: bytes.readUInt32LE(at + 2), mtime: time === 0 ? 0 : time + epoch });
      at = end;
    }
  }
  return entries;
}

const HASH = 0x68;
const ERROR = 0x65;

/** One result a path; parts that only tell how far the board is are passed over. */
export function parseHashes(paths: readonly string[], parts: readonly Uint8Array[], port: string): Hashed[] {
  const results = parts.filter(([kind]) => kind === HASH || kind === ERROR);
  return paths.map((path, index) => {
    const part = results[index] ?? Uint8Array.of(ERROR, 0x35);
    const rest = Buffer.from(part.subarray(1));
    return part[0] === HASH ? { path, digest: rest.toString('hex') } : { path, fault: errnoFault(path, rest.toString(), port) };
  });
}
