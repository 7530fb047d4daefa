/** Snapshot files: the contract's Snapshot without its id, which is the name of the file. */
import { z } from 'zod';
import { BackupSummary, Snapshot, SnapshotDevice } from '../../../preload/contract/snapshot.ts';
import { isHexId } from '../../base/ids.ts';
import { inOrder, parseJsonFile, withoutNulls, writeJsonFile } from './json-file.ts';
import { isTime } from './time.ts';

export type SnapshotFile = Omit<Snapshot, 'id'>;

/** Members of other programs are kept, so that changing a tag loses nothing. */
const SnapshotForm = Snapshot.omit({ id: true }).extend({
  time: z.string().refine(isTime, 'is no time'),
  tree: z.string().refine(isHexId, 'is no id'),
  paths: z.array(z.string()).default([]),
  /** Only numbers to show: a program that counts otherwise must not make its snapshots unreadable. */
  summary: BackupSummary.partial().loose().optional().catch(undefined),
  /** The same holds for what is told of a board. */
  device: SnapshotDevice.loose().optional().catch(undefined),
}).loose();

const NAMES = [
  'time', 'parent', 'tree', 'paths', 'hostname', 'username', 'uid', 'gid', 'excludes', 'tags', 'original', 'program_version', 'summary', 'device',
] as const satisfies readonly (keyof SnapshotFile)[];
const ALWAYS = ['time', 'tree', 'paths'];
const SUMMARY_NAMES = Object.keys(BackupSummary.shape);

/** Takes a Snapshot too: its id is left out. */
export function encodeSnapshot(snapshot: SnapshotFile): Uint8Array<ArrayBuffer> {
  const summary = snapshot.summary === undefined ? undefined : inOrder(snapshot.summary, { names: SUMMARY_NAMES, always: Object.keys(snapshot.summary) });
  return writeJsonFile({ ...snapshot, id: undefined, summary }, { names: NAMES, always: ALWAYS });
}

/** @throws Fault `damaged`. */
export const decodeSnapshot = (json: Uint8Array): SnapshotFile => parseJsonFile('The snapshot', json, z.preprocess(withoutNulls, SnapshotForm));
