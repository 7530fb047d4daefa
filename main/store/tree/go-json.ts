/**
 * JSON byte for byte as Go's encoding/json writes it: trees are named by the hash of their JSON, so a different but equal spelling would
 * store every directory again when restic and Holdfast take turns.
 *
 * Where Go's versions differ (\b and \f got short forms in Go 1.22) this follows Go 1.19, with which restic 0.14 was built.
 */
import { toByteString, utf8At, utf8Width } from '../../base/utf8.ts';
import type { RawName } from '../../entry/entry.ts';
import type { ByteWriter } from './byte-writer.ts';

/** What stands for itself inside a JSON string; everything else needs a closer look. */
const SPECIAL = /[^ !#-%'-;=?-[\]-\x7f]/;

const SHORT: Readonly<Record<number, string>> = { 0x09: '\\t', 0x0a: '\\n', 0x0d: '\\r', 0x22: '\\"', 0x5c: '\\\\' };

/** `<`, `>` and `&` are escaped because Go expects its JSON to end up in web pages; the other two are line ends to old JavaScript. */
const ESCAPED = new Set([0x3c, 0x3e, 0x26, 0x2028, 0x2029]);

/** A byte string as a JSON string with its quotes, itself a byte string. Bytes that are no UTF-8 become U+FFFD, one for each byte. */
export function jsonOfRaw(raw: RawName): string {
  if (!SPECIAL.test(raw)) return `"${raw}"`;
  let json = '"';
  for (let at = 0; at < raw.length; ) {
    const code = utf8At(raw, at);
    const width = utf8Width(code);
    json += escapeOf(code) ?? raw.slice(at, at + width);
    at += width;
  }
  return `${json}"`;
}

/** The same, written. */
export function writeRaw(writer: ByteWriter, raw: RawName): void {
  if (SPECIAL.test(raw)) writer.write(jsonOfRaw(raw));
  else writer.writeQuoted(raw);
}

/** A text as a JSON string with its quotes, as a byte string. */
export const jsonOfText = (text: string): string => jsonOfRaw(toByteString(text));

/** Any JSON value, as UTF-8; `undefined` members are left out. For the small files; strings of trees take the way above. */
export function jsonOfValue(value: unknown): Uint8Array<ArrayBuffer> {
  const json = JSON.stringify(value, wellFormed).replace(/[<>&\u2028\u2029]|\\[bf\\]/g, (found) => {
    if (found === '\\\\') return found; // matched only so that the letter behind it is not taken for an escape
    return found === '\\b' ? '\\u0008' : found === '\\f' ? '\\u000c' : unicodeEscape(found.charCodeAt(0));
  });
  return new TextEncoder().encode(json);
}

const wellFormed = (_key: string, value: unknown): unknown => (typeof value === 'string' ? value.toWellFormed() : value);

/** Null for what stands for itself. */
function escapeOf(code: number): string | null {
  if (code < 0) return '\\ufffd';
  return SHORT[code] ?? (code < 0x20 || ESCAPED.has(code) ? unicodeEscape(code) : null);
}

const unicodeEscape = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;
