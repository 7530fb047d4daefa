/** Raw names on their way to the system (bytes), to people (text) and back. */
import { isWide, toByteString, utf8At, utf8Width } from '../base/utf8.ts';
import type { RawName, RawPath } from './entry.ts';

/** The bytes of a raw name or path. */
export const toBytes = (raw: RawPath): Buffer => Buffer.from(raw, 'latin1');

/** Bytes as a raw name or path. */
export const fromBytes = (bytes: Uint8Array): RawPath => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** What people typed, or settings hold, as a raw name or path. */
export const rawFromText = (text: string): RawPath => toByteString(text);

/** What `node:fs` takes for a raw path: text would be encoded a second time unless it is ASCII. */
export const fsPath = (raw: RawPath): string | Buffer => (isWide(raw) ? toBytes(raw) : raw);

/** A name in a directory. Both raw; the directory absolute, relative, `/` or '' (the root of relative paths). */
export const joinRaw = (dir: RawPath, name: RawName): RawPath => (dir === '/' || dir === '' ? dir + name : `${dir}/${name}`);

/** The last name of a path; '' for `/`. */
export const baseRaw = (path: RawPath): RawName => path.slice(path.lastIndexOf('/') + 1);

/** The directory a path lies in: `/` for `/` and its children, '' for a relative path of one name. */
export function dirRaw(path: RawPath): RawPath {
  const cut = path.lastIndexOf('/');
  return cut === 0 ? '/' : path.slice(0, Math.max(cut, 0));
}

/**
 * A raw name or path as text that is safe to show: what is not UTF-8, controls a terminal would obey, and characters that turn or
 * break a line appear as the `\xNN` of their bytes. Not meant to be read back: a backslash stays a backslash.
 */
export function showName(raw: RawPath): string {
  if (!/[^ -~]/.test(raw)) return raw;
  let shown = '';
  for (let at = 0; at < raw.length;) {
    const code = utf8At(raw, at);
    const width = utf8Width(code);
    shown += code < 0 || isTricky(code) ? escaped(raw.slice(at, at + width)) : String.fromCodePoint(code);
    at += width;
  }
  return shown;
}

const escaped = (bytes: string): string => Array.from(bytes, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

/** Control characters, line and paragraph separators, and marks that change the direction of what follows. */
const isTricky = (code: number): boolean =>
  code < 0x20 ||
  (code >= 0x7f && code < 0xa0) ||
  code === 0x61c ||
  code === 0x200e ||
  code === 0x200f ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069) ||
  code === 0xfeff;
