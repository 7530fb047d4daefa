/** Takes away an entry and all below it. Links are removed, not followed; depth costs no call frames. */
import { chmodSync, lstatSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { RawPath } from './entry.ts';
import { fsPath, joinRaw } from './name.ts';

/** Entries removed between two looks at what else there is to do. */
const SLICE = 256;

export interface RemoveOptions {
  /** Directories their owner may not write into are opened first. */
  force?: boolean;
}

/** At one go. */
export function removeTree(path: RawPath, options: RemoveOptions = {}): void {
  for (const _removed of steps(path, options));
}

/** The same, letting others have their turn. What is not there is fine. */
export async function removeTreeSlowly(path: RawPath, options: RemoveOptions = {}): Promise<void> {
  if (lstatSync(fsPath(path), { throwIfNoEntry: false }) === undefined) return;
  let removed = 0;
  for (const _entry of steps(path, options)) if (++removed % SLICE === 0) await setImmediate();
}

function* steps(path: RawPath, { force = false }: RemoveOptions): Generator<void> {
  if (!lstatSync(fsPath(path)).isDirectory()) return unlinkSync(fsPath(path));
  const open = (dir: RawPath): { dir: RawPath; names: string[] } => {
    if (force && process.geteuid?.() !== 0) chmodSync(fsPath(dir), 0o700);
    return { dir, names: readdirSync(fsPath(dir), 'latin1') };
  };
  const stack = [open(path)];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const name = top.names.pop();
    if (name === undefined) {
      rmdirSync(fsPath(top.dir));
      stack.pop();
    } else {
      const child = joinRaw(top.dir, name);
      if (lstatSync(fsPath(child)).isDirectory()) stack.push(open(child));
      else unlinkSync(fsPath(child));
    }
    yield;
  }
}
