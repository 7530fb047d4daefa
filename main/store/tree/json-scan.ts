/**
 * Reads JSON from bytes, one value at a time: numbers exact, strings as bytes, nothing built that is not asked for. What is passed over
 * is checked only for its brackets and quotes. Malformed input is a Fault `damaged` that names the byte.
 */
import { Fault } from '../../base/fault.ts';
import { isWide, toByteString } from '../../base/utf8.ts';
import type { RawName } from '../../entry/entry.ts';

export const [OBJECT, OBJECT_END, LIST, LIST_END] = [0x7b, 0x7d, 0x5b, 0x5d];
const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const NULL = Buffer.from('null');

/** What ends the plain part of a string: the quote, a backslash, and controls, which are not allowed in one. */
const STRING_STOP = Uint8Array.from({ length: 256 }, (_, code) => (code < 0x20 || code === QUOTE || code === BACKSLASH ? 1 : 0));
/** What ends a number or a word. */
const WORD_END = Uint8Array.from({ length: 256 }, (_, code) => (code <= 0x20 || [COMMA, COLON, QUOTE, OBJECT, OBJECT_END, LIST, LIST_END].includes(code) ? 1 : 0));
const UNESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', '/': '/' };
/** Value of each lower-case hex digit; 255 for everything else. */
const HEX = Uint8Array.from({ length: 256 }, (_, code) => (code >= 0x30 && code <= 0x39 ? code - 0x30 : code >= 0x61 && code <= 0x66 ? code - 0x57 : 255));

export class JsonScanner {
  readonly bytes: Buffer;
  /** Next byte to read. */
  at: number;
  /** Contents of the last string, without its quotes; as it stands when `escaped` is false. */
  start = 0;
  end = 0;
  escaped = false;
  readonly #what: string;

  /** @param what is being read, for messages: `The directory`. */
  constructor(bytes: Uint8Array, what: string, at = 0) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#what = what;
    this.at = at;
  }

  fail(reason: string, at = this.at): never {
    throw new Fault('damaged', `${this.#what} is malformed at byte ${at}: ${reason}.`, { context: { byte: at } });
  }

  /** The next byte that is no white space, not taken yet; -1 at the end. */
  peek(): number {
    for (; this.at < this.bytes.length; this.at++) {
      const code = this.bytes[this.at]!;
      if (code > 0x20 || (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09)) return code;
    }
    return -1;
  }

  expect(code: number): void {
    if (this.peek() !== code) this.fail(`"${String.fromCharCode(code)}" is missing`);
    this.at++;
  }

  /** Inside an object or list: whether another member comes. Takes the comma before it, or the end. */
  more(first: boolean, end: number): boolean {
    const code = this.peek();
    if (code === end) {
      this.at++;
      return false;
    }
    if (first) return true;
    if (code !== COMMA) this.fail('a comma is missing');
    this.at++;
    return true;
  }

  /** Reads a member's name into `start`, `end` and `escaped`, and the colon. */
  key(): void {
    this.string();
    if (this.bytes[this.at] === COLON) this.at++;
    else this.expect(COLON);
  }

  /** Takes `null` if it comes next. */
  isNull(): boolean {
    if (this.peek() !== NULL[0]) return false;
    const { bytes, at } = this;
    if (bytes[at + 1] !== NULL[1] || bytes[at + 2] !== NULL[2] || bytes[at + 3] !== NULL[3]) this.fail('this is no value');
    this.at += NULL.length;
    return true;
  }

  /** Takes these bytes if they come next, spelled just so. */
  takes(text: Uint8Array): boolean {
    const { bytes, at } = this;
    for (let next = 0; next < text.length; next++) if (bytes[at + next] !== text[next]) return false;
    this.at = at + text.length;
    return true;
  }

  /** Reads a string into `start`, `end` and `escaped`. */
  string(): void {
    if (this.peek() !== QUOTE) this.fail('a string is missing');
    const { bytes } = this;
    let at = this.at + 1;
    this.start = at;
    this.escaped = false;
    for (; ; at++) {
      while (at < bytes.length && STRING_STOP[bytes[at]!] === 0) at++;
      const code = bytes[at];
      if (code === QUOTE) break;
      if (code !== BACKSLASH) this.fail(code === undefined ? 'it ends within a string' : 'there is a control character in a string', at);
      this.escaped = true;
      at++;
    }
    this.end = at;
    this.at = at + 1;
  }

  /** The last string's bytes, as a byte string. */
  contents(): RawName {
    const contents = this.bytes.toString('latin1', this.start, this.end);
    return this.escaped ? this.#unescape(contents) : contents;
  }

  raw(): RawName {
    this.string();
    return this.contents();
  }

  text(): string {
    const raw = this.raw();
    return isWide(raw) ? Buffer.from(raw, 'latin1').toString() : raw;
  }

  /** 64 lower-case hex characters. */
  hexId(): string {
    this.string();
    let bad = this.end - this.start === 64 ? 0 : 255;
    for (let at = this.start; at < this.end; at++) bad |= HEX[this.bytes[at]!]!;
    if (bad > 15) this.fail('this is no id', this.start);
    return this.bytes.toString('latin1', this.start, this.end);
  }

  /** The same as 32 bytes. */
  hexIdInto(id: Uint8Array): void {
    const { bytes } = this;
    if (bytes[this.at] === QUOTE && bytes[this.at + 65] === QUOTE) {
      this.start = this.at + 1;
      this.end = this.at + 65;
      this.at += 66;
    } else {
      this.string();
    }
    let bad = this.end - this.start === 64 ? 0 : 255; // whatever else may be in a string is no digit either
    for (let to = 0, at = this.start; to < 32; to++, at += 2) {
      const high = HEX[bytes[at]!]!;
      const low = HEX[bytes[at + 1]!]!;
      id[to] = (high << 4) | low;
      bad |= high | low;
    }
    if (bad > 15) this.fail('this is no id', this.start);
  }

  /** An integer from 0 up; exact to 2^53. */
  uint(): number {
    const start = this.#digits();
    return this.at - start < 16 ? this.#value(start) : Number(this.bytes.toString('latin1', start, this.at));
  }

  /** An integer from 0 to 2^64-1, exact. */
  uint64(): bigint {
    const start = this.#digits();
    if (this.at - start < 16) return BigInt(this.#value(start));
    const number = BigInt(this.bytes.toString('latin1', start, this.at));
    return number === BigInt.asUintN(64, number) ? number : this.fail('this number is too large', start);
  }

  /** Moves past any value. */
  skip(): void {
    let depth = 0;
    do {
      const code = this.peek();
      if (code === QUOTE) this.string();
      else if (code === OBJECT || code === LIST) depth += this.#one();
      else if (depth > 0 && (code === OBJECT_END || code === LIST_END)) depth -= this.#one();
      else if (depth > 0 && (code === COMMA || code === COLON)) this.#one();
      else this.#word();
    } while (depth > 0);
  }

  /** Takes one byte; returns how many that is. */
  #one(): number {
    this.at++;
    return 1;
  }

  #word(): void {
    const start = this.at;
    while (this.at < this.bytes.length && WORD_END[this.bytes[this.at]!] === 0) this.at++;
    if (this.at === start) this.fail(start === this.bytes.length ? 'it ends too early' : 'a value is missing');
  }

  /** Moves past digits; returns where they begin. */
  #digits(): number {
    this.peek();
    const { bytes, at: start } = this;
    let at = start;
    while (at < bytes.length && bytes[at]! - 0x30 >>> 0 <= 9) at++;
    if (at === start || (at < bytes.length && WORD_END[bytes[at]!] === 0)) this.fail('this is no whole number', start);
    this.at = at;
    return start;
  }

  #value(start: number): number {
    let number = 0;
    for (let at = start; at < this.at; at++) number = number * 10 + this.bytes[at]! - 0x30;
    return number;
  }

  /** Halves of surrogate pairs that stand alone become U+FFFD, as in Go. */
  #unescape(contents: string): RawName {
    return contents.replaceAll(/(?:\\u[0-9a-fA-F]{4})+|\\(.)/gs, (escape: string, letter?: string) => {
      if (letter !== undefined) return UNESCAPED[letter] ?? this.fail(`"\\${letter}" is no escape`, this.start);
      return toByteString(escape.replaceAll(/\\u(....)/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))));
    });
  }
}
