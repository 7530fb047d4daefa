/** A long text being made: lines as they come, given back in pieces that are never put together. Strings of one character a byte. */

/** Characters gathered to one piece. */
const PIECE = 64 * 1024;

export class TextParts {
  readonly #parts: Buffer[] = [];
  #lines: string[] = [];
  #length = 0;

  add(line: string): void {
    this.#lines.push(line);
    this.#length += line.length;
    if (this.#length >= PIECE) this.#end();
  }

  addBytes(bytes: Uint8Array): void {
    this.#end();
    this.#parts.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  /** All so far; it is empty then. */
  take(): Buffer[] {
    this.#end();
    return this.#parts.splice(0);
  }

  #end(): void {
    if (this.#lines.length > 0) this.#parts.push(Buffer.from(this.#lines.join(''), 'latin1'));
    [this.#lines, this.#length] = [[], 0];
  }
}

export const lengthOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);
