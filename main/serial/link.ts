/** The conversation with the helper on a board: one request at a time, answered in checked frames, tried again until it is right. */
import { Fault, isFault } from '../base/fault.ts';
import { CHECKS, type Check, type CheckName } from './check.ts';
import { Deframer, encodeRequest, type Frame } from './frame.ts';
import { utf8 } from './bytes.ts';
import { partsOf } from './on-board/compact.ts';
import { KERNEL, START } from './on-board/kernel.ts';
import type { Limits } from './limits.ts';
import { Refusal } from './refusal.ts';
import type { RawRepl } from './raw-repl.ts';

/** How one try of a request ended. `lost`: something did not arrive; the link works again. */
export type Ending = { readonly type: 'end'; readonly parts: number; readonly payload: Uint8Array } | { readonly type: 'lost' };

const EMPTY = new Uint8Array(0);
/** Bytes of the smallest frame worth sending. */
export const SMALLEST_FRAME = 64;
/** How often a helper whose loop has ended is started. */
const RESTARTS = 3;
/** Characters of code a board compiles at a time. */
const PART = 800;

export class Link {
  /** Bytes of content a frame carries; halved when something was lost, since a shorter frame is hit less often. */
  frameSize = 256;
  readonly #repl: RawRepl;
  readonly #limits: Limits;
  #check!: Check;
  #deframer!: Deframer;
  #id = 0;
  /** An answer was not heard to its end: the helper may still be sending. */
  #unsettled = false;

  constructor(repl: RawRepl, limits: Limits) {
    this.#repl = repl;
    this.#limits = limits;
  }

  get port(): string {
    return this.#repl.inbox.line.name;
  }

  /** Brings the helper onto a board at its raw prompt. */
  async begin(signal: AbortSignal): Promise<CheckName> {
    for (const part of partsOf(KERNEL, PART)) await this.#load(part, signal);
    await this.#repl.start(START, signal);
    const chosen = await this.#chooseCheck(signal);
    this.#check = CHECKS[chosen];
    this.#deframer = new Deframer(this.#check);
    this.#deframer.take(this.#repl.inbox.rest());
    return chosen;
  }

  async #load(part: string, signal: AbortSignal): Promise<void> {
    for (let tries = 0; ; tries++) {
      const { traceback } = await this.#repl.run(part, this.#limits.silence, signal);
      if (traceback === '') return;
      if (tries >= 3) throw kernelFault(this.port, traceback);
    }
  }

  /** Adds code to the helper. */
  async extend(source: string, signal: AbortSignal): Promise<void> {
    for (const part of partsOf(source, PART)) await this.call('!', utf8(part), signal);
  }

  /** The first frame tells which check the board computes. */
  async #chooseCheck(signal: AbortSignal): Promise<CheckName> {
    const candidates = (Object.keys(CHECKS) as CheckName[]).map((name) => ({ name, deframer: new Deframer(CHECKS[name]) }));
    for (let bytes: Uint8Array | null = this.#repl.inbox.rest(), waits = 0; waits < 3; waits++) {
      for (const { name, deframer } of candidates) if (bytes !== null && deframer.take(bytes).some(({ kind }) => kind === 'ready')) return name;
      bytes = await this.#repl.inbox.line.read(this.#limits.prompt, signal);
      if (bytes !== null) waits = 0;
    }
    throw kernelFault(this.port, candidates[0]!.deframer.unfinished);
  }

  /** A request with one answer, carried out once however often it has to be sent. */
  async call(operation: string, body: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    const id = this.#nextId();
    for (let tries = 0; tries < this.#limits.tries; tries++) {
      const ending = await this.#consume(this.attempt(operation, body, signal, id), () => undefined);
      if (ending.type === 'end') return ending.payload;
    }
    throw this.#unusable();
  }

  /** A request with many parts, asked again as a whole when one is missing. */
  async all(operation: string, body: () => Uint8Array, signal: AbortSignal, heard?: (part: Uint8Array) => void): Promise<Uint8Array[]> {
    for (let tries = 0; tries < this.#limits.tries; tries++) {
      const parts: Uint8Array[] = [];
      const ending = await this.#consume(this.attempt(operation, body(), signal), ({ sequence, payload }) => {
        parts[sequence] = payload;
        heard?.(payload);
      });
      if (ending.type === 'end' && Object.keys(parts).length === ending.parts) return parts;
      if (ending.type === 'end') this.shrink();
    }
    throw this.#unusable();
  }

  /**
   * One try: the parts as they come, perhaps not all of them, then how it ended. Leaving it early interrupts the board at the next request.
   * @throws Refusal when the board says no; Fault `offline` when it is gone or was reset.
   */
  async *attempt(operation: string, body: Uint8Array, signal: AbortSignal, id = this.#nextId()): AsyncGenerator<Frame, Ending> {
    if (this.#unsettled) await this.#settle(signal);
    this.#unsettled = true;
    await this.#repl.inbox.line.write(encodeRequest(id, operation, body, this.#check), signal);
    for (;;) {
      const bytes = await this.#repl.inbox.line.read(this.#limits.silence, signal);
      if (bytes === null || this.#stopped()) return await this.#lost(signal);
      for (const frame of this.#deframer.take(bytes)) {
        if (frame.kind === 'again' || frame.kind === 'interrupted' || (frame.kind === 'memory' && frame.id === id)) {
          if (frame.kind === 'memory' && this.frameSize <= SMALLEST_FRAME) throw new Refusal('memory', '');
          return await this.#lost(signal);
        }
        if (frame.id !== id) continue;
        if (frame.kind === 'data') yield frame;
        else {
          this.#unsettled = false;
          if (frame.kind === 'end') return { type: 'end', parts: frame.sequence, payload: frame.payload };
          throw new Refusal(frame.kind === 'errno' ? 'errno' : 'error', Buffer.from(frame.payload).toString());
        }
      }
    }
  }

  #unusable(): Fault {
    return new Fault('offline', `The connection to the board on ${this.port} loses too much to be used.`, {
      context: { port: this.port }, advice: 'Try another cable or a lower baud rate, then run it again.',
    });
  }

  /** Throws when so many tries in a row ended as `lost`. */
  endure(tries: number): void {
    if (tries >= this.#limits.tries) throw this.#unusable();
  }

  shrink(): void {
    this.frameSize = Math.max(SMALLEST_FRAME, this.frameSize >> 1);
  }

  /** Ends the helper: the board is at its raw prompt again. */
  async end(signal: AbortSignal): Promise<void> {
    await this.call('.', EMPTY, signal);
    this.#repl.inbox.putBack(this.#deframer.release());
    await this.#repl.finish(this.#limits.silence, signal);
  }

  async #consume(parts: AsyncGenerator<Frame, Ending>, part: (frame: Frame) => void): Promise<Ending> {
    for (;;) {
      const next = await parts.next();
      if (next.done === true) return next.value;
      part(next.value);
    }
  }

  async #lost(signal: AbortSignal): Promise<Ending> {
    this.shrink();
    await this.#settle(signal);
    return { type: 'lost' };
  }

  /** The helper has ended by itself: its traceback and the raw prompt stand in the line. */
  #stopped(): boolean {
    return this.#deframer.unfinished.endsWith('\x04>');
  }

  /** Has the helper wait for a request again, whatever it was doing. */
  async #settle(signal: AbortSignal): Promise<void> {
    const { line } = this.#repl.inbox;
    for (let tries = 0; tries < 3 && !this.#stopped(); tries++) {
      await line.write(Uint8Array.of(3), signal);
      if (await this.#heard('interrupted', signal)) return;
    }
    await this.#restart(signal);
  }

  /** True once such a frame has come and the line is quiet after it. */
  async #heard(kind: 'interrupted' | 'ready', signal: AbortSignal): Promise<boolean> {
    const { clock, interrupt } = this.#limits;
    for (const end = clock.monotonic() + 4 * interrupt; clock.monotonic() < end;) {
      const bytes = await this.#repl.inbox.line.read(interrupt, signal);
      if (bytes === null || this.#stopped()) return false;
      if (this.#deframer.take(bytes).some((frame) => frame.kind === kind)) {
        this.#unsettled = false;
        return true;
      }
    }
    return false;
  }

  /** The helper's loop is gone but its code may still be there; after a reset it is not. What starts it can be garbled like all else. */
  async #restart(signal: AbortSignal): Promise<void> {
    let said = '';
    for (let tries = 0; tries < RESTARTS; tries++) {
      this.#deframer.release();
      await this.#repl.enter(true, signal);
      if (await this.#startAgain(signal)) return;
      said += this.#deframer.unfinished;
    }
    if (!said.includes('NameError')) throw this.#unusable();
    throw new Fault('offline', `The board on ${this.port} was restarted during the work.`, {
      context: { port: this.port }, advice: 'Check its power supply and whether its program has a watchdog, then run it again.',
    });
  }

  async #startAgain(signal: AbortSignal): Promise<boolean> {
    try {
      await this.#repl.start(START, signal);
    } catch (error) {
      if (isFault(error, 'offline')) return false; // not heard: a board that is really gone ends the next try
      throw error;
    }
    this.#deframer = new Deframer(this.#check);
    const waiting = this.#deframer.take(this.#repl.inbox.rest());
    this.#unsettled = false;
    return waiting.some(({ kind }) => kind === 'ready') || this.#heard('ready', signal);
  }

  #nextId(): number {
    this.#id = (this.#id % 255) + 1;
    return this.#id;
  }
}

function kernelFault(port: string, said: string): Fault {
  const memory = /MemoryError/.test(said);
  const advice = memory ? 'Free memory on the board: a shorter boot.py, fewer imports.' : 'Update MicroPython on the board (1.12 or later), then run it again.';
  return new Fault(memory ? 'full' : 'unsupported', `The board on ${port} ${memory ? 'has too little free memory' : 'cannot run the helper Holdfast needs'}.`, {
    context: { port, said: said.trim().split('\n').at(-1)?.slice(-80) ?? '' }, advice,
  });
}
