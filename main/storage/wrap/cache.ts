/** A storage whose small, often-read objects are also kept nearby. Only for objects named by the SHA-256 of their bytes. */
import { isHexId, sha256Hex } from '../../base/ids.ts';
import { asPrefix, lastPart } from '../key.ts';
import type { Key, Range, Storage, StorageCall, StoredObject } from '../storage.ts';
import { ForwardingStorage } from './forward.ts';

/**
 * The cache is never trusted: what comes out of it must have the hash it is named by, lists always come from the origin, and
 * what the origin no longer lists is dropped. It is never needed either: a cache that fails, or is full, costs time and nothing else.
 */
export class CachedStorage extends ForwardingStorage {
  readonly #cache: Storage;
  readonly #wanted: (key: Key) => boolean;

  /** @param wanted which keys to keep nearby, of those whose last part is the SHA-256 of the object. */
  constructor(origin: Storage, cache: Storage, wanted: (key: Key) => boolean) {
    super(origin);
    this.#cache = cache;
    this.#wanted = wanted;
  }

  override async put(key: Key, bytes: Uint8Array, call: StorageCall, options?: { overwrite?: boolean }): Promise<void> {
    await this.inner.put(key, bytes, call, options);
    if (this.#isKept(key)) await this.#keep(key, bytes, call);
  }

  /** Ranges go to the origin: a part of an object cannot be checked against its name. */
  override async get(key: Key, call: StorageCall, range?: Range): Promise<Uint8Array<ArrayBuffer>> {
    if (range !== undefined || !this.#isKept(key)) return this.inner.get(key, call, range);
    const near = await this.#tolerate(call, () => this.#cache.get(key, call));
    if (near !== null && isNamedBy(key, near)) return near;
    const bytes = await this.inner.get(key, call);
    await this.#keep(key, bytes, call);
    return bytes;
  }

  override async *list(prefix: string, call: StorageCall): AsyncGenerator<StoredObject> {
    const listed = new Set<Key>();
    for await (const object of this.inner.list(prefix, call)) {
      if (this.#isKept(object.key)) listed.add(object.key);
      yield object;
    }
    await this.#tolerate(call, () => this.#dropOthers(asPrefix(prefix), listed, call));
  }

  override async remove(key: Key, call: StorageCall): Promise<void> {
    await this.inner.remove(key, call);
    if (this.#isKept(key)) await this.#tolerate(call, () => this.#cache.remove(key, call));
  }

  override async close(): Promise<void> {
    await Promise.all([this.inner.close(), this.#cache.close()]);
  }

  #isKept(key: Key): boolean {
    return isHexId(lastPart(key)) && this.#wanted(key);
  }

  /** Damaged bytes are not kept: the next reader shall ask the origin again. */
  async #keep(key: Key, bytes: Uint8Array, call: StorageCall): Promise<void> {
    if (isNamedBy(key, bytes)) await this.#tolerate(call, () => this.#cache.put(key, bytes, call, { overwrite: true }));
  }

  async #dropOthers(prefix: string, listed: ReadonlySet<Key>, call: StorageCall): Promise<void> {
    for await (const { key } of this.#cache.list(prefix, call)) if (!listed.has(key)) await this.#cache.remove(key, call);
  }

  /** Null where the cache fails, whatever the reason: the origin has it all. Cancelling still ends the call. */
  async #tolerate<T>({ signal }: StorageCall, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch {
      signal.throwIfAborted();
      return null;
    }
  }
}

const isNamedBy = (key: Key, bytes: Uint8Array): boolean => sha256Hex(bytes) === lastPart(key);
