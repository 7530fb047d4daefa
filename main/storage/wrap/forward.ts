/** What all wrappers have in common: everything they do not change goes through to the storage within. */
import type { StorageKind } from '../../../preload/contract/destination.ts';
import type { Key, Range, Storage, StorageCall, StoredObject, Traits } from '../storage.ts';

export class ForwardingStorage implements Storage {
  readonly kind: StorageKind;
  readonly address: string;
  readonly traits: Traits;
  sweep?: (call: StorageCall, prefix?: string) => Promise<number>;
  protected readonly inner: Storage;

  constructor(inner: Storage) {
    this.inner = inner;
    this.kind = inner.kind;
    this.address = inner.address;
    this.traits = inner.traits;
    if (inner.sweep) this.sweep = (call, prefix) => inner.sweep!(call, prefix);
  }

  create(call: StorageCall): Promise<void> {
    return this.inner.create(call);
  }

  put(key: Key, bytes: Uint8Array, call: StorageCall, options?: { overwrite?: boolean }): Promise<void> {
    return this.inner.put(key, bytes, call, options);
  }

  get(key: Key, call: StorageCall, range?: Range): Promise<Uint8Array<ArrayBuffer>> {
    return this.inner.get(key, call, range);
  }

  stat(key: Key, call: StorageCall): Promise<StoredObject | null> {
    return this.inner.stat(key, call);
  }

  list(prefix: string, call: StorageCall): AsyncIterable<StoredObject> {
    return this.inner.list(prefix, call);
  }

  remove(key: Key, call: StorageCall): Promise<void> {
    return this.inner.remove(key, call);
  }

  free(call: StorageCall): Promise<number | null> {
    return this.inner.free(call);
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}
