/** Tag files: a directory that holds one is backed up without its contents, the tag itself excepted. `CACHEDIR.TAG` is the best known. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { Fault, toFault } from '../../base/fault.ts';
import type { Call } from '../../base/call.ts';
import type { RawName, RawPath } from '../../entry/entry.ts';
import { fsPath, joinRaw, rawFromText, showName } from '../../entry/name.ts';

export interface TagFile {
  readonly name: RawName;
  /** What it must begin with; empty: being there is enough. */
  readonly header: Buffer;
}

/** https://bford.info/cachedir/ */
export const CACHE_TAG = 'CACHEDIR.TAG:Signature: 8a477f597d28d172789f06886806bc55';

/**
 * @param text `NAME` or `NAME:HEADER`.
 * @throws Fault `invalid` when there is no name, or it is more than a name.
 */
export function parseTagFile(text: string): TagFile {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  if (name === '' || name.includes('/')) {
    throw new Fault('invalid', `"${text}" does not name a tag file.`, { advice: 'Give NAME or NAME:HEADER, without a directory.' });
  }
  return { name: rawFromText(name), header: Buffer.from(colon < 0 ? '' : text.slice(colon + 1), 'utf8') };
}

/** Whether the tag, known to be there, is genuine. One that is not is reported: somebody may rely on it. */
export function isGenuine(dir: RawPath, tag: TagFile, call: Call): boolean {
  if (tag.header.length === 0) return true;
  const path = joinRaw(dir, tag.name);
  const item = showName(path);
  const note = (fault: Fault): void => call.report({ item, during: 'scan', severity: 'note', fault });
  try {
    if (startsWith(path, tag.header)) return true;
    note(new Fault('invalid', `"${item}" does not begin as such a tag file does, so its directory is backed up.`, { context: { path: item } }));
  } catch (error) {
    note(toFault(error, `The tag file "${item}" cannot be read, so its directory is backed up`, { path: item }));
  }
  return false;
}

/** Only an ordinary file can: a fifo of that name must not hang the walk, a link not lead elsewhere. */
function startsWith(path: RawPath, header: Buffer): boolean {
  const fd = openSync(fsPath(path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const start = Buffer.alloc(header.length);
    return fstatSync(fd).isFile() && readSync(fd, start) === header.length && start.equals(header);
  } finally {
    closeSync(fd);
  }
}
