/** Whether an entry on disk has its metadata already: setting it again would only move its ctime, and have the next backup read it again. */
import type { BigIntStats } from 'node:fs';
import type { Entry, RawPath, Xattr } from './entry.ts';
import { native } from './native.ts';

export function hasMetadata(path: RawPath, stats: BigIntStats, entry: Entry): boolean {
  const mode = entry.type === 'symlink' || Number(stats.mode & 0o7777n) === entry.mode;
  const owner = Number(stats.uid) === entry.uid && Number(stats.gid) === entry.gid;
  return mode && owner && stats.mtimeNs === entry.mtime && hasXattrs(path, entry);
}

function hasXattrs(path: RawPath, entry: Entry): boolean {
  const calls = entry.type === 'symlink' ? null : native();
  if (calls === null) return true;
  try {
    return sorted(calls.listXattrs(path).map((name) => ({ name, value: calls.getXattr(path, name) }))) === sorted(entry.xattrs ?? []);
  } catch {
    return false; // they cannot be told: setting them says why
  }
}

const sorted = (xattrs: readonly Xattr[]): string =>
  xattrs.map(({ name, value }) => `${name}=${Buffer.from(value ?? []).toString('base64')}`).toSorted().join('\n');
