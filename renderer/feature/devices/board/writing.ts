/** What is to be written to a board, as the contract takes it and as a command. */
import type { Existing } from '../../../../preload/contract/device-spec.ts';
import { commandLine } from '../../../ui/command-line.ts';

/** A version, or some of its files; or another board's files. */
export type Job =
  | { kind: 'restore'; device: string; destination: string; snapshot: string; paths: readonly string[] }
  | { kind: 'clone'; device: string; from: string };

export interface Choice {
  existing: Existing;
  delete: boolean;
}

export const EXISTING: readonly Existing[] = ['overwrite', 'backup', 'skip'];

/** What is there and not in the version stays unless somebody asks; a clone is to be the same. */
export const firstChoice = ({ kind }: Pick<Job, 'kind'>): Choice => ({ existing: 'overwrite', delete: kind === 'clone' });

export const restoreSpec = ({ device, destination, snapshot, paths }: Extract<Job, { kind: 'restore' }>, choice: Choice, interrupt: boolean) => ({ device, destination, snapshot, paths: [...paths], ...choice, interrupt });
export const cloneSpec = ({ device, from }: Extract<Job, { kind: 'clone' }>, choice: Choice, interrupt: boolean) => ({ device, from, ...choice, interrupt });

const OVERWRITE: Record<Existing, string | false> = { overwrite: false, backup: 'backup', skip: 'never' };

/** Many paths make no command anybody wants to see. */
const MOST_PATHS = 20;

/** Null: it would be too long. */
export function writeCommand(job: Job, { existing, delete: remove }: Choice): string | null {
  const mode = OVERWRITE[existing];
  const overwrite = [mode !== false && '--overwrite', mode] as const;
  if (job.kind === 'clone') return commandLine('device', 'clone', job.from, job.device, ...overwrite, !remove && '--keep');
  if (job.paths.length > MOST_PATHS) return null;
  return commandLine('device', 'restore', job.device, job.snapshot.slice(0, 8), '-r', job.destination, ...job.paths.flatMap((path) => ['--include', path]), ...overwrite, remove && '--delete');
}
