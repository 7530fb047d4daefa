/** One process at a time: a lock the operating system itself drops when its holder dies, so it can never be stale. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { sleep } from './abort.ts';
import { Fault, isFault, toFault } from './fault.ts';

/** Longer than any of the short writes made under it. */
const PATIENCE_MS = 10_000;
const POLL_MS = 50;
const SQLITE_BUSY = 5;

/**
 * Runs `work` while no other process (or thread) is inside the same lock, then returns what it returned. The lock is SQLite's write
 * lock on an empty database: it works on every platform and file system SQLite works on. Not re-entrant.
 * @throws Fault `busy` when it was not free within 10 seconds; `denied`, `full` … when the lock file cannot be made.
 */
export function exclusively<T>(lockFile: string, work: () => T): T {
  const database = open(lockFile, PATIENCE_MS);
  try {
    begin(lockFile, () => database.exec('BEGIN IMMEDIATE'));
    return work();
  } finally {
    database.close(); // ends the transaction, which wrote nothing
  }
}

/** The same for work that takes its time: waits, and works, without holding up this thread. */
export async function exclusivelyAwaited<T>(lockFile: string, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const database = open(lockFile, 0);
  try {
    for (let waited = 0; ; waited += POLL_MS) {
      try {
        begin(lockFile, () => database.exec('BEGIN IMMEDIATE'));
        break;
      } catch (error) {
        if (!isFault(error, 'busy') || waited >= PATIENCE_MS) throw error;
        await sleep(POLL_MS, signal);
      }
    }
    return await work();
  } finally {
    database.close();
  }
}

function open(lockFile: string, timeout: number): DatabaseSync {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  try {
    mkdirSync(dirname(lockFile), { recursive: true, mode: 0o700 });
    closeSync(openSync(lockFile, 'a', 0o600));
  } catch (error) {
    throw toFault(error, `The lock file ${lockFile} cannot be used`, { path: lockFile });
  }
  return new DatabaseSync(lockFile, { timeout });
}

function begin(lockFile: string, take: () => void): void {
  try {
    take();
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
    if (code === SQLITE_BUSY) {
      throw new Fault('busy', `${lockFile} is held by another Holdfast for more than ${PATIENCE_MS / 1000} seconds.`, { context: { path: lockFile }, cause: error });
    }
    throw new Fault('denied', `The lock file ${lockFile} cannot be used: ${error instanceof Error ? error.message : String(error)}.`, {
      context: { path: lockFile }, cause: error, advice: 'Check the permissions of the folder; the lock file holds nothing and may be deleted while no Holdfast runs.',
    });
  }
}
