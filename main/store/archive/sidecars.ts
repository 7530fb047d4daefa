/** The sidecars that lie beside the archives: found, read (the first lines for a list, all for a state), written and replaced whole. */
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, type BigIntStats } from 'node:fs';
import { open, readFile, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { StorageCall } from '../../storage/storage.ts';
import { Fault, isFault, toFault } from '../../base/fault.ts';
import { syncFolder } from '../../storage/local/durable.ts';
import { isLinkName, PARTIAL, SIDECAR } from './layout.ts';
import { decodeHead, decodeSidecar, headLength, type Head } from './manifest/sidecar-file.ts';
import type { State } from './manifest/state-text.ts';
import type { Seal } from './seal.ts';

/** Read at once of a sidecar whose first lines are wanted. */
const START = 64 * 1024;

/** What lies in the folder, whoever put it there. */
export interface Found {
  /** Of this store. */
  heads: Head[];
  /** Of another store. */
  foreign: Head[];
  unreadable: { name: string; fault: Fault }[];
}

export class Sidecars {
  readonly #root: string;
  readonly #store: string;
  readonly #seal: Seal | null;
  readonly #known = new Map<string, { sign: string; head: Head }>();

  /** @param store id of the store links have to be of. */
  constructor(root: string, store: string, seal: Seal | null) {
    this.#root = root;
    this.#store = store;
    this.#seal = seal;
  }

  /** Names of all links that have one. */
  names(): string[] {
    return readdirSync(this.#root).filter((file) => file.endsWith(SIDECAR)).map((file) => file.slice(0, -SIDECAR.length)).filter(isLinkName);
  }

  async all(call: StorageCall): Promise<Found> {
    const found: Found = { heads: [], foreign: [], unreadable: [] };
    for (const name of this.names()) {
      call.signal.throwIfAborted();
      try {
        const head = await this.head(name);
        (head.link.store === this.#store ? found.heads : found.foreign).push(head);
      } catch (error) {
        if (isFault(error, 'missing')) continue; // removed meanwhile
        if (!isFault(error, 'damaged') && !isFault(error, 'newer') && !isFault(error, 'offline')) throw error;
        found.unreadable.push({ name, fault: error });
      }
    }
    return found;
  }

  /** @throws Fault `missing`, `damaged`, `newer`. */
  async head(name: string): Promise<Head> {
    return this.#named(name, async () => {
      const fd = openSync(this.#path(name), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
      try {
        const stats = fstatSync(fd, { bigint: true });
        const known = this.#known.get(name);
        if (known?.sign === signOf(stats)) return known.head;
        const head = await decodeHead(startOf(fd), this.#seal);
        requireName(head, name);
        this.#known.set(name, { sign: signOf(stats), head });
        return head;
      } finally {
        closeSync(fd);
      }
    });
  }

  /** All of it, verified. @throws as `head`. */
  whole(name: string): Promise<Head & { state: State }> {
    return this.#named(name, async () => {
      const whole = await decodeSidecar(await readFile(this.#path(name)), this.#seal);
      requireName(whole, name);
      return whole;
    });
  }

  /** Durable when it resolves; takes the place of one that is there. */
  async put(name: string, parts: readonly Uint8Array[]): Promise<void> {
    const path = this.#path(name);
    try {
      await using file = await open(path + PARTIAL, 'w', 0o600);
      await file.writeFile(parts);
      await file.sync();
    } catch (error) {
      await rm(path + PARTIAL, { force: true }).catch(() => undefined); // the error that matters is the one before
      throw error;
    }
    await rename(path + PARTIAL, path);
    await syncFolder(this.#root);
  }

  async remove(name: string): Promise<void> {
    this.#known.delete(name);
    await unlink(this.#path(name));
    await syncFolder(this.#root);
  }

  #path(name: string): string {
    return join(this.#root, name + SIDECAR);
  }

  async #named<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isFault(error, 'wrong-password')) throw error;
      const { kind, message } = toFault(error, 'It cannot be read');
      if (kind === 'missing') throw new Fault(kind, `${name}${SIDECAR} is not there.`, { cause: error });
      throw new Fault(kind, `${name}${SIDECAR} ${kind === 'damaged' ? 'is damaged' : 'cannot be used'}: ${message}`, { cause: error, context: { file: `${name}${SIDECAR}` }, advice: 'The archive holds a copy of it, which "holdfast import" reads; the next backup begins a new chain.' });
    }
  }
}

/** Somebody gave it the name of another. */
function requireName({ link }: Head, name: string): void {
  if (link.name !== name) throw new Fault('damaged', `It is the one of ${link.name}, under another name.`);
}

const signOf = ({ ino, size, mtimeNs }: BigIntStats): string => `${ino}:${size}:${mtimeNs}`;

function startOf(fd: number): Buffer {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const more = Buffer.alloc(Math.max(START, bytes.length));
    const read = readSync(fd, more, 0, more.length, bytes.length);
    bytes = Buffer.concat([bytes, more.subarray(0, read)]);
    if (read === 0 || headLength(bytes) !== null) return bytes;
  }
}
