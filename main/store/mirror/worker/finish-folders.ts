/** Puts owners, permissions and times on the folders of a snapshot, once everything is in them. */
import { chmodSync, chownSync } from 'node:fs';
import { applyMetadata, type Metadata } from '../../../entry/apply-metadata.ts';
import type { RawPath } from '../../../entry/entry.ts';
import { fsPath, joinRaw } from '../../../entry/name.ts';
import { native } from '../../../entry/native.ts';
import type { MadeFolders } from './made-folders.ts';
import type { FinishFolders, Result } from './protocol.ts';
import { writing } from './read-through.ts';

const self = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };

/** Those nothing was put in are made here. */
export function finishFolders({ to, folders }: FinishFolders, made: MadeFolders, goOn: () => void): Result {
  const unset: string[] = [];
  for (const { place, ...metadata } of folders) {
    goOn();
    const path = place === '' ? to : joinRaw(to, place);
    writing(() => made.make(path, to));
    unset.push(...finish(path, metadata));
  }
  return { type: 'finished', unset };
}

/** A folder of our own making has no attributes, so there is nothing to look for. */
function finish(path: RawPath, metadata: Metadata): string[] {
  const calls = native();
  if (calls === null || metadata.xattrs !== undefined) return applyMetadata(path, metadata);
  try {
    if (metadata.uid !== self.uid || metadata.gid !== self.gid) chownSync(fsPath(path), metadata.uid, metadata.gid);
    chmodSync(fsPath(path), metadata.mode);
    calls.setTimes(path, metadata.atime, metadata.mtime);
    return [];
  } catch {
    return applyMetadata(path, metadata); // which sets what can be set, and says what cannot
  }
}
