/** Reads a Line up to a marker. Output of an earlier conversation may still be in the line: nothing is ever assumed to be empty. */
import type { Clock } from '../base/clock.ts';
import type { Line } from './line.ts';

/** What was read, without the marker; `found` tells whether the marker ended it or the time did. */
export interface Reading {
  readonly found: boolean;
  readonly text: string;
}

export class Inbox {
  readonly line: Line;
  readonly #clock: Clock;
  #pending = '';

  constructor(line: Line, clock: Clock) {
    this.line = line;
    this.#clock = clock;
  }

  /** Reads up to and including the marker. Text is one character a byte. @param within milliseconds in all. */
  async until(marker: string, within: number, signal: AbortSignal): Promise<Reading> {
    const end = this.#clock.monotonic() + within;
    let text = this.#pending;
    let from = 0;
    for (;;) {
      const at = text.indexOf(marker, from);
      if (at >= 0) {
        this.#pending = text.slice(at + marker.length);
        return { found: true, text: text.slice(0, at) };
      }
      from = Math.max(0, text.length - marker.length + 1);
      const left = end - this.#clock.monotonic();
      this.#pending = text; // kept for the next reader, should this one be broken off
      const bytes = left > 0 ? await this.line.read(left, signal) : null;
      if (bytes === null) {
        this.#pending = '';
        return { found: false, text };
      }
      text += Buffer.from(bytes).toString('latin1');
    }
  }

  /** Exactly so many bytes, or null when they do not come in time. */
  async exactly(count: number, within: number, signal: AbortSignal): Promise<string | null> {
    const end = this.#clock.monotonic() + within;
    while (this.#pending.length < count) {
      const left = end - this.#clock.monotonic();
      const bytes = left > 0 ? await this.line.read(left, signal) : null;
      if (bytes === null) return null;
      this.#pending += Buffer.from(bytes).toString('latin1');
    }
    const text = this.#pending.slice(0, count);
    this.#pending = this.#pending.slice(count);
    return text;
  }

  /** Drops what is in the line until nothing has come for so many milliseconds; a board that never stops ends it after a second. */
  async quiet(within: number, signal: AbortSignal): Promise<void> {
    const end = this.#clock.monotonic() + 1000;
    this.#pending = '';
    while (this.#clock.monotonic() < end && (await this.line.read(within, signal)) !== null);
  }

  /** What was read beyond the last marker; from then on it is the caller's. */
  rest(): Uint8Array {
    const bytes = Buffer.from(this.#pending, 'latin1');
    this.#pending = '';
    return bytes;
  }

  /** Bytes somebody else read too many. */
  putBack(bytes: Uint8Array): void {
    this.#pending = Buffer.from(bytes).toString('latin1') + this.#pending;
  }

  send(text: string, signal: AbortSignal): Promise<void> {
    return this.line.write(Buffer.from(text, 'latin1'), signal);
  }
}
