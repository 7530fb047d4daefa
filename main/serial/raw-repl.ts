/**
 * The raw REPL of a board: its prompt taken, code run, the state it was found in brought back.
 * Source: https://docs.micropython.org/en/latest/reference/repl.html (raw mode, raw-paste mode).
 */
import { Fault } from '../base/fault.ts';
import { Inbox } from './inbox.ts';
import type { Limits } from './limits.ts';
import type { Line } from './line.ts';
import { circuitPython, noPromptFault, wouldInterrupt } from './no-prompt.ts';
import { pasteRaw } from './raw-paste.ts';

export type FoundState = 'idle' | 'running';

/** What code printed, and its traceback (empty: none). */
export interface Ran {
  readonly output: string;
  readonly traceback: string;
}

const CTRL_A = '\x01';
const CTRL_B = '\x02';
const CTRL_C = '\x03';
const CTRL_D = '\x04';
const PROMPT = 'raw REPL; CTRL-B to exit\r\n>';
/** Milliseconds a board at its prompt has to show that it needs no interrupt; longer where none is allowed. */
const IDLE_ANSWER = 1000;
/** Milliseconds without a byte after which nothing more is on its way. */
const SETTLE = 30;
/** The same for code of ours that is interrupted. */
const WITHDRAWN = 150;
/** What a board says when it turns to its friendly prompt. */
const BANNER = 'MicroPython v';
/** What an interrupted program leaves behind. */
const INTERRUPTED = /Traceback|KeyboardInterrupt/;

export class RawRepl {
  readonly inbox: Inbox;
  readonly #limits: Limits;
  #paste = true;
  /** What was heard while the prompt was being taken, and whether anything was interrupted for it. */
  #heard = '';
  #interrupted = false;
  /** It was asked for as long as it may be: nothing more is to be expected of it. */
  #exhausted = false;

  constructor(line: Line, limits: Limits) {
    this.inbox = new Inbox(line, limits.clock);
    this.#limits = limits;
  }

  /**
   * Takes the raw prompt, by interrupting a program only where that is allowed. Faults: `busy`, `offline`, `unsupported`, `invalid`,
   * each with what the board seems to be doing.
   */
  async enter(interrupt: boolean, signal: AbortSignal): Promise<FoundState> {
    const name = this.inbox.line.name;
    this.#heard = '';
    this.#interrupted = false;
    this.#exhausted = false;
    await this.inbox.send(CTRL_A, signal);
    const free = await this.inbox.until(PROMPT, interrupt ? IDLE_ANSWER : 2 * this.#limits.prompt, signal);
    this.#heard = free.text;
    if (free.found) return this.#recognised(free.text, 'idle', signal);
    const end = this.#limits.clock.monotonic() + this.#limits.attention;
    while (this.#limits.clock.monotonic() < end) {
      if (!interrupt) throw circuitPython(this.#heard, name) ?? wouldInterrupt(name);
      this.#interrupted = true;
      await this.inbox.send(`\r${CTRL_C}${CTRL_C}`, signal);
      this.#hear((await this.inbox.until('>>> ', this.#limits.prompt / 2, signal)).text);
      await this.inbox.send(CTRL_A, signal);
      const { found, text } = await this.inbox.until(PROMPT, this.#limits.prompt, signal);
      this.#hear(text);
      if (found) return this.#recognised(this.#heard, wasRunning(this.#heard) ? 'running' : 'idle', signal);
    }
    this.#exhausted = true;
    throw noPromptFault(name, this.#heard);
  }

  #hear(text: string): void {
    this.#heard = (this.#heard + text).slice(-65_536);
  }

  /**
   * Gives back a board whose prompt was being taken when that was broken off: friendly again, and the program that was interrupted for it
   * started again. What was not to be interrupted is not interrupted now, either.
   */
  async retreat(signal: AbortSignal): Promise<void> {
    if (!this.#interrupted) {
      await this.inbox.send(CTRL_B, signal); // undoes the request for the raw prompt, also one that still waits to be read
      await this.inbox.until(BANNER, WITHDRAWN, signal); // a port that is closed at once may take along what was sent last
      return;
    }
    await this.inbox.send(`\r${CTRL_C}${CTRL_B}`, signal);
    const { found, text } = await this.inbox.until(BANNER, (this.#exhausted ? 1 : 3) * this.#limits.prompt, signal);
    if (!found || !INTERRUPTED.test(this.#heard + text)) return;
    await this.#expect('>>> ', this.#limits.prompt, signal);
    await this.#restart(signal);
  }

  /** The same when code of ours may be running that no prompt ends. */
  async withdraw(restart: boolean, signal: AbortSignal): Promise<void> {
    for (let tries = 0, found = false; tries < 4 && !found; tries++) {
      await this.inbox.send(`\r${CTRL_C}${CTRL_A}`, signal); // the first may only end what runs
      ({ found } = await this.inbox.until(PROMPT, 2 * WITHDRAWN, signal));
    }
    await this.leave(restart, signal);
  }

  /** Prompts asked for in vain, by us or by whoever was here before, may still be on their way. */
  async #recognised(heard: string, state: FoundState, signal: AbortSignal): Promise<FoundState> {
    const other = circuitPython(heard, this.inbox.line.name);
    if (other !== null) throw other;
    await this.inbox.quiet(SETTLE, signal);
    return state;
  }

  /** Sends code and lets it run; its output is then in the line. */
  async start(code: string, signal: AbortSignal): Promise<void> {
    if (this.#paste) {
      this.#paste = await pasteRaw(this.inbox, code, this.#limits, signal);
      if (this.#paste) return;
    }
    for (let at = 0; at < code.length; at += 64) await this.inbox.send(code.slice(at, at + 64), signal);
    await this.inbox.send(CTRL_D, signal);
    await this.#expect('OK', this.#limits.silence, signal);
  }

  /** Runs code to its end. Output goes up to the first Ctrl-D, as the REPL has it. @param within milliseconds it may take. */
  async run(code: string, within: number, signal: AbortSignal): Promise<Ran> {
    await this.start(code, signal);
    return this.finish(within, signal);
  }

  /** Output and traceback of what was started, when it ends. */
  async finish(within: number, signal: AbortSignal): Promise<Ran> {
    const output = await this.#expect(CTRL_D, within, signal);
    const traceback = await this.#expect(CTRL_D, this.#limits.silence, signal);
    await this.#expect('>', this.#limits.silence, signal);
    return { output, traceback };
  }

  /** Leaves the board at its friendly prompt, or starts its program again. */
  async leave(restart: boolean, signal: AbortSignal): Promise<void> {
    await this.inbox.send(`\r${CTRL_C}${CTRL_B}`, signal);
    await this.#expect('>>> ', this.#limits.prompt, signal);
    if (restart) await this.#restart(signal);
  }

  async #restart(signal: AbortSignal): Promise<void> {
    await this.inbox.send(CTRL_D, signal);
    await this.#expect('soft reboot', this.#limits.prompt, signal);
  }

  async #expect(marker: string, within: number, signal: AbortSignal): Promise<string> {
    const { found, text } = await this.inbox.until(marker, within, signal);
    if (found) return text;
    const port = this.inbox.line.name;
    throw new Fault('offline', `The board on ${port} stopped answering.`, { context: { port, heard: text.slice(-60) }, advice: 'Press its reset button, then run it again.' });
  }
}

/** An interrupt leaves a traceback only where a program ran; a prompt before it is that of an idle board which was slow to answer. */
const wasRunning = (heard: string): boolean => /Traceback|KeyboardInterrupt|\r\nMicroPython v/.test(heard.split(PROMPT, 1)[0]!);
