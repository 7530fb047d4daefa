/** Where text goes: the answer to stdout, everything else to stderr, and a status line that never gets mixed into either. */
import type { Env } from '../base/env.ts';
import type { Clock } from '../base/clock.ts';
import { Interrupted } from './interrupts.ts';
import { cut } from './show/width.ts';

/** The part of a standard stream this needs. */
export interface Sink {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

export interface OutputOptions {
  json: boolean;
  quiet: boolean;
  color: boolean;
}

/** Colour is spent on state only. */
export type State = 'safe' | 'attention' | 'failed' | 'faint';

const SGR = { safe: 32, attention: 33, failed: 31, faint: 2 } as const satisfies Record<State, number>;
const CLEAR_LINE = '\r\u001b[2K';
/** Milliseconds between two drawings: ten a second are as many as anybody can read. */
const REDRAW_EVERY = 100;

export class Output implements Disposable {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Text for people as it is to be said; set by whoever knows the names of things. */
  spoken: (text: string) => string = (text) => text;
  readonly #out: Sink;
  readonly #err: Sink;
  readonly #clock: Clock;
  readonly #color: boolean;
  readonly #smart: boolean;
  readonly #closed = new AbortController();
  #status = '';
  #drawnAt = -Infinity;

  constructor(out: Sink, err: Sink, env: Env, clock: Clock, { json, quiet, color }: OutputOptions) {
    [this.#out, this.#err, this.#clock] = [out, err, clock];
    [this.json, this.quiet] = [json, quiet];
    this.#color = color && !env.noColor && env.term !== 'dumb';
    this.#smart = err.isTTY === true && env.term !== 'dumb' && !json && !quiet;
    out.on('error', this.#fail);
    err.on('error', this.#fail);
  }

  /** Aborted when nobody reads stdout any more (`… | head`): what is only made to be read can end. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** Columns of the terminal the answer goes to; null for a pipe or file, where nothing is cut. */
  get width(): number | null {
    return this.#out.isTTY === true ? (this.#out.columns || 80) : null;
  }

  /** Whether progress is worth describing. */
  get shows(): boolean {
    return this.#smart;
  }

  /** A line of the answer. */
  line(text = ''): void {
    this.lines([text]);
  }

  lines(texts: readonly string[]): void {
    if (texts.length === 0 || this.#closed.signal.aborted) return;
    this.clearStatus();
    this.#out.write(`${this.#said(texts.join('\n'))}\n`);
  }

  /** Part of the answer, without an end of line. */
  part(text: string): void {
    if (!this.#closed.signal.aborted) this.#out.write(text);
  }

  /** A line of the answer, as JSON. */
  object(value: unknown): void {
    this.line(JSON.stringify(value));
  }

  /** A line beside the answer. */
  note(text = ''): void {
    this.clearStatus();
    this.#err.write(`${this.#said(text)}\n`);
  }

  /** JSON is for programs: they get addresses as they are. */
  #said(text: string): string {
    return this.json ? text : this.spoken(text);
  }

  /** A line beside the answer, as JSON. */
  noteObject(value: unknown): void {
    this.note(JSON.stringify(value));
  }

  /** Draws the status line, cut to the terminal; more often than ten times a second it is not drawn. */
  status(describe: (columns: number) => string): void {
    const now = this.#clock.monotonic();
    if (!this.#smart || now - this.#drawnAt < REDRAW_EVERY) return;
    const columns = Math.max(1, (this.#err.columns || 80) - 3); // a terminal that does not know says 0; 3 are for the ^C it echoes
    this.#status = cut(describe(columns), columns);
    this.#drawnAt = now;
    this.#err.write(CLEAR_LINE + this.#status);
  }

  clearStatus(): void {
    if (this.#status === '') return;
    this.#status = '';
    this.#drawnAt = -Infinity;
    this.#err.write(CLEAR_LINE);
  }

  /** The text in the colour of a state, on the stream it is meant for, where colour is wanted. */
  paint(state: State, text: string, to: 'answer' | 'note' = 'note'): string {
    const sink = to === 'answer' ? this.#out : this.#err;
    return this.#color && sink.isTTY === true ? `\u001b[${SGR[state]}m${text}\u001b[0m` : text;
  }

  [Symbol.dispose](): void {
    this.clearStatus();
  }

  /** A reader that has gone is no failure of ours; any other write error is, and ends the process as Node ends it. */
  readonly #fail = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error;
    if (!this.#closed.signal.aborted) this.#closed.abort(new Interrupted());
  };
}
