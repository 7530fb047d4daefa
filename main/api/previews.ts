/** Previews of what will be deleted: a token stands for exactly what was shown, and is good once. */
import { Fault } from '../base/fault.ts';
import { newId } from '../base/ids.ts';

/** Previews nobody applies are dropped beyond this number, oldest first. */
const KEPT = 32;

export class Previews {
  readonly #shown = new Map<string, { kind: string; what: unknown }>();

  add(kind: string, what: unknown): string {
    const token = newId();
    this.#shown.set(token, { kind, what });
    if (this.#shown.size > KEPT) this.#shown.delete(this.#shown.keys().next().value!);
    return token;
  }

  /** Nothing came of it: the token is good again. */
  putBack(kind: string, token: string, what: unknown): void {
    this.#shown.set(token, { kind, what });
  }

  /** @throws Fault `stale` for a token that was used, dropped or never given. */
  take<T>(kind: string, token: string): T {
    const shown = this.#shown.get(token);
    this.#shown.delete(token);
    if (shown?.kind !== kind) throw new Fault('stale', 'This preview is no longer good: it was used already, or is too old.');
    return shown.what as T;
  }
}
