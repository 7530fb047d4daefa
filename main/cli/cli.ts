/** What every command is given: the options that hold everywhere, the client, the output, the person at the terminal. */
import { resolve } from 'node:path';
import type { RunProblem } from '../../preload/contract/run.ts';
import type { Api, ApiOptions } from '../api/open.ts';
import type { Problem } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import { ask } from './ask.ts';
import type { Client } from './client.ts';
import type { GlobalOptions } from './global-options.ts';
import type { Host } from './host.ts';
import { Interrupts } from './interrupts.ts';
import { Output } from './output.ts';
import { parseRate } from './parse/size.ts';

/** Where the password of a second destination is. */
export interface OtherPassword {
  otherPasswordFile?: string | undefined;
  otherPasswordCommand?: string | undefined;
}

export class Cli implements AsyncDisposable {
  readonly host: Host;
  readonly options: GlobalOptions;
  readonly output: Output;
  readonly interrupts: Interrupts;
  /** Stops what is made only to be read: Ctrl-C, or nobody reading any more. */
  readonly signal: AbortSignal;
  /** What short operations could not read and went on without; each once. */
  readonly problems: RunProblem[] = [];
  #api: Promise<Api> | null = null;

  constructor(host: Host, options: GlobalOptions) {
    [this.host, this.options] = [host, options];
    const { json = false, quiet = false, color } = options;
    this.output = new Output(host.stdout, host.stderr, host.env, host.clock, { json, quiet, color });
    this.interrupts = new Interrupts(host.signals, () => {
      this.output.clearStatus();
      host.exit(130);
    });
    this.signal = AbortSignal.any([this.interrupts.signal, this.output.closed]);
  }

  /** Somebody is there to answer: a terminal on both sides, and no program reading along. */
  get interactive(): boolean {
    return this.host.stdin.isTTY === true && this.host.stderr.isTTY === true && !this.output.json;
  }

  /** How much to tell: 0, 1 (`-v`) every problem, 2 (`-vv`) every item. */
  get verbosity(): number {
    return this.options.verbose ?? 0;
  }

  /** The destination named by -r; absent: the default one. */
  get destination(): string | undefined {
    return this.options.repo;
  }

  /** The client; the first call opens the state and whatever else is needed. */
  async client(other: OtherPassword = {}): Promise<Client> {
    this.#api ??= this.#open(other);
    const { client, spoken } = await this.#api;
    this.output.spoken = spoken;
    return client;
  }

  /** For a host of its own kind: nobody is asked at the terminal, because the person sits elsewhere. */
  api(host: Pick<ApiOptions, 'host' | 'desktop' | 'versions'>): Promise<Api> {
    return (this.#api ??= this.#open({}, { ...host, ask: undefined }));
  }

  #open({ otherPasswordFile, otherPasswordCommand }: OtherPassword, more: Partial<ApiOptions> = {}): Promise<Api> {
    const { passwordFile, passwordCommand, limitUpload, limitDownload, cache, lock } = this.options;
    return this.host.openApi({
      env: this.host.env,
      cwd: this.host.cwd,
      ...(passwordFile === undefined ? {} : { passwordFile: this.path(passwordFile) }),
      ...(passwordCommand === undefined ? {} : { passwordCommand }),
      ...(otherPasswordFile === undefined ? {} : { otherPasswordFile: this.path(otherPasswordFile) }),
      ...(otherPasswordCommand === undefined ? {} : { otherPasswordCommand }),
      ...(this.interactive ? { ask: (question, options) => this.ask(question, options) } : {}),
      onProblem: (problem) => this.#note(problem),
      limits: {
        ...(limitUpload === undefined ? {} : { upload: parseRate(limitUpload, '--limit-upload') }),
        ...(limitDownload === undefined ? {} : { download: parseRate(limitDownload, '--limit-download') }),
      },
      noCache: !cache,
      noLock: !lock,
      ...more,
    });
  }

  #note({ item, during, severity, fault: { kind, message, advice } }: Problem): void {
    if (!this.problems.some((known) => known.message === message)) this.problems.push({ item, during, severity, kind, message, advice });
  }

  /**
   * An absolute path; relative ones start where the command was called.
   * @throws Fault `invalid` for an empty one: it would mean the current folder, and most likely a variable was not set.
   */
  path(path: string): string {
    if (path === '')
      throw new Fault('invalid', 'A path on the command line is empty.', {
        advice: 'If it comes from a variable, see that it is set; the current folder is written as ".".',
      });
    return resolve(this.host.cwd, path);
  }

  /** @throws Interrupted when it is not answered; everything else is then told to stop, too. */
  async ask(question: string, options: { secret: boolean } = { secret: false }): Promise<string> {
    this.output.clearStatus();
    try {
      return await ask(question, options, this.host.stdin, this.host.stderr);
    } catch (error) {
      this.interrupts.interrupt();
      throw error;
    }
  }

  /** A question whose answer is no unless it is yes. */
  async agrees(question: string): Promise<boolean> {
    return /^y(es)?$/i.test((await this.ask(`${question} [y/N]`)).trim());
  }

  /** Refuses what needs a yes when nobody can give it. @param act what would be done, as the beginning of a sentence. */
  requireConsent(act: string, yes: boolean | undefined, look = 'or look first with --dry-run'): void {
    if (yes === true || this.interactive) return;
    throw new Fault('invalid', `${act}, and nobody is here to say yes.`, { advice: `Add --yes to go ahead, ${look}.` });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.output[Symbol.dispose]();
    try {
      await (await this.#api)?.close();
    } finally {
      this.interrupts[Symbol.dispose]();
    }
  }
}
