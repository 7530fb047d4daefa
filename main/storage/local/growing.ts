/** An object of a folder that is written while it comes into being: a side file, flushed and given its name in the end. */
import type { FileHandle } from 'node:fs/promises';
import type { Growing, Key } from '../storage.ts';
import { discard, openSide } from './durable.ts';

/** What the folder has to say to it. Each throws what is to leave the storage. */
export interface Place {
  readonly root: string;
  /** Runs one step, and says in the words of the storage what goes wrong in it. */
  guard<T>(key: Key | null, work: () => Promise<T>): Promise<T>;
  /** Gives the flushed side file its name. */
  settle(side: string, key: Key): Promise<void>;
}

export class GrowingFile implements Growing {
  readonly #place: Place;
  readonly #side: string;
  readonly #file: FileHandle;
  readonly #signal: AbortSignal;
  #length = 0;

  private constructor(place: Place, side: string, file: FileHandle, signal: AbortSignal) {
    [this.#place, this.#side, this.#file, this.#signal] = [place, side, file, signal];
  }

  /** @param side where it waits for its name: from `sideOf`. */
  static async begin(place: Place, side: string, signal: AbortSignal): Promise<GrowingFile> {
    return new GrowingFile(place, side, await openSide(side, place.root), signal);
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#place.guard(null, async () => {
      for (let at = 0; at < bytes.length;) {
        const { bytesWritten } = await this.#file.write(bytes, at, bytes.length - at, this.#length);
        at += bytesWritten;
        this.#length += bytesWritten;
      }
    });
  }

  finish(key: Key): Promise<void> {
    return this.#place.guard(key, async () => {
      try {
        await this.#file.datasync(); // size included; the name is flushed with its folder
        await this.#file.close();
        this.#signal.throwIfAborted(); // the last moment to stop: from here on the key is there
        await this.#place.settle(this.#side, key);
      } catch (error) {
        await this.discard();
        throw error;
      }
    });
  }

  async discard(): Promise<void> {
    await this.#file.close().catch(() => undefined); // closed already, or its drive is gone
    await discard(this.#side);
  }
}
