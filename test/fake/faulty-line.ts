/** A line that loses, doubles and flips bytes, or is unplugged at a given byte: bad cables, on demand and the same every time. */
import { Fault } from '../../main/base/fault.ts';
import type { Line } from '../../main/serial/line.ts';

export interface Faults {
  /** Share of bytes that are lost, doubled, or have a bit flipped: 0 to 1 each. */
  readonly lose?: number;
  readonly double?: number;
  readonly flip?: number;
  readonly seed?: number;
  /** The plug is pulled after so many bytes in all, both ways. */
  readonly unplugAt?: number;
}

export class FaultyLine implements Line {
  readonly #line: Line;
  #faults: Faults = {};
  #state = 1;
  #passed = 0;
  /** Bytes that were harmed. */
  harmed = 0;

  constructor(line: Line) {
    this.#line = line;
  }

  get name(): string {
    return this.#line.name;
  }

  /** From now on. */
  set faults(faults: Faults) {
    this.#faults = faults;
    this.#state = (faults.seed ?? 1) | 1;
    this.#passed = 0;
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const room = this.#room();
    if (room === 0) throw this.#gone();
    const part = bytes.subarray(0, room);
    this.#passed += part.length;
    await this.#line.write(this.#harm(part), signal);
    if (part.length < bytes.length) throw this.#gone();
  }

  async read(within: number, signal: AbortSignal): Promise<Uint8Array | null> {
    const room = this.#room();
    if (room === 0) throw this.#gone();
    const bytes = await this.#line.read(within, signal);
    if (bytes === null) return null;
    const part = this.#harm(bytes.subarray(0, room));
    this.#passed += Math.min(bytes.length, room);
    return part;
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  #room(): number {
    return Math.max(0, (this.#faults.unplugAt ?? Infinity) - this.#passed);
  }

  #gone(): Fault {
    return new Fault('offline', `The board on ${this.name} was unplugged.`);
  }

  #harm(bytes: Uint8Array): Uint8Array {
    const { lose = 0, double = 0, flip = 0 } = this.#faults;
    if (lose + double + flip === 0) return bytes;
    const out: number[] = [];
    for (const byte of bytes) {
      const chance = this.#random();
      if (chance < lose + double + flip) this.harmed++;
      if (chance < lose) continue;
      if (chance < lose + double) out.push(byte, byte);
      else if (chance < lose + double + flip) out.push(byte ^ (1 << Math.floor(this.#random() * 8)));
      else out.push(byte);
    }
    return Uint8Array.from(out);
  }

  /** 0 to below 1, the same row for the same seed. */
  #random(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state / 2 ** 32;
  }
}
