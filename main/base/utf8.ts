/** UTF-8 read straight from a byte string: one character (U+0000 to U+00FF) a byte, as raw file names are kept. */

/** Whether a byte string holds a byte beyond ASCII. */
export const isWide = (bytes: string): boolean => /[\x80-\xff]/.test(bytes);

/** Text as a byte string. Lone surrogates become U+FFFD. */
export const toByteString = (text: string): string => (isPlain(text) ? text : Buffer.from(text, 'utf8').toString('latin1'));

/** The code point that begins at `at`, or -1 where there is no valid UTF-8 (over-long forms and surrogates are none). */
export function utf8At(bytes: string, at: number): number {
  const first = bytes.charCodeAt(at);
  if (first < 0x80) return first;
  if (first < 0xc2 || first > 0xf4) return -1;
  const more = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
  let code = first & (0x3f >> more);
  for (let next = 1; next <= more; next++) {
    const byte = bytes.charCodeAt(at + next); // NaN past the end, which is no continuation either
    if ((byte & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (byte & 0x3f);
  }
  return code < SMALLEST[more]! || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? -1 : code;
}

/** Bytes a code point of `utf8At` takes; an invalid byte stands alone. */
export const utf8Width = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);

/** Smallest code point that needs so many continuation bytes. */
const SMALLEST = [0, 0x80, 0x800, 0x10000];

const isPlain = (text: string): boolean => !/[^\0-\x7f]/.test(text);
