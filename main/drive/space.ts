/** Room on a file system. A dead network mount never answers: nobody waits for it long, and nobody asks it twice at once. */
import { statfs } from 'node:fs/promises';
import { raceAbort } from '../base/abort.ts';

export interface Space {
  /** Bytes this user may still write. */
  freeBytes: number;
  totalBytes: number;
}

/** Milliseconds to wait. */
const PATIENCE = 1500;

/** By path: each holds one of the few threads there are for it. */
const asked = new Map<string, Promise<Space | null>>();

/** Null when the system cannot tell, or not in time. */
export async function spaceOf(path: string): Promise<Space | null> {
  let answer = asked.get(path);
  if (answer === undefined) {
    answer = ask(path).finally(() => asked.delete(path));
    asked.set(path, answer);
  }
  const waiting = AbortSignal.timeout(PATIENCE);
  return raceAbort(answer, waiting).catch(() => null); // not in time: its size is then unknown, and the answer is still waited for
}

async function ask(path: string): Promise<Space | null> {
  try {
    const { bsize, bavail, blocks } = await statfs(path);
    return { freeBytes: whole(bsize * bavail), totalBytes: whole(bsize * blocks) };
  } catch {
    return null; // gone, or not ours to ask: its size is then unknown
  }
}

/** Some network file systems answer with the largest number there is. */
const whole = (bytes: number): number => Math.min(bytes, Number.MAX_SAFE_INTEGER);
