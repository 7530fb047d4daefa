/** A storage that tries again what may pass by itself: a lost connection, a server that is busy. */
import { isFault } from '../../base/fault.ts';
import { isHexId } from '../../base/ids.ts';
import { retry } from '../../base/retry.ts';
import type { RetryOptions } from '../../base/retry.ts';
import { lastPart } from '../key.ts';
import type { Key, Range, Storage, StorageCall, StoredObject } from '../storage.ts';
import { ForwardingStorage } from './forward.ts';

export class RetryingStorage extends ForwardingStorage {
  readonly #options: Partial<RetryOptions>;

  constructor(inner: Storage, options: Partial<RetryOptions> = {}) {
    super(inner);
    this.#options = options;
    if (inner.sweep) this.sweep = (call, prefix) => this.#retry(call, () => inner.sweep!(call, prefix));
  }

  override create(call: StorageCall): Promise<void> {
    return this.#retry(call, () => this.inner.create(call));
  }

  /** An answer can be lost after the bytes have landed: then a later try meets its own object, which is no fault. */
  override put(key: Key, bytes: Uint8Array, call: StorageCall, options?: { overwrite?: boolean }): Promise<void> {
    return this.#retry(call, async (failures) => {
      try {
        await this.inner.put(key, bytes, call, options);
      } catch (error) {
        if (failures === 0 || !isFault(error, 'exists')) throw error;
        if (!(await this.#isThere(key, bytes, call))) throw error;
      }
    });
  }

  /** Whether these very bytes are there. Under a hash as its name, the size is proof enough. */
  async #isThere(key: Key, bytes: Uint8Array, call: StorageCall): Promise<boolean> {
    const there = await this.inner.stat(key, call);
    if (there?.size !== bytes.length) return false;
    return isHexId(lastPart(key)) || Buffer.compare(await this.inner.get(key, call), bytes) === 0;
  }

  override get(key: Key, call: StorageCall, range?: Range): Promise<Uint8Array<ArrayBuffer>> {
    return this.#retry(call, () => this.inner.get(key, call, range));
  }

  override stat(key: Key, call: StorageCall): Promise<StoredObject | null> {
    return this.#retry(call, () => this.inner.stat(key, call));
  }

  /** A list that breaks off is begun again; what was delivered before is not delivered twice. */
  override async *list(prefix: string, call: StorageCall): AsyncGenerator<StoredObject> {
    const delivered = new Set<Key>();
    let source: AsyncIterator<StoredObject> | null = null;
    try {
      for (;;) {
        const { done, value } = await this.#retry(call, () => {
          source ??= this.inner.list(prefix, call)[Symbol.asyncIterator]();
          return source.next().catch((error: unknown) => {
            source = null; // a generator that threw is at its end
            throw error;
          });
        });
        if (done) return;
        if (delivered.has(value.key)) continue;
        delivered.add(value.key);
        yield value;
      }
    } finally {
      await (source as AsyncIterator<StoredObject> | null)?.return?.();
    }
  }

  override remove(key: Key, call: StorageCall): Promise<void> {
    return this.#retry(call, () => this.inner.remove(key, call));
  }

  override free(call: StorageCall): Promise<number | null> {
    return this.#retry(call, () => this.inner.free(call));
  }

  #retry<T>({ signal }: StorageCall, work: (failures: number) => Promise<T>): Promise<T> {
    return retry(work, signal, this.#options);
  }
}
