/** Which files of a board hold what is wanted already: by hashes where the board can compute them, else by reading. */
import type { Call } from '../../base/call.ts';
import { isFault } from '../../base/fault.ts';
import type { Board } from '../../serial/board.ts';
import { Digest, digestOf, type WantedEntry } from './wanted.ts';

/** @param files those whose size is the same on the board. @returns their paths, of which the content is the same, too. */
export async function sameContent(board: Board, files: readonly WantedEntry[], call: Call): Promise<ReadonlySet<string>> {
  const held = await digests(board, files.map(({ path }) => path), call);
  const same = new Set<string>();
  for (const file of files) {
    call.signal.throwIfAborted();
    call.progress.current = file.path;
    if (held.get(file.path) === (await digestOf(file, board.info.hash, call))) same.add(file.path);
  }
  return same;
}

/** By path; a file that cannot be read has none. SHA-256 where the board has no hash of its own. */
export async function digests(board: Board, paths: readonly string[], call: Pick<Call, 'signal'>): Promise<ReadonlyMap<string, string>> {
  const held = new Map<string, string>();
  const { signal } = call;
  if (board.info.hash !== null) {
    for await (const result of board.hash(paths, { signal })) {
      if ('digest' in result) held.set(result.path, result.digest);
      else if (isFault(result.fault, 'offline')) throw result.fault;
    }
    return held;
  }
  for (const path of paths) {
    const digest = new Digest(null);
    for await (const bytes of board.read(path, { signal })) digest.add(bytes);
    held.set(path, digest.end());
  }
  return held;
}
