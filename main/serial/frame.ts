/**
 * Frames of the protocol between Holdfast and its helper on a board.
 *
 * To the board: flag, length of what follows as four hex digits, body and check, with Ctrl-B, Ctrl-C, Ctrl-D and the escape replaced: nothing but
 * a wanted interrupt can stop the helper, and a frame that reaches the REPL instead of it is never run. Body: id, operation, arguments.
 *
 * From the board: flag, id, kind, sequence number (16 bit), payload, check, flag, with flag, escape and `\n` (which a board makes `\r\n`)
 * replaced. Whatever else a program or the firmware prints between two flags fails the check and is left out.
 */
import type { Check } from './check.ts';

const FLAG = 0x1e;
const ESCAPE = 0x10;
/** Bytes a REPL acts on, and the escape itself, with what stands for them after an escape. */
const STUFFED: Readonly<Record<number, number>> = { 0x02: 0x42, 0x03: 0x43, 0x04: 0x44, [ESCAPE]: 0x50 };
const HEADER = 4;
const CHECK = 4;
/** Bytes without a flag after which they count as noise. */
const LONGEST = 65_536;

/** `data`: part of an answer; `end`: its end, sequence number = how many parts came before; the others: why there is none. */
export type FrameKind = 'data' | 'end' | 'errno' | 'memory' | 'error' | 'ready' | 'again' | 'interrupted';

const KINDS: Readonly<Record<string, FrameKind>> = {
  D: 'data', K: 'end', E: 'errno', M: 'memory', X: 'error', R: 'ready', N: 'again', I: 'interrupted',
};

export interface Frame {
  /** Id of the request it answers; 0 for none. */
  readonly id: number;
  readonly kind: FrameKind;
  readonly sequence: number;
  readonly payload: Uint8Array;
}

/** A request as it goes over the wire. @param operation one character. */
export function encodeRequest(id: number, operation: string, body: Uint8Array, check: Check): Uint8Array {
  const start = Uint8Array.of(id, operation.charCodeAt(0));
  const plain = [start, body, check([start, body])];
  const out = Buffer.alloc(5 + 2 * plain.reduce((sum, part) => sum + part.length, 0));
  let at = 5;
  for (const part of plain) {
    for (const byte of part) {
      const stuffed = byte > ESCAPE ? undefined : STUFFED[byte];
      if (stuffed !== undefined) out[at++] = ESCAPE;
      out[at++] = stuffed ?? byte;
    }
  }
  out[0] = FLAG;
  out.write((at - 5).toString(16).padStart(4, '0'), 1, 'latin1');
  return out.subarray(0, at);
}

/** Takes bytes as they come and gives the whole, right frames among them. */
export class Deframer {
  readonly #check: Check;
  #held: Buffer = Buffer.alloc(0);
  /** The last bytes that were part of no frame, one character a byte: a traceback, a prompt, a program's output. */
  noise = '';

  constructor(check: Check) {
    this.#check = check;
  }

  take(bytes: Uint8Array): Frame[] {
    const frames: Frame[] = [];
    const all = this.#held.length === 0 ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) : Buffer.concat([this.#held, bytes]);
    let from = 0;
    for (let at = all.indexOf(FLAG, from); at >= 0; at = all.indexOf(FLAG, from)) {
      const frame = this.#decode(all.subarray(from, at));
      if (frame !== null) frames.push(frame);
      from = at + 1;
    }
    const rest = all.subarray(from);
    this.#held = rest.length > LONGEST ? Buffer.alloc(0) : rest;
    return frames;
  }

  /** What has come since the last flag, one character a byte: where a prompt shows when the helper has ended. */
  get unfinished(): string {
    return this.#held.subarray(-256).toString('latin1');
  }

  /** The same bytes, given up: they belong to whoever reads the line next. */
  release(): Uint8Array {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    return held;
  }

  /** Null for what is no frame. */
  #decode(stuffed: Buffer): Frame | null {
    if (stuffed.length === 0) return null;
    const plain = unstuff(stuffed);
    const kind = plain === null || plain.length < HEADER + CHECK ? undefined : KINDS[String.fromCharCode(plain[1]!)];
    const content = plain?.subarray(0, -CHECK);
    if (plain === null || kind === undefined || Buffer.compare(this.#check([content!]), plain.subarray(-CHECK)) !== 0) {
      this.noise = (this.noise + stuffed.subarray(-512).toString('latin1')).slice(-1024);
      return null;
    }
    return { id: plain[0]!, kind, sequence: plain.readUInt16LE(2), payload: plain.subarray(HEADER, -CHECK) };
  }
}

const UNSTUFFED: Readonly<Record<number, number>> = { 0x50: ESCAPE, 0x46: FLAG, 0x4e: 0x0a };

/** Null where an escape stands before something it never stands before. */
function unstuff(stuffed: Buffer): Buffer | null {
  const plain = Buffer.allocUnsafe(stuffed.length);
  let length = 0;
  for (let at = 0; at < stuffed.length; at++) {
    let byte = stuffed[at]!;
    if (byte === ESCAPE) {
      const meant = UNSTUFFED[stuffed[++at] ?? -1];
      if (meant === undefined) return null;
      byte = meant;
    }
    plain[length++] = byte;
  }
  return plain.subarray(0, length);
}

/** What the helper does to a frame: for tests and for boards played by a script. */
export function encodeAnswer({ id, kind, sequence, payload }: Frame, check: Check): Uint8Array {
  const letter = Object.entries(KINDS).find(([, name]) => name === kind)![0];
  const head = Uint8Array.of(id, letter.charCodeAt(0), sequence & 255, sequence >> 8);
  const out: number[] = [FLAG];
  for (const byte of Buffer.concat([head, payload, check([head, payload])])) {
    const stuffed = byte === ESCAPE ? 0x50 : byte === FLAG ? 0x46 : byte === 0x0a ? 0x4e : null;
    if (stuffed === null) out.push(byte);
    else out.push(ESCAPE, stuffed);
  }
  return Uint8Array.from([...out, FLAG]);
}
