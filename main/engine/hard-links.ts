/** Hard links of a restore: the first name of a file gets the content, every further one becomes a link to it. */
import type { RawPath, StoredEntry } from '../entry/entry.ts';

interface Group {
  first: RawPath;
  placed: boolean;
  further: { path: RawPath; entry: StoredEntry }[];
}

export class HardLinks {
  readonly #groups = new Map<string, Group>();

  /** True for a name whose file was met before: it is kept for later. */
  isFurther(path: RawPath, entry: StoredEntry): boolean {
    if (!isShared(entry)) return false;
    const group = this.#groups.get(keyOf(entry));
    if (group === undefined) {
      this.#groups.set(keyOf(entry), { first: path, placed: false, further: [] });
      return false;
    }
    group.further.push({ path, entry });
    return true;
  }

  /** The first name is where it should be. */
  placed(path: RawPath, entry: StoredEntry): void {
    const group = isShared(entry) ? this.#groups.get(keyOf(entry)) : undefined;
    if (group?.first === path) group.placed = true;
  }

  *further(): Generator<{ path: RawPath; first: RawPath; entry: StoredEntry }> {
    for (const { first, placed, further } of this.#groups.values()) if (placed) for (const { path, entry } of further) yield { path, first, entry };
  }

  /** Names whose file could not be restored. */
  *orphans(): Generator<{ path: RawPath }> {
    for (const { placed, further } of this.#groups.values()) if (!placed) yield* further;
  }
}

const isShared = (entry: StoredEntry): boolean => entry.links > 1 && entry.type !== 'dir' && entry.inode !== 0n;
const keyOf = ({ deviceId, inode }: StoredEntry): string => `${deviceId}:${inode}`;
