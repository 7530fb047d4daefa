/** A world for the command line: streams that are remembered, signals on demand, a client of the test's own. */
import { EventEmitter } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import type { Api, ApiOptions } from '../../main/api/open.ts';
import { readEnv } from '../../main/base/env.ts';
import type { Client } from '../../main/cli/client.ts';
import type { Host } from '../../main/cli/host.ts';
import { main } from '../../main/cli/main.ts';
import type { RunEvent, RunProgress } from '../../preload/contract/run.ts';

/** As much of the client as a test needs. */
export type PartialClient = { [Noun in keyof Client]?: Record<string, unknown> };

export interface CliWorld {
  /** Both ends are terminals with somebody at the keyboard. */
  terminal?: boolean;
  columns?: number;
  env?: Record<string, string>;
  /** Typed as soon as something is asked; one a question. */
  answers?: readonly string[];
  /** The reader of stdout goes away after so many writes. */
  closesAfter?: number;
  cwd?: string;
}

class Stream extends Writable {
  text = '';
  isTTY: boolean;
  columns: number | undefined;
  onText: (text: string) => void = () => undefined;
  constructor(isTTY: boolean, columns: number | undefined) {
    super();
    [this.isTTY, this.columns] = [isTTY, columns];
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.onText(chunk.toString());
    done();
  }
}

export class FakeCli implements Host {
  readonly env;
  readonly cwd;
  readonly stdin = Object.assign(new PassThrough(), { isTTY: false });
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly signals = new EventEmitter();
  /** A second more at every look. */
  readonly clock = { now: () => Date.parse('2026-11-17T14:00:00Z'), monotonic: () => (this.#ticks += 1000) };
  readonly exits: number[] = [];
  readonly opened: ApiOptions[] = [];
  closed = 0;
  #ticks = 0;
  readonly #client: PartialClient;

  constructor(client: PartialClient = {}, { terminal = false, columns, env = {}, answers = [], closesAfter, cwd = '/work-folder' }: CliWorld = {}) {
    this.#client = client;
    this.env = readEnv(env);
    this.cwd = cwd;
    this.stdin.isTTY = terminal;
    this.stdout = new Stream(terminal, columns);
    this.stderr = new Stream(terminal, columns);
    this.#answer([...answers]);
    if (closesAfter !== undefined) this.#close(closesAfter);
  }

  run(...argv: string[]): Promise<number> {
    return main(argv, this);
  }

  get out(): string {
    return this.stdout.text;
  }

  get err(): string {
    return this.stderr.text;
  }

  /** Lines of stdout, each read as JSON. */
  get json(): Record<string, unknown>[] {
    return this.out.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  exit(code: number): void {
    this.exits.push(code);
  }

  async openApi(options: ApiOptions): Promise<Api> {
    this.opened.push(options);
    return {
      client: this.#client as unknown as Client,
      services: {} as Api['services'],
      servedFile: async () => null,
      watchDrives: () => undefined,
      spoken: (text) => text,
      busy: () => false,
      close: async () => {
        this.closed++;
      },
    };
  }

  #answer(answers: string[]): void {
    this.stderr.onText = (text) => {
      if (/[?:\]] $/.test(text) && answers.length > 0) setImmediate(() => this.stdin.write(`${answers.shift()}\r`));
    };
  }

  #close(writes: number): void {
    let left = writes;
    this.stdout.onText = () => {
      if (--left === 0) this.stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    };
  }
}

/** What a client throws when a procedure fails. */
export const contractError = (kind: string, message = 'It did not work.', advice = 'Do something else.'): Error =>
  Object.assign(new Error(message), { code: kind.toUpperCase(), data: { kind, advice, context: {} } });

/** The noun `run`, with a run that does this. */
export const runThat = (...events: RunEvent[]): Record<string, unknown> => ({
  watch: async () =>
    (async function* () {
      yield* events;
    })(),
});

export const ended = (results: unknown[] = [], outcome = 'succeeded', fault: unknown = null): RunEvent =>
  ({ type: 'ended', outcome, fault, results, elapsedSeconds: 41.2 }) as RunEvent;

export const progress = (fields: Partial<RunProgress> = {}): RunEvent => ({
  type: 'progress',
  progress: { phase: 'backing up', files: 0, bytes: 0, errors: 0, totalFiles: null, totalBytes: null, current: null, elapsedSeconds: 1, bytesPerSecond: 0, etaSeconds: null, ...fields },
});

export const problem = (item: string, kind = 'denied', severity = 'warning'): RunEvent =>
  ({ type: 'problem', problem: { item, during: 'read', severity, kind, message: `Cannot read ${item}: permission denied (EACCES).`, advice: 'Check the permissions.' } }) as RunEvent;
