/** What of a file can be shown: decided from its first bytes, never from its name. */
import type { Call } from '../base/call.ts';
import type { StoredEntry } from '../entry/entry.ts';
import type { SnapshotReader } from '../store/store.ts';

/** Text is shown up to this many bytes, images only up to that many. */
export const MOST_TEXT = 1024 * 1024;
export const MOST_IMAGE = 24 * 1024 * 1024;

export type Shown =
  /** `length`: bytes to show, always whole characters. */
  | { kind: 'text'; encoding: 'utf-8' | 'utf-16le' | 'utf-16be'; length: number; truncated: boolean }
  | { kind: 'image'; mime: string }
  | { kind: 'binary'; mime: string }
  | { kind: 'too-large'; mime: string };

/** Bytes that decide, if there are so many. */
const DECIDING = 64 * 1024;

/** Reads the beginning of a file, verified. */
export async function previewOf(reader: SnapshotReader, entry: StoredEntry, call: Call): Promise<Shown> {
  const head = await beginning(reader, entry, MOST_TEXT, call);
  const mime = imageType(head);
  if (mime !== null) return entry.size > MOST_IMAGE ? { kind: 'too-large', mime } : { kind: 'image', mime };
  const encoding = textEncoding(head.subarray(0, DECIDING), head.length > DECIDING);
  if (encoding === null) return { kind: 'binary', mime: 'application/octet-stream' };
  const truncated = entry.size > head.length;
  return { kind: 'text', encoding, length: truncated ? wholeCharacters(head, encoding) : head.length, truncated };
}

/** At most so many bytes of a file's beginning. */
export async function beginning(reader: SnapshotReader, entry: StoredEntry, most: number, call: Call): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of reader.read(entry, call)) {
    pieces.push(piece);
    length += piece.length;
    if (length >= most) break;
  }
  return Buffer.concat(pieces).subarray(0, most);
}

/** By signature. SVG is none of these: it can hold programs, and is shown as the text it is. */
export function imageType(head: Uint8Array): string | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 32)).toString('latin1');
  if (bytes.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (bytes.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (/^GIF8[79]a/.test(bytes)) return 'image/gif';
  if (/^RIFF[^]{4}WEBP/.test(bytes)) return 'image/webp';
  if (/^[^]{4}ftypavi[fs]/.test(bytes)) return 'image/avif';
  if (bytes.startsWith('BM') && bytes.slice(6, 10) === '\0\0\0\0' && BITMAP_HEADERS.has(head[14] ?? 0) && bytes.slice(15, 18) === '\0\0\0') return 'image/bmp';
  return bytes.startsWith('\0\0\x01\0') && (head[4] ?? 0) > 0 && head[5] === 0 ? 'image/x-icon' : null;
}

/** Sizes of the headers bitmaps have had. */
const BITMAP_HEADERS = new Set([12, 40, 56, 64, 108, 124]);

/** Null for what is no text: bytes that are not UTF-8, or control characters no text has. @param isPart more follows. */
export function textEncoding(head: Uint8Array, isPart: boolean): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  for (const code of head) if (code < 0x20 && !ALLOWED.has(code)) return null;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: isPart });
    return 'utf-8';
  } catch {
    return null; // that is the answer, and no fault
  }
}

/** Tab, line feed, vertical tab, form feed, return, and the escape that colours logs. */
const ALLOWED = new Set([0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b]);

/** The length without a character that was cut. */
export function wholeCharacters(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): number {
  if (encoding !== 'utf-8') {
    const even = bytes.length & ~1;
    const high = bytes[even - (encoding === 'utf-16le' ? 1 : 2)]!;
    return high >= 0xd8 && high < 0xdc ? even - 2 : even;
  }
  let start = bytes.length - 1;
  while (start > bytes.length - 4 && start > 0 && (bytes[start]! & 0xc0) === 0x80) start--;
  const first = bytes[start] ?? 0;
  const width = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return start + width > bytes.length ? start : bytes.length;
}
