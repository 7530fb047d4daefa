/** What a snapshot says of itself, for formats that keep it as restic does. */
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { SnapshotRequest } from './store.ts';
import { formatTime } from './tree/time.ts';

export interface SnapshotFacts {
  tree: string;
  /** uid and gid of whoever makes it. */
  owner: { uid: number; gid: number };
  programVersion: string;
}

/** All of it but the summary. A copy keeps the time and owner of its original, and says whose copy it is. */
export function snapshotContent({ time, paths, hostname, username, tags, excludes, parent, copyOf, device }: SnapshotRequest, { tree, owner, programVersion }: SnapshotFacts): Omit<Snapshot, 'id' | 'summary'> {
  const { uid, gid } = copyOf ?? owner;
  return {
    time: copyOf?.time ?? formatTime(BigInt(time.getTime()) * 1_000_000n),
    ...(parent === null ? {} : { parent: parent.id }),
    tree, paths: [...paths], hostname, username,
    ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }),
    ...(excludes.length === 0 ? {} : { excludes: [...excludes] }),
    ...(tags.length === 0 ? {} : { tags: [...tags] }),
    ...(copyOf === undefined ? {} : { original: copyOf.original ?? copyOf.id }),
    program_version: programVersion,
    ...(device === undefined ? {} : { device }),
  };
}
