/** Directories a manifest takes over from the one before: where all of a frame stays, the frame is copied as it lies there, packed. */
import type { Row } from './index-block.ts';
import type { Manifest } from './manifest.ts';

export interface KeptDirectory {
  id: string;
  row: Row;
}

/** Where rows and frames go. */
export interface Kept {
  /** A frame of which everything stays. */
  frame(packed: Uint8Array, directories: readonly KeptDirectory[]): void;
  /** A directory of a frame that goes, or is small. */
  directory(id: string, line: Uint8Array, tree: Uint8Array): void;
}

export class KeptFrames {
  readonly #previous: Manifest;
  readonly #kept = new Map<number, KeptDirectory[]>();

  constructor(previous: Manifest) {
    this.#previous = previous;
  }

  /** Whether a directory with this line before it can be taken over; it is, then. To be asked once of each. @param tree its entries, as they must be there. */
  take(id: string, line: Uint8Array, tree: Uint8Array): boolean {
    const row = this.#previous.rowOf(id, line, tree);
    if (row === null) return false;
    const frame = this.#kept.get(row.frameAt);
    if (frame === undefined) this.#kept.set(row.frameAt, [{ id, row }]);
    else frame.push({ id, row });
    return true;
  }

  /** @param least text of a frame that is copied: small ones are made one, or every run would leave another. */
  tell(kept: Kept, least: number): void {
    const frames = this.#previous.frames();
    for (const [at, directories] of this.#kept) {
      const { count, text } = frames.get(at)!;
      if (directories.length === count && text >= least) kept.frame(this.#previous.packed(directories[0]!.row), directories);
      else for (const { id } of directories) this.#unpack(id, kept);
    }
  }

  #unpack(id: string, kept: Kept): void {
    const { line, tree } = this.#previous.directory(id);
    kept.directory(id, line, tree);
  }
}
