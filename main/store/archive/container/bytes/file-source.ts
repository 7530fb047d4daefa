/** A container's bytes from a file. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Call } from '../../../../base/call.ts';
import { Fault, toFault } from '../../../../base/fault.ts';
import type { ByteSource } from '../container.ts';

const SLICE = 1 << 20;

/** A source that holds something open. */
export interface ClosableSource extends ByteSource {
  close(): Promise<void>;
}

export class FileSource implements ClosableSource {
  readonly size: number;
  readonly #path: string;
  readonly #file: FileHandle;

  private constructor(path: string, file: FileHandle, size: number) {
    this.#path = path;
    this.#file = file;
    this.size = size;
  }

  static async open(path: string): Promise<FileSource> {
    try {
      const file = await open(path, 'r');
      const stats = await file.stat();
      if (!stats.isFile()) {
        await file.close();
        throw new Fault('invalid', `"${path}" is no file.`, { context: { path } });
      }
      return new FileSource(path, file, stats.size);
    } catch (error) {
      throw toFault(error, `"${path}" cannot be opened`, { path });
    }
  }

  async *read(start: number, end: number, { signal }: Pick<Call, 'signal'>): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end;) {
      signal.throwIfAborted();
      const bytes = await this.#slice(at, Math.min(SLICE, end - at));
      at += bytes.length; // before it is another's, who may give its memory back
      yield bytes;
    }
  }

  async #slice(at: number, length: number): Promise<Uint8Array> {
    const { buffer, bytesRead } = await this.#file.read(Buffer.allocUnsafeSlow(length), 0, length, at).catch((error: unknown) => {
      throw toFault(error, `"${this.#path}" cannot be read`, { path: this.#path });
    });
    if (bytesRead === 0) throw new Fault('damaged', `"${this.#path}" ends at byte ${at}, earlier than it should.`, { context: { path: this.#path } });
    return buffer.subarray(0, bytesRead);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
