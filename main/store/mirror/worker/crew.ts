/** A mirror's workers. */
import { native } from '../../../entry/native.ts';
import type { SnapshotRequest } from '../../store.ts';
import { Crew, readersFor } from '../../worker/crew.ts';
import type { Part, Result, Task, WorkerSetup } from './protocol.ts';

export type MirrorCrew = Crew<Task, Result, Part>;
export type Manner = Pick<SnapshotRequest, 'effort' | 'readConcurrency'>;

export function gatherCrew({ effort = 'full', readConcurrency }: Manner = {}): MirrorCrew {
  const data = (): Omit<WorkerSetup, 'sign'> => ({ flush: (native()?.syncFileSystem ?? null) === null, effort });
  return new Crew({ worker: 'mirror-worker', data, size: readersFor(readConcurrency, effort), what: 'A worker of the mirror' });
}
