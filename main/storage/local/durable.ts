/** Files and folders that survive a power cut: written beside their place, flushed, then given their name. */
import { lstatSync, readlinkSync, renameSync } from 'node:fs';
import { link, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { sha256Hex } from '../../base/ids.ts';
import { isAlive } from '../../base/process/alive.ts';
import { SIDE_ENDING } from '../key.ts';

/** Only the owner reads, nobody writes by accident. Windows would refuse to replace or remove a read-only file. */
const FILE_MODE = process.platform === 'win32' ? 0o600 : 0o400;
const FOLDER_MODE = 0o700;
/** Bytes written between two looks at the signal. */
const SLICE = 4 << 20;

/** File systems without hard links (FAT, exFAT, some network and FUSE ones) answer one of these. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);
/** Where a folder cannot be opened or flushed, there is nothing to flush it with. */
const NO_FOLDER_SYNC: ReadonlySet<string> = new Set(['EINVAL', 'EPERM', 'EACCES', 'EISDIR', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EBADF']);

export const hasCode = (error: unknown, codes: ReadonlySet<string>): boolean =>
  error instanceof Error && 'code' in error && codes.has(String(error.code));

const TAKEN: ReadonlySet<string> = new Set(['EEXIST']);

/** Nothing of that name, or nothing that could have it below it. */
export const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR']);

/** Tells machines apart, and the containers of one: only within one do process numbers mean anything. */
const MACHINE = sha256Hex(Buffer.from(`${hostname()}\n${processSpace()}`)).slice(0, 6);

function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return ''; // only Linux has such things
  }
}

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0').slice(-digits);
let written = 0;

/** Where the bytes of a file wait until they are whole: beside it, under a name that is no key and tells who writes it. */
export const sideOf = (path: string): string => `${path}.${MACHINE}${hex(process.pid, 6)}${hex(written++, 4)}${SIDE_ENDING}`;

const SIDE = /\.([0-9a-f]{6})([0-9a-f]{6})[0-9a-f]{4}\.part$/;

/** Whether a name is one that `sideOf` gave. */
export const isSide = (name: string): boolean => SIDE.test(name);

/** Whether a side file was begun by a process of this machine that runs no more. */
export function isAbandoned(name: string): boolean {
  const [, where, pid = ''] = SIDE.exec(name) ?? [];
  return where === MACHINE && !isAlive(Number.parseInt(pid, 16));
}

/** Makes a new file, fills and flushes it. What a failure leaves of it is the caller's to remove. */
export async function writeSide(side: string, root: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  await using file = await openSide(side, root);
  for (let at = 0; at < bytes.length;) {
    signal.throwIfAborted();
    const { bytesWritten } = await file.write(bytes, at, Math.min(SLICE, bytes.length - at));
    at += bytesWritten;
  }
  signal.throwIfAborted();
  await file.datasync(); // size included; the name is flushed with its folder
}

/** A new file for writing. The folder is made only when it turns out to be missing: nearly always it is there. */
export async function openSide(side: string, root: string): Promise<FileHandle> {
  try {
    return await open(side, 'wx', FILE_MODE);
  } catch (error) {
    if (!hasCode(error, ABSENT)) throw error;
  }
  await makeFolders(root, dirname(side));
  return open(side, 'wx', FILE_MODE);
}

/** Makes the folders between an existing root and a folder below it, each flushed into its parent. */
export async function makeFolders(root: string, folder: string): Promise<void> {
  let parent = root;
  for (const part of relative(root, folder).split(sep)) {
    if (part === '') return; // the folder is the root, which only `makeRoot` makes
    const child = join(parent, part);
    await mkdir(child, FOLDER_MODE).catch((error: unknown) => {
      if (!hasCode(error, TAKEN)) throw error;
    });
    await syncFolder(parent); // another writer may have made it and not be this far yet
    parent = child;
  }
}

/** Makes the root and what is missing above it. */
export async function makeRoot(root: string): Promise<void> {
  const first = await mkdir(root, { recursive: true, mode: FOLDER_MODE });
  if (first === undefined) return;
  for (let folder = root; folder.length >= first.length; folder = dirname(folder)) await syncFolder(dirname(folder));
}

export async function syncFolder(folder: string): Promise<void> {
  try {
    await using handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    if (!hasCode(error, NO_FOLDER_SYNC)) throw error;
  }
}

export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (hasCode(error, ABSENT)) return false;
    throw error;
  }
}

/** Gives the side file its name, replacing what has it. */
export const settleOver = (side: string, target: string): Promise<void> => rename(side, target);

/** Gives the side file its name unless it is taken (EEXIST). Returns false where the file system has no hard links: nothing is done then. */
export async function settleByLink(side: string, target: string): Promise<boolean> {
  try {
    await link(side, target);
  } catch (error) {
    if (hasCode(error, NO_LINKS)) return false;
    throw error;
  }
  await discard(side);
  return true;
}

/**
 * The same without hard links: look, then rename, with nothing of this process in between. Another process could still come between
 * the two; it would write the same name, which for nearly every key means the same bytes.
 */
export function settleByLook(side: string, target: string): void {
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) {
    throw Object.assign(new Error(`${target} is there already`), { code: 'EEXIST' });
  }
  renameSync(side, target);
}

/** Removes a side file. Where even that fails, `sweep` takes it later: the error that matters is the one before. */
export const discard = (side: string): Promise<void> => rm(side, { force: true }).catch(() => undefined);
