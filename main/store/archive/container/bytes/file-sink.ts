/** A container's bytes into a file: gathered to large writes, on the disk when it is closed. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { toFault } from '../../../../base/fault.ts';
import { free } from '../../../../base/free.ts';
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
  #parts: Uint8Array[] = [];
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
    this.#parts.push(bytes);
    this.#gathered += bytes.length;
    this.#position += bytes.length;
    if (this.#gathered >= GATHERED) await this.#empty();
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
    await this.#file.close().catch(() => undefined);
  }

  async #empty(): Promise<void> {
    const parts = this.#parts;
    [this.#parts, this.#gathered] = [[], 0];
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    try {
      await this.#file.writeFile(bytes); // continues where the last one ended
      if (parts.length > 1) free(bytes as Uint8Array<ArrayBuffer>);
    } catch (error) {
      throw toFault(error, `"${this.#path}" cannot be written`, { path: this.#path });
    }
  }
}
