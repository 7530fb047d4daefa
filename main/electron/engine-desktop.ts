/** In the engine's process: asks the window's process for what only it can do on the person's screen. */
import type { Desktop } from '../api/context.ts';
import { Fault } from '../base/fault.ts';
import type { DesktopAnswer, DesktopRequest, FromEngine, ToEngine } from './engine-messages.ts';

export class EngineDesktop implements Required<Desktop> {
  readonly #say: (message: FromEngine) => void;
  readonly #open = new Map<number, { resolve(answer: DesktopAnswer): void; reject(reason: Fault): void }>();
  #next = 0;

  constructor(say: (message: FromEngine) => void) {
    this.#say = say;
  }

  async pickFolder(title: string, startAt: string | undefined): Promise<string | null> {
    return this.#ask({ what: 'pick-folder', title, startAt: startAt ?? null });
  }

  async reveal(path: string): Promise<void> {
    await this.#ask({ what: 'reveal', path });
  }

  /** An answer nobody waits for (any more) is none. */
  hear(message: Extract<ToEngine, { type: 'answer' | 'refusal' }>): void {
    const asked = this.#open.get(message.id);
    this.#open.delete(message.id);
    if (message.type === 'answer') asked?.resolve(message.answer);
    else asked?.reject(new Fault('unsupported', message.reason));
  }

  #ask(request: DesktopRequest): Promise<DesktopAnswer> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      this.#say({ type: 'request', id, request });
    });
  }
}
