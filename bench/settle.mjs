/**
 * Takes folders of a benchmark away, and waits until that no longer shows. ext4 without a journal passes one by one over inodes that were deleted within
 * the last minute (RECENTCY_MIN in fs/ext4/ialloc.c): right after a large tree was removed, making files takes several times as long, for every program.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Milliseconds. */
const RECENTLY = 61_000;

let last = -Infinity;

/** @param {readonly string[]} folders */
export function removed(folders) {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  execFileSync('sync'); // what is not written yet counts as recent for longer
  last = performance.now();
}

/** To be awaited before a round begins. */
export async function settled() {
  const rest = last + RECENTLY - performance.now();
  if (rest > 0) await setTimeout(rest);
}
