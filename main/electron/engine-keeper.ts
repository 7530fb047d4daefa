/** Keeps an engine running: starts it, hands it ports, starts it again when it crashed, and gives up when that is hopeless. */
import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../base/clock.ts';
import { DesktopAnswer, FromEngine, type DesktopRequest, type DriveNotice, type ToEngine } from './engine-messages.ts';
import { RestartPolicy } from './restart-policy.ts';

/** Milliseconds an engine may take to end once it was told to. */
const PATIENCE = 20_000;
/** And to say whether it is busy. */
const ANSWER = 3000;

/** A started engine. */
export interface EngineProcess<P> {
  post(message: ToEngine, port?: P): void;
  kill(): void;
}

export interface Ears {
  message(data: unknown): void;
  /** @param lastWords what it wrote last, if anything. */
  exit(code: number | null, lastWords: string): void;
}

export interface KeeperWishes<P> {
  start(ears: Ears): EngineProcess<P>;
  clock: Pick<Clock, 'monotonic'>;
  /** Does for the engine what only this process can. */
  perform(request: DesktopRequest): Promise<DesktopAnswer>;
  /** A run began, or the last one ended. */
  busy(busy: boolean): void;
  /** Something is to be asked about a drive. */
  drive(notice: DriveNotice): void;
  /** @param pause milliseconds until it is started again; null: it is not. */
  crashed(reason: string, pause: number | null): void;
  /** It runs again: whoever had a port needs a new one. */
  restarted(): void;
  /** It said something it never should. */
  misspoke(data: unknown): void;
}

export class EngineKeeper<P extends { close(): void }> {
  readonly #wishes: KeeperWishes<P>;
  readonly #policy: RestartPolicy;
  readonly #questions = new Map<number, (busy: boolean) => void>();
  #engine: EngineProcess<P> | null = null;
  #stopped: PromiseWithResolvers<void> | null = null;
  #asked = 0;

  constructor(wishes: KeeperWishes<P>) {
    this.#wishes = wishes;
    this.#policy = new RestartPolicy(wishes.clock);
  }

  start(): void {
    const engine = this.#wishes.start({
      message: (data) => void this.#hear(engine, data),
      exit: (code, lastWords) => this.#ended(code, lastWords),
    });
    this.#engine = engine;
  }

  /** After giving up, because somebody asked for it. */
  startAgain(): void {
    this.#policy.forget();
    this.start();
    this.#wishes.restarted();
  }

  /** Hands a port over. Without an engine it is closed: its other end then knows. */
  give(message: Extract<ToEngine, { type: 'connect' | 'preview' }>, port: P): void {
    if (this.#engine === null) port.close();
    else this.#engine.post(message, port);
  }

  /** Whether a run is going on; no engine, no run. One that does not answer is busy, with whatever. */
  busy(): Promise<boolean> {
    const engine = this.#engine;
    if (engine === null) return Promise.resolve(false);
    const id = this.#asked++;
    const answer = new Promise<boolean>((resolve) => {
      this.#questions.set(id, resolve);
      engine.post({ type: 'busy?', id });
    });
    return Promise.race([answer, setTimeout(ANSWER, true, { ref: false })]);
  }

  /** Cancels what runs; resolves when the engine has ended. One that does not end is killed. */
  async stop(): Promise<void> {
    if (this.#engine === null) return;
    this.#stopped ??= Promise.withResolvers();
    this.#engine.post({ type: 'close' });
    await Promise.race([this.#stopped.promise, setTimeout(PATIENCE, null, { ref: false })]);
    this.#engine?.kill();
  }

  async #hear(engine: EngineProcess<P>, data: unknown): Promise<void> {
    const { data: message } = FromEngine.safeParse(data);
    if (message === undefined) return this.#wishes.misspoke(data);
    if (message.type === 'request') return engine.post(await this.#answer(message.id, message.request));
    if (message.type === 'drive') return this.#wishes.drive(message.notice);
    if (message.id === null) return this.#wishes.busy(message.busy);
    this.#questions.get(message.id)?.(message.busy);
    this.#questions.delete(message.id);
  }

  async #answer(id: number, request: DesktopRequest): Promise<ToEngine> {
    try {
      return { type: 'answer', id, answer: DesktopAnswer.parse(await this.#wishes.perform(request)) };
    } catch (error) {
      return { type: 'refusal', id, reason: error instanceof Error ? error.message : String(error) };
    }
  }

  #ended(code: number | null, lastWords: string): void {
    this.#engine = null;
    for (const answer of this.#questions.values()) answer(false);
    this.#questions.clear();
    if (this.#stopped === null) this.#crashed(reasonOf(code, lastWords));
    else this.#stopped.resolve();
    this.#wishes.busy(false);
  }

  #crashed(reason: string): void {
    const pause = this.#policy.crashed();
    this.#wishes.crashed(reason, pause);
    if (pause !== null) void this.#later(pause);
  }

  async #later(pause: number): Promise<void> {
    await setTimeout(pause);
    if (this.#stopped !== null || this.#engine !== null) return;
    this.start();
    this.#wishes.restarted();
  }
}

const reasonOf = (code: number | null, lastWords: string): string =>
  `It ended with ${code === null ? 'a signal' : `code ${code}`}${lastWords.trim() === '' ? '.' : `: ${lastWords.trim()}`}`;
