/** A storage with bad days on order: calls that fail, answers that get lost, bytes that rot, room that runs out. */
import { Fault } from '../../main/base/fault.ts';
import { storageFault } from '../../main/storage/gate.ts';
import type { Key, Range, Storage, StorageCall, StoredObject } from '../../main/storage/storage.ts';
import { ForwardingStorage } from '../../main/storage/wrap/forward.ts';

export type Verb = 'create' | 'put' | 'get' | 'stat' | 'list' | 'remove' | 'free';

export interface Mishap {
  verb: Verb;
  /** Which call fails: 1 is the next one of this verb (on a matching key). */
  nth: number;
  fault: Fault;
  /** `before` (default): nothing was done. `after`: all was done, only the answer is lost. For a list: after how many objects it breaks off. */
  when?: 'before' | 'after' | number;
  /** Count only calls on these keys (prefixes for `list`). */
  only?: (key: Key) => boolean;
}

export class FaultyStorage extends ForwardingStorage {
  /** Calls so far, whether they failed or not. */
  readonly calls: Record<Verb, number> = { create: 0, put: 0, get: 0, stat: 0, list: 0, remove: 0, free: 0 };
  readonly #mishaps: { plan: Mishap; seen: number }[] = [];
  readonly #rot: { nth: number; at: number; only: (key: Key) => boolean }[] = [];
  #room = Infinity;

  constructor(inner: Storage) {
    super(inner);
  }

  /** One call of a verb fails. Several may be ordered; each counts for itself. */
  fail(plan: Mishap): this {
    this.#mishaps.push({ plan, seen: 0 });
    return this;
  }

  /** The n-th put from now is cut off: nothing or all of it is visible afterwards, and the caller cannot tell which. */
  cutPut(nth: number, visible: 'nothing' | 'all', only?: (key: Key) => boolean): this {
    const fault = new Fault('offline', `${this.address}: the connection was lost.`);
    return this.fail({ verb: 'put', nth, fault, when: visible === 'all' ? 'after' : 'before', only });
  }

  /** In the answer of the n-th get from now (of a matching key) the byte at `at` is flipped; negative counts from the end. */
  corruptGet(nth: number, at = 0, only: (key: Key) => boolean = () => true): this {
    this.#rot.push({ nth, at, only });
    return this;
  }

  /** Takes so many more bytes; a put that does not fit any more is a Fault `full`. */
  fullAfter(bytes: number): this {
    this.#room = bytes;
    return this;
  }

  override create(call: StorageCall): Promise<void> {
    return this.#play('create', '', () => super.create(call));
  }

  override put(key: Key, bytes: Uint8Array, call: StorageCall, options?: { overwrite?: boolean }): Promise<void> {
    return this.#play('put', key, async () => {
      call.signal.throwIfAborted();
      if (bytes.length > this.#room) throw storageFault('full', this.address, key);
      await super.put(key, bytes, call, options);
      this.#room -= bytes.length;
    });
  }

  override get(key: Key, call: StorageCall, range?: Range): Promise<Uint8Array<ArrayBuffer>> {
    return this.#play('get', key, async () => {
      const bytes = await super.get(key, call, range);
      for (const rot of this.#rot) {
        if (!rot.only(key) || --rot.nth !== 0 || bytes.length === 0) continue;
        const at = rot.at < 0 ? bytes.length + rot.at : rot.at;
        bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      }
      return bytes;
    });
  }

  override stat(key: Key, call: StorageCall): Promise<StoredObject | null> {
    return this.#play('stat', key, () => super.stat(key, call));
  }

  override async *list(prefix: string, call: StorageCall): AsyncGenerator<StoredObject> {
    const mishap = this.#next('list', prefix);
    const last = mishap?.when === 'after' ? Infinity : typeof mishap?.when === 'number' ? mishap.when : 0;
    let delivered = 0;
    for await (const object of super.list(prefix, call)) {
      if (mishap !== undefined && delivered >= last) throw mishap.fault;
      yield object;
      delivered++;
    }
    if (mishap !== undefined) throw mishap.fault;
  }

  override remove(key: Key, call: StorageCall): Promise<void> {
    return this.#play('remove', key, () => super.remove(key, call));
  }

  override free(call: StorageCall): Promise<number | null> {
    return this.#play('free', '', () => super.free(call));
  }

  async #play<T>(verb: Verb, key: Key, work: () => Promise<T>): Promise<T> {
    const mishap = this.#next(verb, key);
    if (mishap === undefined) return work();
    if (mishap.when === 'after') await work();
    throw mishap.fault;
  }

  /** The mishap due at this call, if any. */
  #next(verb: Verb, key: Key): Mishap | undefined {
    this.calls[verb]++;
    let due: Mishap | undefined;
    for (const mishap of this.#mishaps) {
      const { plan } = mishap;
      if (plan.verb === verb && (plan.only?.(key) ?? true) && ++mishap.seen === plan.nth) due ??= plan;
    }
    return due;
  }
}
