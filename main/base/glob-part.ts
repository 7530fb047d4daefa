/**
 * One component of a pattern: `*` any run, `?` one character, `[a-z]` `[^a-z]` one of a class, `\` takes the next character as it is.
 * Works on byte strings, reading UTF-8 where characters count; a byte that is not UTF-8 is a character by itself.
 */
import { utf8At, utf8Width } from './utf8.ts';

/** Ranges of code points, both ends included, flat. */
interface CharClass {
  readonly negated: boolean;
  readonly ranges: readonly number[];
}

/** A literal run of bytes, `*`, `?` or a class. */
type Token = string | typeof STAR | typeof ANY | CharClass;
const STAR = Symbol('*');
const ANY = Symbol('?');

/** What an invalid byte counts as when a class asks for its code point. */
const REPLACEMENT = 0xfffd;

/** Whether a component must be matched rather than compared. */
export const isWild = (part: string): boolean => /[*?[\]\\]/.test(part);

/** The component as a test, or null when it is malformed (open class, class of nothing, `\` at the end). */
export function compilePart(part: string): ((name: string) => boolean) | null {
  const tokens = tokenize(part);
  return tokens === null ? null : (name) => matchTokens(tokens, name);
}

function tokenize(part: string): Token[] | null {
  const tokens: Token[] = [];
  for (let at = 0; at < part.length;) {
    const char = part[at]!;
    if (char === '*' || char === '?') {
      if (char === '?' || tokens.at(-1) !== STAR) tokens.push(char === '?' ? ANY : STAR);
      at++;
    } else if (char === '[') {
      const read = readClass(part, at + 1);
      if (read === null) return null;
      tokens.push(read.found);
      at = read.end;
    } else {
      if (char === '\\' && ++at === part.length) return null;
      const last = tokens.at(-1);
      if (typeof last === 'string') tokens[tokens.length - 1] = last + part[at]!;
      else tokens.push(part[at]!);
      at++;
    }
  }
  return tokens;
}

/** From behind the `[` to behind the `]`. */
function readClass(part: string, start: number): { found: CharClass; end: number } | null {
  const negated = part[start] === '^';
  const ranges: number[] = [];
  for (let at = negated ? start + 1 : start; at < part.length;) {
    if (part[at] === ']' && ranges.length > 0) return { found: { negated, ranges }, end: at + 1 };
    const low = readMember(part, at);
    if (low === null) return null;
    const high: Member | null = part[low.end] === '-' ? readMember(part, low.end + 1) : low;
    if (high === null) return null;
    ranges.push(low.code, high.code);
    at = high.end;
  }
  return null;
}

interface Member {
  readonly code: number;
  readonly end: number;
}

/** One end of a range; `-` and `]` only behind a `\`. */
function readMember(part: string, start: number): Member | null {
  if (part[start] === '-' || part[start] === ']') return null;
  const at = part[start] === '\\' ? start + 1 : start;
  if (at >= part.length) return null;
  const code = utf8At(part, at);
  return code < 0 ? null : { code, end: at + utf8Width(code) };
}

/** Greedy with one step back: where all behind the last `*` fails, that `*` takes one byte more. Linear stars, no explosion. */
function matchTokens(tokens: readonly Token[], name: string): boolean {
  let [token, at] = [0, 0];
  let [starToken, starAt] = [-1, 0];
  for (;;) {
    if (token === tokens.length && at === name.length) return true;
    if (tokens[token] === STAR) {
      [starToken, starAt] = [token++, at];
      continue;
    }
    const width = token < tokens.length ? widthOf(tokens[token]!, name, at) : -1;
    if (width >= 0) {
      token++;
      at += width;
    } else {
      if (starToken < 0 || starAt >= name.length) return false;
      [token, at] = [starToken + 1, ++starAt];
    }
  }
}

/** Bytes the token takes at this place, -1 where it does not fit. */
function widthOf(token: Token, name: string, at: number): number {
  if (typeof token === 'string') return name.startsWith(token, at) ? token.length : -1;
  if (at >= name.length) return -1;
  const code = utf8At(name, at);
  return token === ANY || inClass(token as CharClass, code < 0 ? REPLACEMENT : code) ? utf8Width(code) : -1;
}

function inClass({ negated, ranges }: CharClass, code: number): boolean {
  for (let pair = 0; pair < ranges.length; pair += 2) if (ranges[pair]! <= code && code <= ranges[pair + 1]!) return !negated;
  return negated;
}
