/** A storage nothing can be changed in: for looking at a backup, for restores, and for dry runs. */
import { Fault } from '../../base/fault.ts';
import type { Key, Storage, StorageCall } from '../storage.ts';
import { ForwardingStorage } from './forward.ts';

/** `create`, `put` and `remove` end in a Fault `denied`; there is no `sweep`. */
export class ReadOnlyStorage extends ForwardingStorage {
  constructor(inner: Storage) {
    super(inner);
    this.sweep = undefined;
  }

  override create(call: StorageCall): Promise<void> {
    return this.#refuse(call, 'create it');
  }

  override put(key: Key, _bytes: Uint8Array, call: StorageCall): Promise<void> {
    return this.#refuse(call, `write "${key}"`);
  }

  override remove(key: Key, call: StorageCall): Promise<void> {
    return this.#refuse(call, `remove "${key}"`);
  }

  async #refuse({ signal }: StorageCall, what: string): Promise<never> {
    signal.throwIfAborted();
    throw new Fault('denied', `${this.address} is open for reading only: cannot ${what}.`, {
      context: { address: this.address },
      advice: 'Open the destination for writing to change what is in it.',
    });
  }
}
