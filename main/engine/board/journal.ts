/**
 * What is needed to take a restore to a board back, kept on this computer before the first byte is changed there: every step with what was
 * there before, and the content of files that would be lost. One restore at a time and board.
 */
import { createReadStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault, toFault } from '../../base/fault.ts';
import { writeWhole } from '../../base/write-whole.ts';

const count = z.int().nonnegative();

/** `image`: number of the file the content is kept in; `aside`: where it is kept on the board. */
const Change = z.object({
  path: z.string(),
  was: z.enum(['nothing', 'file', 'dir']),
  becomes: z.enum(['nothing', 'file', 'dir']),
  image: count.nullable(), digest: z.string().nullable(), aside: z.string().nullable(),
});
export type Change = z.infer<typeof Change>;

const Document = z.object({
  version: z.literal(1),
  /** Stands in the marker on the board, too: a board that was wiped since is left alone. */
  id: z.string(),
  startedAt: z.string(),
  from: z.string(),
  /** Path of the marker on the board. */
  marker: z.string(),
  changes: z.array(Change),
});
export type RestoreDocument = z.infer<typeof Document>;

export class BoardJournals {
  readonly #home: string;

  /** @param home folder of Holdfast's state. */
  constructor(home: string) {
    this.#home = join(home, 'board-restores');
  }

  /** @param key names the board: its id. */
  of(key: string): BoardJournal {
    return new BoardJournal(join(this.#home, key.replaceAll(/[^A-Za-z0-9._-]/g, '-')));
  }
}

export class BoardJournal {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The restore that has not ended; null: there is none. @throws Fault `damaged` when it cannot be read. */
  pending(): RestoreDocument | null {
    const path = join(this.#folder, 'journal.json');
    if (!existsSync(path)) return null;
    try {
      return Document.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch (error) {
      throw new Fault('damaged', `The journal of a restore that was cut off cannot be read: ${path}`, {
        context: { path }, cause: error, advice: 'The files beside it are what the board held before. Restore the board from a snapshot, then remove that folder.',
      });
    }
  }

  /** Nothing of an earlier restore is left. */
  clear(): void {
    try {
      rmSync(join(this.#folder, 'journal.json'), { force: true }); // first: without it the rest means nothing
      rmSync(this.#folder, { recursive: true, force: true });
    } catch (error) {
      throw toFault(error, `The journal of the restore cannot be removed: ${this.#folder}`);
    }
  }

  /** Keeps the content of a file of the board, on disk when it resolves. */
  async keep(image: number, content: AsyncIterable<Uint8Array>): Promise<void> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    await using file = await open(this.image(image), 'w', 0o600);
    for await (const bytes of content) await file.write(bytes);
    await file.sync();
  }

  image(number: number): string {
    return join(this.#folder, `${number}.image`);
  }

  content(number: number): AsyncIterable<Uint8Array> {
    return createReadStream(this.image(number)) as AsyncIterable<Uint8Array>;
  }

  /** From here on the board may be changed. */
  begin(document: Omit<RestoreDocument, 'version'>): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeWhole(join(this.#folder, 'journal.json'), JSON.stringify({ version: 1, ...document } satisfies RestoreDocument));
  }
}
