/** The folders in a folder, for choosing one. Looks at names and kinds only; nothing is opened. */
import { access, constants, lstat, opendir, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { FolderListing } from '../../../preload/contract/source-procedures.ts';
import { raceAbort } from '../../base/abort.ts';
import { Fault, isFault, toFault } from '../../base/fault.ts';
import type { RawName } from '../../entry/entry.ts';
import { fsPath, joinRaw, rawFromText, showName } from '../../entry/name.ts';

/** Folders listed at most. */
const MOST = 10_000;
/** Folders looked into side by side, and milliseconds to wait for them: a dead network mount never answers. */
const [BESIDE, PATIENCE] = [256, 1500];

type Folder = FolderListing['folders'][number];
/** `link`: a symbolic link, or what the file system does not tell. */
interface Found { name: RawName; link: boolean }

/** @throws Fault `invalid` for what is no path of a folder, `missing`, `denied`. */
export async function browseFolder(given: string, home: string, signal: AbortSignal): Promise<FolderListing> {
  const path = await unlinked(absolutePath(given, home));
  const parent = dirname(path) === path ? null : dirname(path);
  const all = await foldersIn(path, signal);
  const folders = (await inChunks(all, (found) => describe(path, found), signal)).filter((folder) => folder !== null).sort(byName);
  return { path, parent, folders: folders.slice(0, MOST), more: folders.length > MOST };
}

function absolutePath(given: string, home: string): string {
  const path = given === '~' || given.startsWith('~/') ? join(home, given.slice(1)) : given;
  if (path.includes('\0')) throw new Fault('invalid', `"${showName(rawFromText(given))}" is no path: it holds a NUL byte.`, { advice: 'Correct the path.' });
  if (!isAbsolute(path)) throw new Fault('invalid', `"${given}" is not an absolute path.`, { context: { path: given }, advice: 'Give the whole path, from the root on.' });
  return resolve(path);
}

/** A link to a folder is chosen as the folder it leads to: a backup of the link would hold nothing but the link. */
async function unlinked(path: string): Promise<string> {
  try {
    return (await lstat(path)).isSymbolicLink() ? await realpath(path) : path;
  } catch (error) {
    throw cannotShow(path, error);
  }
}

async function foldersIn(path: string, signal: AbortSignal): Promise<Found[]> {
  const found: Found[] = [];
  try {
    // latin1: every byte of a name is kept, whatever it means.
    for await (const entry of await opendir(path, { encoding: 'latin1' as BufferEncoding, bufferSize: 1024 })) {
      signal.throwIfAborted();
      const known = entry.isFile() || entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice();
      if (!known) found.push({ name: entry.name, link: !entry.isDirectory() });
    }
  } catch (error) {
    signal.throwIfAborted();
    throw cannotShow(path, error);
  }
  return found;
}

/** Null for what turns out not to lead to a folder. */
async function describe(parent: string, { name, link }: Found): Promise<Folder | null> {
  const raw = joinRaw(rawFromText(parent), name);
  const text = Buffer.from(name, 'latin1').toString('utf8');
  const hidden = name.startsWith('.');
  try {
    if (link && !(await stat(fsPath(raw))).isDirectory()) return null;
  } catch {
    return null; // a link that leads nowhere is no folder
  }
  if (rawFromText(text) !== name) return { name: showName(name), path: showName(raw), hidden, readable: false };
  const path = join(parent, text);
  const readable = await mayEnter(path);
  return { name: showName(name), path: link && readable ? await realpath(path).catch(() => path) : path, hidden, readable };
}

async function mayEnter(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false; // for whatever reason: it is shown as closed
  }
}

/** What does not answer in time is left out of its chunk as not there. */
async function inChunks<T>(all: readonly T[], work: (item: T) => Promise<Folder | null>, signal: AbortSignal): Promise<(Folder | null)[]> {
  const done: (Folder | null)[] = [];
  for (let at = 0; at < all.length; at += BESIDE) {
    signal.throwIfAborted();
    const late = AbortSignal.timeout(PATIENCE);
    const chunk = all.slice(at, at + BESIDE).map((item) => raceAbort(work(item), late).catch(() => null));
    for (const folder of await Promise.all(chunk)) done.push(folder);
  }
  return done;
}

let names: Intl.Collator | null = null; // some milliseconds to make, for every command that never asks
const byName = (a: Folder, b: Folder): number => (names ??= new Intl.Collator(undefined, { numeric: true })).compare(a.name, b.name) || (a.name < b.name ? -1 : 1);

function cannotShow(path: string, error: unknown): Fault {
  const shown = showName(rawFromText(path));
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOTDIR') {
    return new Fault('invalid', `"${shown}" is not a folder.`, { context: { path: shown }, advice: 'Choose the folder it lies in.' });
  }
  const fault = toFault(error, `The folder "${shown}" cannot be shown`, { path: shown });
  if (isFault(fault, 'invalid')) return new Fault('invalid', fault.message, { context: { path: shown }, cause: error, advice: 'Correct the path.' });
  if (!isFault(fault, 'missing')) return fault;
  return new Fault('missing', `The folder "${shown}" does not exist, or no longer does.`, { context: { path: shown }, cause: error, advice: 'Go to the folder above, and look again.' });
}
