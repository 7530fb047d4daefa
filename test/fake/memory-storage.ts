/** A storage in memory that keeps every promise. Two connections to one place share a shelf. */
import { setImmediate } from 'node:timers/promises';
import { systemClock } from '../../main/base/clock.ts';
import type { Clock } from '../../main/base/clock.ts';
import { assertRange, guard, storageFault } from '../../main/storage/gate.ts';
import { asPrefix } from '../../main/storage/key.ts';
import type { Key, Range, Storage, StorageCall, StoredObject, Traits } from '../../main/storage/storage.ts';

export type Shelf = Map<Key, { bytes: Uint8Array; modifiedAt: number }>;

export interface MemoryOptions {
  shelf?: Shelf;
  traits?: Partial<Traits>;
  clock?: Clock;
  address?: string;
}

export class MemoryStorage implements Storage {
  readonly kind = 'local';
  readonly address: string;
  readonly traits: Traits;
  /** What is stored, for tests to look at and to tamper with. */
  readonly shelf: Shelf;
  readonly #clock: Clock;

  constructor({ shelf = new Map(), traits = {}, clock = systemClock, address = 'memory' }: MemoryOptions = {}) {
    this.shelf = shelf;
    this.traits = { parallel: 4, remote: false, ...traits };
    this.address = address;
    this.#clock = clock;
  }

  create(call: StorageCall): Promise<void> {
    return guard(this.address, null, call, () => undefined);
  }

  put(key: Key, bytes: Uint8Array, call: StorageCall, { overwrite = false }: { overwrite?: boolean } = {}): Promise<void> {
    return guard(this.address, key, call, async () => {
      const copy = bytes.slice();
      await setImmediate(); // a put takes a while: others come between, and it can be cut off
      call.signal.throwIfAborted();
      if (!overwrite && this.shelf.has(key)) throw storageFault('exists', this.address, key);
      this.shelf.set(key, { bytes: copy, modifiedAt: this.#clock.now() });
    });
  }

  get(key: Key, call: StorageCall, range?: Range): Promise<Uint8Array<ArrayBuffer>> {
    return guard(this.address, key, call, () => {
      const found = this.shelf.get(key);
      if (range !== undefined) assertRange(range, this.address, key);
      if (found === undefined) throw storageFault('missing', this.address, key);
      const { offset, length } = range ?? { offset: 0, length: found.bytes.length };
      if (offset + length > found.bytes.length) throw storageFault('range', this.address, key);
      return new Uint8Array(found.bytes.subarray(offset, offset + length));
    });
  }

  stat(key: Key, call: StorageCall): Promise<StoredObject | null> {
    return guard(this.address, key, call, () => this.#object(key));
  }

  async *list(prefix: string, { signal }: StorageCall): AsyncGenerator<StoredObject> {
    signal.throwIfAborted();
    const below = asPrefix(prefix);
    for (const key of [...this.shelf.keys()]) {
      if (!key.startsWith(below)) continue;
      signal.throwIfAborted();
      const object = this.#object(key);
      if (object !== null) yield object;
    }
  }

  remove(key: Key, call: StorageCall): Promise<void> {
    return guard(this.address, key, call, () => void this.shelf.delete(key));
  }

  free(call: StorageCall): Promise<number | null> {
    return guard(this.address, null, call, () => null);
  }

  async close(): Promise<void> {}

  #object(key: Key): StoredObject | null {
    const found = this.shelf.get(key);
    return found === undefined ? null : { key, size: found.bytes.length, modifiedAt: found.modifiedAt };
  }
}
