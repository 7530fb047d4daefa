/** Lets one process at a time set up. A lock is a folder with its owner's name; an owner that died or fell silent loses it. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const BEAT_MS = 1_000;
/** Many missed beats: a process number may belong to somebody else by now, or to another container. */
const SILENT_MS = 20_000;
const POLL_MS = 100;

/** Runs `work` while holding the lock; `waiting` is called once when somebody else holds it. */
export async function withLock(path, work, waiting) {
  const me = JSON.stringify({ host: hostname(), pid: process.pid });
  for (let first = true; !take(path, me); first = false) {
    if (first) waiting();
    await sleep(POLL_MS);
  }
  const beat = setInterval(() => touch(path), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if (ownerOf(path) === me) remove(path, me);
  }
}

/** The folder appears with its owner inside, in one step: a rename onto a folder that is not empty fails. */
function take(path, me) {
  const owner = ownerOf(path);
  if (owner !== null && isStale(path, owner)) remove(path, owner);
  const mine = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  rmSync(mine, { recursive: true, force: true });
  mkdirSync(mine);
  writeFileSync(join(mine, 'owner'), me);
  try {
    renameSync(mine, path);
    return true;
  } catch (error) {
    rmSync(mine, { recursive: true, force: true });
    if (['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES'].includes(error.code)) return false;
    throw error;
  }
}

/** Moves a lock aside before removing it: whoever comes between sees it whole or not at all. */
function remove(path, owner) {
  const aside = `${path}.old.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return; // somebody was faster
    throw error;
  }
  if (ownerOf(aside) === owner) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, path); // between the look and the move a new owner came: it is theirs
}

function isStale(path, owner) {
  const { host, pid } = JSON.parse(owner);
  return (host === hostname() && !isAlive(pid)) || silentFor(path) > SILENT_MS;
}

function ownerOf(path) {
  try {
    return readFileSync(join(path, 'owner'), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null; // free, or just released
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // alive, and somebody else's
  }
}

function silentFor(path) {
  const found = statSync(join(path, 'owner'), { throwIfNoEntry: false });
  return found === undefined ? 0 : Date.now() - found.mtimeMs;
}

function touch(path) {
  try {
    utimesSync(join(path, 'owner'), new Date(), new Date());
  } catch (error) {
    if (error.code !== 'ENOENT') throw error; // taken from us: the work still ends well, only the lock is not ours to remove
  }
}
