/** How entries of a snapshot compare with what lies at their places on this machine now. */
import { lstat, readlink, type BigIntStats } from 'node:fs';
import type { EntryNow } from '../../preload/contract/snapshot-procedures.ts';
import { fsPath } from '../entry/name.ts';
import { typeOf } from '../entry/read-entry.ts';
import type { StoredItem } from '../store/store.ts';

/** In the same order. Asked of the system without waiting for it file by file: a mount that hangs holds up nothing else. */
export function compareNow(items: readonly StoredItem[]): Promise<EntryNow[]> {
  const { promise, resolve } = Promise.withResolvers<EntryNow[]>();
  const answers: EntryNow[] = Array.from(items, () => 'unknown');
  let open = items.length;
  if (open === 0) resolve(answers);
  for (const [place, item] of items.entries()) {
    compareOne(item, (now) => {
      answers[place] = now;
      if (--open === 0) resolve(answers);
    });
  }
  return promise;
}

function compareOne({ path, entry }: StoredItem, done: (now: EntryNow) => void): void {
  lstat(fsPath(path), { bigint: true }, (error, stats) => {
    if (error !== null) return done(isAbsent(error) ? 'gone' : 'unknown');
    if (typeOf(stats) !== entry.type) return done('changed');
    if (entry.type !== 'symlink') return done(isSame(entry, stats) ? 'same' : 'changed');
    readlink(fsPath(path), 'latin1', (problem, target) => done(problem !== null ? 'unknown' : target === entry.linkTarget ? 'same' : 'changed'));
  });
}

const isSame = ({ type, size, mtime }: StoredItem['entry'], stats: BigIntStats): boolean => stats.mtimeNs === mtime && (type !== 'file' || stats.size === BigInt(size));

const isAbsent = ({ code }: NodeJS.ErrnoException): boolean => code === 'ENOENT' || code === 'ENOTDIR';
