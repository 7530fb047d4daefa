/**
 * File names as trees hold them: Go's strconv.Quote without its outer quotes. So any bytes fit into JSON, and most names look as they are.
 *
 * A character counts as printable when it is a letter, mark, number, punctuation or symbol in this runtime's Unicode version. restic asks
 * the version of the Go it was built with (Unicode 13 in restic 0.14, 15 since Go 1.21): names with characters newer than that are
 * spelled differently by different builds of restic already. Every spelling decodes to the same bytes.
 */
import { Fault } from '../../base/fault.ts';
import { isWide, toByteString, utf8At, utf8Width } from '../../base/utf8.ts';
import type { RawName } from '../../entry/entry.ts';
import { showName } from '../../entry/name.ts';

const SPECIAL = /[^ !#-[\]-~]/;
const ALL_PRINTABLE = /^[ \p{L}\p{M}\p{N}\p{P}\p{S}]*$/u;

const SHORT: Readonly<Record<number, string>> = {
  0x07: '\\a', 0x08: '\\b', 0x09: '\\t', 0x0a: '\\n', 0x0b: '\\v', 0x0c: '\\f', 0x0d: '\\r', 0x22: '\\"', 0x5c: '\\\\',
};

/** Text in UTF-8, as a byte string. */
export function quote(raw: RawName): RawName {
  if (!SPECIAL.test(raw) || isPrintableText(raw)) return raw;
  let quoted = '';
  for (let at = 0; at < raw.length; ) {
    const code = utf8At(raw, at);
    const width = utf8Width(code);
    quoted += code < 0 ? hexEscape('x', 2, raw.charCodeAt(at)) : (escapeOf(code) ?? raw.slice(at, at + width));
    at += width;
  }
  return quoted;
}

/** Most names that are not ASCII: answered as a whole, because asking for each character is slow. */
function isPrintableText(raw: RawName): boolean {
  if (!isWide(raw) || /["\\]/.test(raw)) return false;
  const text = Buffer.from(raw, 'latin1').toString();
  return ALL_PRINTABLE.test(text) && toByteString(text) === raw;
}

/** Null for what stands for itself. */
function escapeOf(code: number): string | null {
  const short = SHORT[code];
  if (short !== undefined) return short;
  if (code < 0x20 || code === 0x7f) return hexEscape('x', 2, code);
  if (ALL_PRINTABLE.test(String.fromCodePoint(code))) return null;
  return code < 0x10000 ? hexEscape('u', 4, code) : hexEscape('U', 8, code);
}

const hexEscape = (letter: string, digits: number, code: number): string => `\\${letter}${code.toString(16).padStart(digits, '0')}`;

/** The name a quoted text stands for. @throws Fault `damaged` for what strconv.Unquote refuses. */
export function unquote(quoted: RawName): RawName {
  const raw = tryUnquote(quoted);
  if (raw === null) throw new Fault('damaged', `The stored name "${showName(quoted)}" is not quoted as it should be.`);
  return raw;
}

/** The same; a text that cannot have been quoted is the name itself. Early versions of rustic stored names so. */
export const unquoteLeniently = (quoted: RawName): RawName => tryUnquote(quoted) ?? quoted;

const BYTES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"' };
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|([0-3][0-7]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.)|)/gs;

/** Null when it cannot have come from strconv.Quote. */
function tryUnquote(quoted: RawName): RawName | null {
  if (!/["\\\n]/.test(quoted)) return quoted;
  if (/["\n]/.test(quoted.replaceAll(/\\[\\"]/g, ''))) return null;
  let valid = true;
  const raw = quoted.replaceAll(ESCAPE, (_, byte?: string, octal?: string, four?: string, eight?: string, letter?: string) => {
    const bytes = byteEscape(byte, octal) ?? runeEscape(four ?? eight) ?? BYTES[letter ?? ''];
    valid &&= bytes !== undefined;
    return bytes ?? '';
  });
  return valid ? raw : null;
}

function byteEscape(hex: string | undefined, octal: string | undefined): string | undefined {
  if (hex === undefined && octal === undefined) return undefined;
  return String.fromCharCode(hex === undefined ? Number.parseInt(octal!, 8) : Number.parseInt(hex, 16));
}

function runeEscape(digits: string | undefined): string | undefined {
  if (digits === undefined) return undefined;
  const code = Number.parseInt(digits, 16);
  const exists = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return exists ? toByteString(String.fromCodePoint(code)) : undefined;
}
