/**
 * Takes back a restore that did not come to its end: the board then holds what it held before. Looks at what is there and changes what
 * differs, so that it may itself be cut off and begun again any number of times.
 */
import { posix } from 'node:path';
import { isFault, type FaultKind } from '../../base/fault.ts';
import type { Call } from '../../base/call.ts';
import { HIDDEN, PARTIAL } from '../../serial/hidden.ts';
import type { Board, BoardCall } from '../../serial/board.ts';
import type { BoardJournal, Change, RestoreDocument } from './journal.ts';
import { digests } from './same-content.ts';

/** Name of the file that says a restore is on its way, in the root of a file system. Never listed. */
export const MARKER = `${HIDDEN}restore`;

/** The restore a board says is on its way: its id and where that is written; null: none. */
export async function markerOn(board: Board, call: BoardCall): Promise<{ id: string; path: string } | null> {
  for (const { path } of board.info.mounts) {
    const marker = posix.join(path, MARKER);
    const id = await contentOf(board, marker, call);
    if (id !== null) return { id, path: marker };
  }
  return null;
}

async function contentOf(board: Board, path: string, call: BoardCall): Promise<string | null> {
  try {
    const pieces = await Array.fromAsync(board.read(path, call));
    return Buffer.concat(pieces).toString();
  } catch (error) {
    if (isFault(error, 'missing')) return null;
    throw error;
  }
}

/**
 * Takes back what the journal tells of, where the board says that it is the one. @returns whether there was anything to be taken back.
 * @throws Fault: the board is as far back as could be; the journal stays for the next try.
 */
export async function takeBackUnfinished(board: Board, journal: BoardJournal, call: Call): Promise<boolean> {
  const pending = journal.pending();
  if (pending === null) return false;
  const marker = await markerOn(board, { signal: call.signal });
  if (marker?.id === pending.id) await takeBack(board, journal, pending, call);
  else journal.clear(); // nothing had been changed yet, all was done, or the board was wiped since
  return marker?.id === pending.id;
}

export async function takeBack(board: Board, journal: BoardJournal, { changes, marker }: RestoreDocument, call: Call): Promise<void> {
  call.progress.phase = 'taking back';
  const { signal } = call;
  await sweep(board, new Set(changes.map(({ path }) => posix.dirname(path))), { signal });
  const images = changes.filter(({ image }) => image !== null);
  const held = await digests(board, await present(board, images.map(({ path }) => path), { signal }), { signal });
  for (const change of changes.toReversed()) {
    signal.throwIfAborted();
    call.progress.current = change.path;
    await undo(board, journal, change, held.get(change.path) ?? null, { signal });
  }
  await remove(board, marker, { signal });
  journal.clear();
}

async function undo(board: Board, journal: BoardJournal, change: Change, held: string | null, call: BoardCall): Promise<void> {
  const { path, was, becomes, image, aside } = change;
  if (was === 'dir') return ignoring('exists', () => board.makeDirectory(path, call));
  if (was === 'nothing') return becomes === 'dir' ? ignoring('missing', () => board.removeDirectory(path, call)) : remove(board, path, call);
  if (aside !== null) return ignoring('missing', () => board.rename(aside, path, call));
  if (image === null || held === change.digest) return;
  try {
    await board.write(path, journal.content(image), call);
  } catch (error) {
    if (!isFault(error, 'full')) throw error;
    await remove(board, path, call); // the new content goes first: the old one fitted once
    await board.write(path, journal.content(image), call);
  }
}

/** Files of which the writing was cut off. */
export async function sweep(board: Board, directories: Iterable<string>, call: BoardCall): Promise<void> {
  for (const directory of directories) await remove(board, posix.join(directory, PARTIAL), call);
}

export const remove = (board: Board, path: string, call: BoardCall): Promise<void> => ignoring('missing', () => board.remove(path, call));

async function present(board: Board, paths: readonly string[], call: BoardCall): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) await ignoring('missing', async () => {
    if ((await board.stat(path, call)).type === 'file') found.push(path);
  });
  return found;
}

async function ignoring(kind: FaultKind, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isFault(error, kind)) throw error;
  }
}
