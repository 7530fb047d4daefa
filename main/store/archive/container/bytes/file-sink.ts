/** A container's bytes into a file: gathered to large writes, on the disk when it is closed. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { toFault } from '../../../../base/fault.ts';
import type { ByteSink } from '../container.ts';

const GATHERED = 1 << 20;

/** A sink with an end. */
export interface ClosableSink extends ByteSink {
  /** Writes what waits and flushes it to the disk. */
  close(): Promise<void>;
  /** Gives up: what was written is the caller's to remove. Never throws. */
  abandon(): Promise<void>;
}

export class FileSink implements ClosableSink {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #room = Buffer.allocUnsafeSlow(GATHERED);
  #gathered = 0;
  #position = 0;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /** Makes the file, readable by its owner alone. @throws Fault `exists` where there is one. */
  static async create(path: string, mode = 0o600): Promise<FileSink> {
    try {
      return new FileSink(path, await open(path, 'wx', mode));
    } catch (error) {
      throw toFault(error, `"${path}" cannot be made`, { path });
    }
  }

  get position(): number {
    return this.#position;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let rest = bytes; rest.length > 0; ) {
      const part = rest.subarray(0, GATHERED - this.#gathered);
      this.#room.set(part, this.#gathered);
      this.#gathered += part.length;
      this.#position += part.length;
      rest = rest.subarray(part.length);
      if (this.#gathered === GATHERED) await this.#empty();
    }
  }

  async close(): Promise<void> {
    try {
      await this.#empty();
      await this.#file.sync().catch((error: unknown) => {
        throw toFault(error, `"${this.#path}" cannot be flushed`, { path: this.#path });
      });
    } finally {
      await this.#file.close();
    }
  }

  async abandon(): Promise<void> {
    await this.#file.close().catch(() => undefined); // what is given up need not be whole
  }

  async #empty(): Promise<void> {
    try {
      await this.#file.writeFile(this.#room.subarray(0, this.#gathered)); // continues where the last one ended
    } catch (error) {
      throw toFault(error, `"${this.#path}" cannot be written`, { path: this.#path });
    }
    this.#gathered = 0;
  }
}
