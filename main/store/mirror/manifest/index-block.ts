/**
 * The end of a manifest: where each directory's part lies in it, by identity. It is a skippable frame of zstd, so that `zstd -d` passes
 * over it and shows the text alone.
 *
 * Layout, little-endian: magic, length of what follows; rows in order of their ids; SHA-256 of the rows; number of rows (32 bits); `HFM1`.
 */
import { hash } from 'node:crypto';
import { Fault } from '../../../base/fault.ts';

/** id, then where the frame begins (48 bits) and ends, and where in the frame's text the line of the directory and its entries begin and end. */
export const ROW = 32 + 6 + 4 + 4 + 4 + 4;
const MAGIC = 0x184d2a50;
const MARK = Buffer.from('HFM1');
/** Bytes after the rows. */
export const TAIL = 32 + 4 + 4;
const HEAD = 8;

export interface Row {
  frameAt: number;
  frameLength: number;
  lineAt: number;
  treeAt: number;
  treeLength: number;
}

/** Rows being gathered. */
export class IndexBuilder {
  #rows = Buffer.alloc(ROW * 256);
  #count = 0;

  /** @param id 32 bytes. The frame is set later, once it is written. */
  add(id: Uint8Array, { lineAt, treeAt, treeLength }: Pick<Row, 'lineAt' | 'treeAt' | 'treeLength'>): void {
    const at = this.#count++ * ROW;
    if (at === this.#rows.length) this.#rows = Buffer.concat([this.#rows, Buffer.alloc(this.#rows.length)]);
    this.#rows.set(id, at);
    this.#rows.writeUInt32LE(lineAt, at + 42);
    this.#rows.writeUInt32LE(treeAt, at + 46);
    this.#rows.writeUInt32LE(treeLength, at + 50);
  }

  get count(): number {
    return this.#count;
  }

  /** A row whose frame was written before. */
  addPlaced(id: Uint8Array, row: Row): void {
    this.add(id, row);
    this.setFrame(this.#count - 1, row.frameAt, row.frameLength);
  }

  /** The rows from `first` on lie in this frame. */
  setFrame(first: number, frameAt: number, frameLength: number): void {
    for (let row = first; row < this.#count; row++) {
      this.#rows.writeUIntLE(frameAt, row * ROW + 32, 6);
      this.#rows.writeUInt32LE(frameLength, row * ROW + 38);
    }
  }

  finish(): Buffer {
    const row = (number: number): Buffer => this.#rows.subarray(number * ROW, number * ROW + ROW);
    const order = Array.from({ length: this.#count }, (_, number) => number).sort((a, b) => Buffer.compare(row(a), row(b)));
    const rows = Buffer.concat(order.map(row));
    const head = Buffer.alloc(HEAD);
    head.writeUInt32LE(MAGIC, 0);
    head.writeUInt32LE(rows.length + TAIL, 4);
    const count = Buffer.alloc(4);
    count.writeUInt32LE(this.#count);
    return Buffer.concat([head, rows, hash('sha256', rows, 'buffer'), count, MARK]);
  }
}

/** How many bytes of rows stand before a tail. @throws Fault `damaged`. */
export function rowsBefore(tail: Buffer, size: number): number {
  const length = tail.readUInt32LE(32) * ROW;
  if (tail.length < TAIL || !tail.subarray(36).equals(MARK) || length + TAIL + HEAD > size) throw new Fault('damaged', 'The manifest has no end: it was cut off, or is no manifest.');
  return length;
}

/** Finding in rows that were read back. */
export class Index {
  readonly #rows: Buffer;

  /** @throws Fault `damaged`. */
  constructor(rows: Buffer, tail: Buffer) {
    if (!hash('sha256', rows, 'buffer').equals(tail.subarray(0, 32))) throw new Fault('damaged', 'The list of directories in the manifest is damaged.');
    this.#rows = rows;
  }

  get count(): number {
    return this.#rows.length / ROW;
  }

  idAt(row: number): string {
    return this.#rows.toString('hex', row * ROW, row * ROW + 32);
  }

  /** What of a frame is in use: how many directories, and how much text. By where it begins. */
  frames(): Map<number, { count: number; text: number }> {
    const frames = new Map<number, { count: number; text: number }>();
    for (let row = 0; row < this.count; row++) {
      const { frameAt, treeAt, treeLength } = this.#at(row * ROW);
      const frame = frames.get(frameAt);
      const text = treeAt + treeLength;
      if (frame === undefined) frames.set(frameAt, { count: 1, text });
      else [frame.count, frame.text] = [frame.count + 1, Math.max(frame.text, text)];
    }
    return frames;
  }

  find(id: string): Row | null {
    const wanted = Buffer.from(id, 'hex');
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#rows.compare(wanted, 0, 32, middle * ROW, middle * ROW + 32) < 0) low = middle + 1;
      else high = middle;
    }
    const at = low * ROW;
    if (low === this.count || this.#rows.compare(wanted, 0, 32, at, at + 32) !== 0) return null;
    return this.#at(at);
  }

  #at(at: number): Row {
    return {
      frameAt: this.#rows.readUIntLE(at + 32, 6), frameLength: this.#rows.readUInt32LE(at + 38),
      lineAt: this.#rows.readUInt32LE(at + 42), treeAt: this.#rows.readUInt32LE(at + 46), treeLength: this.#rows.readUInt32LE(at + 50),
    };
  }
}
