/** JSON lines of long operations, in restic's words where restic has them. */
import type { RunProblem, RunProgress } from '../../../preload/contract/run.ts';
import type { FinishedRun, RunVoice } from '../follow-run.ts';

/** Problems listed in a summary; all are counted, and all were told as they came. */
const MOST_PROBLEMS = 1000;

const percent = ({ bytes, totalBytes, files, totalFiles }: RunProgress): number =>
  totalBytes !== null && totalBytes > 0
    ? Math.min(1, bytes / totalBytes)
    : totalFiles !== null && totalFiles > 0
      ? Math.min(1, files / totalFiles)
      : 0;

/** Like restic, what is zero or not known is left out. */
function times(progress: RunProgress): object {
  const { elapsedSeconds, etaSeconds, phase } = progress;
  return {
    message_type: 'status',
    ...given({ seconds_elapsed: Math.floor(elapsedSeconds), seconds_remaining: Math.round(etaSeconds ?? 0) }),
    percent_done: percent(progress),
    phase,
    bytes_per_second: Math.round(progress.bytesPerSecond),
  };
}

const given = (fields: Readonly<Record<string, number | null>>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== 0));

const problem = ({ item, during, kind, message, advice, severity }: RunProblem): object => ({
  message_type: severity === 'note' ? 'note' : 'error',
  error: { message },
  during,
  item,
  kind,
  advice,
});

export const BACKUP_VOICE: RunVoice = {
  status: (progress) => ({
    ...times(progress),
    ...given({
      total_files: progress.totalFiles,
      files_done: progress.files,
      total_bytes: progress.totalBytes,
      bytes_done: progress.bytes,
      error_count: progress.errors,
    }),
    ...(progress.current === null ? {} : { current_files: [progress.current] }),
  }),
  problem: (found) => problem({ ...found, during: found.during === 'scan' ? 'scan' : 'archival' }),
  item: ({ action, path, size }) => ({ message_type: 'verbose_status', action, item: path, data_size: size }),
};

const RESTORE_ACTION: Readonly<Record<string, string>> = { created: 'restored', replaced: 'updated', kept: 'unchanged' };

export const RESTORE_VOICE: RunVoice = {
  status: (progress) => ({
    ...times(progress),
    ...given({
      total_files: progress.totalFiles,
      files_restored: progress.files,
      total_bytes: progress.totalBytes,
      bytes_restored: progress.bytes,
      error_count: progress.errors,
    }),
  }),
  problem: (found) => problem({ ...found, during: found.during === 'verify' ? 'verify' : 'restore' }),
  item: ({ action, path, size }) => ({
    message_type: 'verbose_status',
    action: RESTORE_ACTION[action] ?? action,
    item: path.startsWith('/') ? path : `/${path}`,
    size,
  }),
};

/** For operations restic has no JSON lines for. */
export const PLAIN_VOICE: RunVoice = {
  status: (progress) => ({
    ...times(progress),
    ...given({
      total_files: progress.totalFiles,
      files_done: progress.files,
      total_bytes: progress.totalBytes,
      bytes_done: progress.bytes,
      error_count: progress.errors,
    }),
  }),
  problem,
  item: ({ action, path, size }) => ({ message_type: 'verbose_status', action, item: path, size }),
};

/** The closing line: restic's fields, then ours. */
export function summaryLine({ outcome, problems, elapsedSeconds }: FinishedRun, fields: object): object {
  return {
    message_type: 'summary',
    ...fields,
    outcome,
    seconds_elapsed: Math.floor(elapsedSeconds),
    error_count: problems.filter(({ severity }) => severity === 'warning').length,
    problems: problems
      .slice(0, MOST_PROBLEMS)
      .map(({ item, during, kind, message, advice, severity }) => ({ item, during, kind, message, advice, severity })),
  };
}
