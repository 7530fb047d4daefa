/** A storage whose lists lag behind, as some object stores' do: what was just put can be read, but is listed only some calls later. */
import type { Key, Range, Storage, StorageCall, StoredObject } from '../../main/storage/storage.ts';
import { ForwardingStorage } from '../../main/storage/wrap/forward.ts';

/** Breaks one promise on purpose: that what `put` resolved is listed. Everything else is kept. */
export class LateStorage extends ForwardingStorage {
  readonly #lag: number;
  #calls = 0;
  /** The call from which on a new key is listed. */
  readonly #listedFrom = new Map<Key, number>();

  /** @param lag how many further calls it takes until a put key is listed. */
  constructor(inner: Storage, lag: number) {
    super(inner);
    this.#lag = lag;
  }

  override async put(key: Key, bytes: Uint8Array, call: StorageCall, options?: { overwrite?: boolean }): Promise<void> {
    this.#calls++;
    await super.put(key, bytes, call, options);
    this.#listedFrom.set(key, this.#calls + this.#lag);
  }

  override get(key: Key, call: StorageCall, range?: Range): Promise<Uint8Array<ArrayBuffer>> {
    this.#calls++;
    return super.get(key, call, range);
  }

  override stat(key: Key, call: StorageCall): Promise<StoredObject | null> {
    this.#calls++;
    return super.stat(key, call);
  }

  override async *list(prefix: string, call: StorageCall): AsyncGenerator<StoredObject> {
    const now = ++this.#calls;
    for await (const object of super.list(prefix, call)) {
      if ((this.#listedFrom.get(object.key) ?? 0) < now) yield object;
    }
  }

  override remove(key: Key, call: StorageCall): Promise<void> {
    this.#calls++;
    return super.remove(key, call);
  }
}
