/** A mirror's workers. */
import { availableParallelism } from 'node:os';
import { native } from '../../../entry/native.ts';
import type { SnapshotRequest } from '../../store.ts';
import { Crew } from '../../worker/crew.ts';
import type { Part, Result, Task, WorkerSetup } from './protocol.ts';

/** More would only make a disk seek. */
const MOST = 4;

export type MirrorCrew = Crew<Task, Result, Part>;
export type Manner = Pick<SnapshotRequest, 'effort' | 'readConcurrency'>;

export function gatherCrew({ effort = 'full', readConcurrency }: Manner = {}): MirrorCrew {
  const size = readConcurrency ?? (effort === 'gentle' ? 1 : Math.max(1, Math.min(MOST, availableParallelism())));
  const data = (): Omit<WorkerSetup, 'sign'> => ({ flush: (native()?.syncFileSystem ?? null) === null, effort });
  return new Crew({ worker: 'mirror-worker', data, size, what: 'A worker of the mirror' });
}
