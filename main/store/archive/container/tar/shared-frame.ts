/** The frame small members gather in: one piece of memory, used again and again where its bytes are packed. */
import type { Added, Placed } from '../container.ts';
import { padding } from './header.ts';

/** Members gather until there are so many bytes; a file of more has frames of its own. */
export const SHARED = 1 << 20;
/** For the last member, which may be as long as all before it. */
const ROOM = 2 * SHARED + (64 << 10);
/** Pieces kept for the next frames: as many as are packed at once. */
const KEPT = 5;

/** Whoever has to be told where in the frame its content lies. */
export interface InShared {
  placed: Placed;
  within: number;
  size: number;
  /** Files that are read into the frame before it. */
  files: number;
}

export class SharedFrame {
  readonly #spare: Buffer[] = [];
  #bytes: Buffer | null = null;
  #size = 0;
  #members: InShared[] = [];

  /** Bytes of members so far. */
  get size(): number {
    return this.#size;
  }

  /** Copies a member. Returns its place, which is filled in when the frame is written. @param files that are read into the frame before it. */
  add(header: Uint8Array, content: Uint8Array | null, files = 0): Added['placed'] {
    const placed: Placed = { offset: 0, stored: 0, within: 0 };
    const size = content?.length ?? 0;
    const end = this.#size + header.length + size + padding(size);
    const bytes = this.#roomFor(end);
    bytes.set(header, this.#size);
    if (content !== null) {
      const within = this.#size + header.length;
      this.#members.push({ placed, within, size, files });
      bytes.set(content, within);
      bytes.fill(0, within + size, end);
    }
    this.#size = end;
    return placed;
  }

  /** What is in it; the next one is empty. */
  take(): { bytes: Buffer; members: InShared[] } {
    const taken = { bytes: this.#roomFor(0).subarray(0, this.#size), members: this.#members };
    [this.#bytes, this.#size, this.#members] = [null, 0, []];
    return taken;
  }

  /** Nobody needs the bytes of a taken one any more. */
  giveBack({ buffer }: Buffer): void {
    if (buffer.byteLength === ROOM && this.#spare.length < KEPT) this.#spare.push(Buffer.from(buffer));
  }

  #roomFor(end: number): Buffer {
    const bytes = (this.#bytes ??= this.#spare.pop() ?? Buffer.allocUnsafeSlow(ROOM));
    if (end <= bytes.length) return bytes;
    const larger = Buffer.allocUnsafeSlow(Math.max(end, 2 * bytes.length));
    bytes.copy(larger, 0, 0, this.#size);
    return (this.#bytes = larger);
  }
}
