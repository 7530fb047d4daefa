/** Hard links inside a source: the first name of a file is placed, further ones become links to it. */
import { linkSync } from 'node:fs';
import type { Entry, RawPath } from '../../../entry/entry.ts';
import { fsPath } from '../../../entry/name.ts';

interface Group {
  state: 'waiting' | 'placed';
  place: RawPath;
  entry: Entry;
  content: readonly string[] | null;
  waiters: (() => void)[];
}

export class LinkGroups {
  readonly #groups = new Map<string, Group>();

  /**
   * `further` is called, at once or later, for a name whose file is placed under another; `first` for one that has to be placed itself.
   * @returns for the first: how to tell that it was placed, or (null) was not: then the next name is.
   */
  take(entry: Entry, place: RawPath, callbacks: { first(settled: (content: readonly string[] | null, ok: boolean) => void): void; further(first: RawPath, like: Entry, content: readonly string[] | null): void }): void {
    const { first, further } = callbacks;
    if (!isShared(entry)) return first(() => undefined);
    const key = `${entry.deviceId}:${entry.inode}`;
    const group = this.#groups.get(key);
    if (group === undefined) {
      const made: Group = { state: 'waiting', place, entry, content: null, waiters: [] };
      this.#groups.set(key, made);
      return first((content, ok) => this.#settle(key, made, content, ok));
    }
    if (group.state === 'placed') return further(group.place, group.entry, group.content);
    group.waiters.push(() => this.take(entry, place, callbacks));
  }

  #settle(key: string, group: Group, content: readonly string[] | null, ok: boolean): void {
    group.content = content;
    if (ok) group.state = 'placed';
    else this.#groups.delete(key);
    for (const wake of group.waiters.splice(0)) wake();
  }
}

const isShared = ({ links, type, inode }: Entry): boolean => links > 1 && type !== 'dir' && inode !== 0n;

/** False: no further name can be given to it. */
export function linked(first: RawPath, to: RawPath): boolean {
  try {
    linkSync(fsPath(first), fsPath(to));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EMLINK' || error.code === 'EPERM')) return false;
    throw error;
  }
}
