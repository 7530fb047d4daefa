/** The last part of what a program printed: enough to say why it failed, never more than a fixed amount of memory. */

export class Tail {
  readonly #limit: number;
  #kept: Buffer = Buffer.alloc(0);
  /** Bytes seen in all, kept or not. */
  seen = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Uint8Array): void {
    this.seen += chunk.length;
    const joined = Buffer.concat([this.#kept, chunk]);
    this.#kept = joined.length > this.#limit ? Buffer.from(joined.subarray(joined.length - this.#limit)) : joined;
  }

  text(): string {
    return this.#kept.toString('utf8');
  }

  /** The last line with anything on it; '' when there is none. */
  lastLine(): string {
    return this.text().split(/\r?\n/).map((line) => line.trim()).findLast((line) => line !== '') ?? '';
  }
}
