/** Content whose length nobody knows before its end, kept aside until it is known: in memory while it is small, then in a file without a name. */
import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { toFault } from '../../../../base/fault.ts';
import type { Chunks } from '../container.ts';

const SLICE = 1 << 20;

export class Spool {
  readonly #file: FileHandle;
  #size = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** The file is gone with the process: only its owner could read it, and it has no name any more. @param folder where it lies. */
  static async open(folder: string): Promise<Spool> {
    const path = join(folder, `holdfast-${randomUUID()}.spool`);
    try {
      const file = await open(path, 'wx+', 0o600);
      if (process.platform !== 'win32') await unlink(path);
      return new Spool(file);
    } catch (error) {
      throw toFault(error, `No room for intermediate data can be had in "${folder}"`);
    }
  }

  get size(): number {
    return this.#size;
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      await this.#file.writeFile(bytes);
    } catch (error) {
      throw toFault(error, 'Intermediate data cannot be written');
    }
    this.#size += bytes.length;
  }

  async *read(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < this.#size;) {
      const { buffer, bytesRead } = await this.#file.read(Buffer.allocUnsafeSlow(Math.min(SLICE, this.#size - at)), 0, null, at);
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}

/** All of it: in one piece up to `most` bytes, else spooled. */
export async function gather(content: Chunks, most: number, folder: string): Promise<Uint8Array | Spool> {
  const parts: Uint8Array[] = [];
  let size = 0;
  let spool: Spool | null = null;
  try {
    for await (const bytes of content) {
      size += bytes.length;
      if (spool !== null) await spool.write(bytes);
      else parts.push(bytes);
      if (spool !== null || size <= most) continue;
      spool = await Spool.open(folder);
      await spool.write(Buffer.concat(parts));
    }
  } catch (error) {
    await spool?.[Symbol.asyncDispose]();
    throw error;
  }
  return spool ?? (parts.length === 1 ? parts[0]! : Buffer.concat(parts));
}
