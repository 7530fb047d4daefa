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
  /** What is at one absolute path goes to another. */
  map: readonly { from: string; to: string }[];
  times: boolean;
  stopOnError: boolean;
  /** Start the board's program afterwards, whether it ran or not. */
  restart: boolean;
  /** Null: the usual one. */
  baud: number | null;
}

/** Rates boards and their bridges take. */
export const BAUDS = [9600, 57_600, 115_200, 230_400, 460_800, 921_600] as const;

export const EXISTING: readonly Existing[] = ['overwrite', 'backup', 'skip'];

/** What is there and not in the version stays unless somebody asks; a clone is to be the same. */
export const firstChoice = ({ kind }: Pick<Job, 'kind'>): Choice => ({ existing: 'overwrite', delete: kind === 'clone', map: [], times: false, stopOnError: false, restart: false, baud: null });

/** A mapping that is not filled in yet is none. @returns what is wrong with one that is; null: nothing. */
export const mapProblem = ({ map }: Pick<Choice, 'map'>): 'path' | null => (map.some(({ from, to }) => (from !== '' && !from.startsWith('/')) || (to !== '' && !to.startsWith('/'))) ? 'path' : null);

const mapped = ({ map }: Pick<Choice, 'map'>): Choice['map'] => map.filter(({ from, to }) => from.startsWith('/') && to.startsWith('/'));

const spelled = ({ existing, delete: remove, times, stopOnError, restart, baud, ...choice }: Choice) => ({
  existing, delete: remove, times, stopOnError, map: [...mapped(choice)], afterwards: restart ? 'restart' as const : 'as-found' as const, ...(baud === null ? {} : { baud }),
});

export const restoreSpec = ({ device, destination, snapshot, paths }: Extract<Job, { kind: 'restore' }>, choice: Choice, interrupt: boolean) => ({ device, destination, snapshot, paths: [...paths], ...spelled(choice), interrupt });
export const cloneSpec = ({ device, from }: Extract<Job, { kind: 'clone' }>, choice: Choice, interrupt: boolean) => ({ device, from, ...spelled(choice), interrupt });

const OVERWRITE: Record<Existing, string | false> = { overwrite: false, backup: 'backup', skip: 'never' };

/** Many paths make no command anybody wants to see. */
const MOST_PATHS = 20;

/** Null: it would be too long. */
export function writeCommand(job: Job, { existing, delete: remove, times, stopOnError, restart, baud, ...choice }: Choice): string | null {
  const mode = OVERWRITE[existing];
  const overwrite = [
    mode !== false && '--overwrite', mode, ...mapped(choice).flatMap(({ from, to }) => ['--map', `${from}=${to}`]), times && '--times', stopOnError && '--stop-on-error', restart && '--restart',
    ...(baud === null ? [] : ['--baud', String(baud)]),
  ] as const;
  if (job.kind === 'clone') return commandLine('device', 'clone', job.from, job.device, ...overwrite, !remove && '--keep');
  if (job.paths.length > MOST_PATHS) return null;
  return commandLine('device', 'restore', job.device, job.snapshot.slice(0, 8), '-r', job.destination, ...job.paths.flatMap((path) => ['--include', path]), ...overwrite, remove && '--delete');
}
