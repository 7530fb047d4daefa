/** A pack that is written while it fills, hashed on the way: what is in it already takes no memory. */
import { createHash } from 'node:crypto';
import type { Growing, Key } from '../../../storage/storage.ts';

export class PackFile {
  readonly #hash = createHash('sha256');
  readonly #object: Promise<Growing>;
  /** All writes so far. */
  #written: Promise<void>;

  constructor(object: Promise<Growing>) {
    this.#object = object;
    this.#written = object.then(() => undefined);
    this.#written.catch(() => undefined); // told of by whoever writes next
  }

  /** Appends. The bytes must stay as they are until it resolves; writes may be begun one after the other. */
  write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    this.#written = this.#written.then(async () => (await this.#object).write(bytes));
    this.#written.catch(() => undefined);
    return this.#written;
  }

  /** Gives it its name. @returns its id: the SHA-256 of all that was written, as hex. */
  async finish(keyOf: (id: string) => Key): Promise<string> {
    await this.#written;
    const id = this.#hash.digest('hex');
    await (await this.#object).finish(keyOf(id));
    return id;
  }

  /** Never fails. */
  async discard(): Promise<void> {
    await this.#written.catch(() => undefined);
    await this.#object.then((object) => object.discard(), () => undefined);
  }
}
