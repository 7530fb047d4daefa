/** A board played by a script, in a time of its own: for what a healthy interpreter cannot show. Waiting costs no real time. */
import type { Clock } from '../../main/base/clock.ts';
import { Fault } from '../../main/base/fault.ts';
import type { Line } from '../../main/serial/line.ts';

export interface Script {
  /** What the board sends after it was sent this; text is one character a byte. */
  answer?(sent: string): string;
  /** What the board sends when nobody asked, every five milliseconds; null: nothing. */
  chatter?(): string | null;
  /** The plug is pulled when so many bytes were read from the board. */
  unplugAt?: number;
}

export class ScriptedLine implements Line {
  readonly name = '/dev/ttyScript';
  readonly clock: Clock = { now: () => this.#time, monotonic: () => this.#time };
  /** All the host has sent. */
  sent = '';
  closed = false;
  #time = 0;
  #waiting = '';
  #read = 0;
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#unplugged()) return Promise.reject(this.#gone());
    const text = Buffer.from(bytes).toString('latin1');
    this.sent += text;
    this.#waiting += this.#script.answer?.(text) ?? '';
    return Promise.resolve();
  }

  read(within: number, signal: AbortSignal): Promise<Uint8Array | null> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#waiting === '') this.#waiting = this.#script.chatter?.() ?? '';
    const silent = this.#waiting === '';
    this.#time += silent ? within : Math.min(within, 5);
    const room = (this.#script.unplugAt ?? Infinity) - this.#read;
    const text = this.#waiting.slice(0, room);
    this.#waiting = this.#waiting.slice(text.length);
    this.#read += text.length;
    if (text === '' && this.#unplugged()) return Promise.reject(this.#gone());
    return Promise.resolve(silent ? null : Buffer.from(text, 'latin1'));
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  #unplugged(): boolean {
    return this.#read >= (this.#script.unplugAt ?? Infinity);
  }

  #gone(): Fault {
    return new Fault('offline', `The board on ${this.name} was unplugged.`);
  }
}
