/** Storage: keeps bytes under names. It knows nothing of snapshots; what it promises is checked by `test/contract/storage.ts`. */
import type { StorageKind } from '../../preload/contract/destination.ts';
import type { Call } from '../base/call.ts';

/** A `/`-separated name below the storage's root: lower-case ASCII letters, digits, `.`, `-`, `_`; no `..`, no empty parts. `key.ts` has the whole rule. */
export type Key = string;

export interface Range {
  offset: number;
  length: number;
}

export interface StoredObject {
  key: Key;
  /** Bytes. */
  size: number;
  /** Milliseconds since the epoch, as the storage tells it; null where it does not. */
  modifiedAt: number | null;
}

/** What a driver is like. Engines adapt to traits, never to driver names. */
export interface Traits {
  /** How many calls at once make it faster, at most. */
  readonly parallel: number;
  /** Every call crosses a network, or may: worth a local cache. */
  readonly remote: boolean;
}

/** An object that is written while it comes into being. Nothing of it can be seen before `finish`. */
export interface Growing {
  /** Appends. The bytes must stay as they are until it resolves; one write at a time. */
  write(bytes: Uint8Array): Promise<void>;
  /** As `put` of all that was written, under this key. */
  finish(key: Key): Promise<void>;
  /** Takes it away. Never fails. */
  discard(): Promise<void>;
}

/** The part of a Call a storage needs. */
export type StorageCall = Pick<Call, 'signal'>;

/**
 * Promises:
 * - A key becomes visible only when whole, and `put` resolves only when its bytes would survive a power cut.
 * - `put` never overwrites unless told so: an existing key is a Fault `exists`.
 * - What `put` resolved, every connection can read and list.
 * - Removing what is not there succeeds.
 * - A call that starts cancelled touches nothing; one cut off leaves the key whole or absent.
 * - A name that is no key is `invalid`, whatever the verb.
 * - Missing keys are `missing`, reads past the end are `range`, no room is `full`, no access is `denied`, no contact is `offline`.
 */
export interface Storage {
  readonly kind: StorageKind;
  /** The address, with no secret in it: for messages. */
  readonly address: string;
  readonly traits: Traits;
  /** Makes the root, if the kind of storage has such a thing. */
  create(call: StorageCall): Promise<void>;
  put(key: Key, bytes: Uint8Array, call: StorageCall, options?: { overwrite?: boolean }): Promise<void>;
  /**
   * A new object whose key is known only in the end. Absent where objects travel whole.
   * @param near a key it will lie near to.
   */
  begin?(near: Key, call: StorageCall): Promise<Growing>;
  /** The whole object, or exactly the range. The buffer belongs to the caller alone and may be transferred. */
  get(key: Key, call: StorageCall, range?: Range): Promise<Uint8Array<ArrayBuffer>>;
  /** Size and time of one key, null where it is missing. */
  stat(key: Key, call: StorageCall): Promise<StoredObject | null>;
  /**
   * Every object below `prefix` (`''` = all), in any order, at any depth. A prefix is a folder of keys: `index` and `index/` are the
   * same. One that does not exist lists nothing. Names that are no keys are passed over.
   */
  list(prefix: string, call: StorageCall): AsyncIterable<StoredObject>;
  remove(key: Key, call: StorageCall): Promise<void>;
  /**
   * Takes away what writers left behind that are known to run no more, and whatever is a day old; returns how many. Absent where nothing can be left.
   * @param prefix only below it, as in `list`.
   */
  sweep?(call: StorageCall, prefix?: string): Promise<number>;
  /** Bytes free for new objects; null where the storage cannot tell. */
  free(call: StorageCall): Promise<number | null>;
  close(): Promise<void>;
}
