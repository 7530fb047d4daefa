/** When the app may end: a run is never cut off because a window was closed, and not by quitting unless the person says so. */

/** What somebody who quits during a run can choose. */
export type LeaveChoice = 'wait' | 'stop' | 'stay';

export interface LeavingWishes {
  platform: NodeJS.Platform;
  /** Whether a run is going on now. */
  busy(): Promise<boolean>;
  ask(): Promise<LeaveChoice>;
  windows: { count(): number; closeAll(): void };
  /** Begins to quit; comes back to us by `mayQuit`. */
  quit(): void;
}

export class Leaving {
  readonly #wishes: LeavingWishes;
  #settled = false;
  #deciding = false;
  /** The app ends with the run, even on macOS. */
  #afterRun = false;

  constructor(wishes: LeavingWishes) {
    this.#wishes = wishes;
  }

  /** The last window was closed. On macOS an app stays without windows; elsewhere it stays as long as a run goes on. */
  async windowsClosed(): Promise<void> {
    if (this.#wishes.platform === 'darwin' && !this.#afterRun) return;
    const busy = await this.#wishes.busy();
    if (this.#wishes.windows.count() > 0) return; // one was opened meanwhile
    if (busy) this.#afterRun = true;
    else this.#end();
  }

  /** A window is there (again): nobody is leaving. */
  windowOpened(): void {
    this.#afterRun = false;
  }

  /** The last run ended. */
  runsEnded(): void {
    if (this.#afterRun && this.#wishes.windows.count() === 0) this.#end();
  }

  /** Asked when the app is about to quit. @returns false: not now; it will quit by itself if that is what comes out. */
  mayQuit(): boolean {
    if (this.#settled) return true;
    void this.#decide();
    return false;
  }

  /** Quit, whatever runs. */
  #end(): void {
    this.#settled = true;
    this.#wishes.quit();
  }

  async #decide(): Promise<void> {
    if (this.#deciding) return;
    this.#deciding = true;
    try {
      if (!(await this.#wishes.busy())) return this.#end();
      const choice = await this.#wishes.ask();
      if (choice === 'stop') return this.#end();
      if (choice === 'wait') this.#wait();
    } finally {
      this.#deciding = false;
    }
  }

  #wait(): void {
    this.#afterRun = true;
    if (this.#wishes.windows.count() > 0) this.#wishes.windows.closeAll(); // comes back by `windowsClosed`, which sees whether it still runs
    else void this.windowsClosed();
  }
}
