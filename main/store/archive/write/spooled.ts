/** Content of unknown length, kept aside until its end: in memory while it is small. */
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { Chunks } from '../container/container.ts';
import { Spool } from '../container/tar/spool.ts';
import { SMALL } from './read-file.ts';

export class Spooled {
  readonly #digest = createHash('sha256');
  readonly #parts: Uint8Array[] = [];
  #spool: Spool | null = null;
  #size = 0;
  #sha256: string | null = null;

  get size(): number {
    return this.#size;
  }

  get sha256(): string {
    return (this.#sha256 ??= this.#digest.digest('hex'));
  }

  get chunks(): Chunks {
    return this.#spool?.read() ?? this.#parts;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#digest.update(bytes);
    this.#size += bytes.length;
    if (this.#spool === null && this.#size <= SMALL) return void this.#parts.push(bytes);
    if (this.#spool === null) {
      this.#spool = await Spool.open(tmpdir());
      for (const part of this.#parts.splice(0)) await this.#spool.write(part);
    }
    await this.#spool.write(bytes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#spool?.[Symbol.asyncDispose]();
  }
}
