/** Ctrl-C and its kin: the first asks everything to stop, the last does not ask. */

/** Why a signal was aborted: somebody wants it to stop. */
export class Interrupted extends Error {
  constructor() {
    super('Cancelled.');
    this.name = 'Interrupted';
  }
}

/** The part of `process` this needs. */
export interface SignalSource {
  on(name: NodeJS.Signals, listener: () => void): unknown;
  removeListener(name: NodeJS.Signals, listener: () => void): unknown;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export class Interrupts implements Disposable {
  readonly #controller = new AbortController();
  readonly #source: SignalSource;
  readonly #leave: () => void;
  /** What the second one does, when there is something between asking and leaving. */
  #second: (() => void) | null = null;

  /** @param leave ends the process there and then. */
  constructor(source: SignalSource, leave: () => void) {
    [this.#source, this.#leave] = [source, leave];
    for (const name of SIGNALS) source.on(name, this.interrupt);
    source.on('SIGHUP', this.#goOn);
  }

  /** Aborted, with an `Interrupted`, by the first one. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The second one does this instead of leaving; the third leaves. */
  onSecond(act: () => void): void {
    this.#second = act;
  }

  /** Nobody's wish to stop: restic sends it to whoever holds a lock of a vault, to see whether that process lives. */
  readonly #goOn = (): void => undefined;

  interrupt = (): void => {
    if (!this.#controller.signal.aborted) return this.#controller.abort(new Interrupted());
    const act = this.#second ?? this.#leave;
    this.#second = null;
    act();
  };

  [Symbol.dispose](): void {
    for (const name of SIGNALS) this.#source.removeListener(name, this.interrupt);
    this.#source.removeListener('SIGHUP', this.#goOn);
  }
}
