/** A run's progress as one line: what it is busy with, how far it is, how fast, how long still, and the item at hand. */
import type { RunPhase, RunProgress } from '../../../preload/contract/run.ts';
import { count, counted, left, size } from './quantity.ts';
import { cutFront, padEnd, width } from './width.ts';

const PHASE = {
  starting: 'Starting',
  locking: 'Locking',
  'loading index': 'Loading the index',
  'looking for changes': 'Looking for changes',
  'backing up': 'Backing up',
  saving: 'Saving',
  planning: 'Planning',
  restoring: 'Restoring',
  verifying: 'Verifying',
  deleting: 'Deleting',
  'checking structure': 'Checking the structure',
  'checking data': 'Checking the data',
  marking: 'Finding out what is needed',
  repacking: 'Repacking',
  'rebuilding index': 'Rebuilding the index',
  copying: 'Copying',
  finishing: 'Finishing',
} as const satisfies Record<RunPhase, string>;

const BAR = 14;
/** Columns of the current item below which it is not worth showing. */
const ITEM_ROOM = 12;

/** @param eta seconds, smoothed; null while it means nothing. */
export function progressLine(progress: RunProgress, eta: number | null, columns: number): string {
  const { phase, bytesPerSecond, current, errors } = progress;
  const share = shareDone(progress);
  const parts = share === null ? [uncounted(progress)] : [PHASE[phase], `${String(Math.floor(share * 100)).padStart(3)} %`, bar(share), ...amounts(progress)];
  if (bytesPerSecond >= 1) parts.push(`${size(bytesPerSecond)}/s`);
  if (share !== null && eta !== null) parts.push(left(eta));
  if (errors > 0) parts.push(counted(errors, 'problem'));
  const line = parts.join('  ');
  const room = columns - width(line) - 2;
  return current === null || room < ITEM_ROOM ? line : `${line}  ${cutFront(current, room)}`;
}

/** From 0 to 1; null while the total is not known. Bytes say more than files. */
function shareDone({ bytes, files, totalBytes, totalFiles }: RunProgress): number | null {
  if (totalBytes !== null && totalBytes > 0) return Math.min(1, bytes / totalBytes);
  return totalFiles !== null && totalFiles > 0 ? Math.min(1, files / totalFiles) : null;
}

/** Counting is said. */
function uncounted({ phase, files, bytes }: RunProgress): string {
  const so = [files > 0 ? counted(files, 'file') : '', bytes > 0 ? size(bytes) : ''].filter((part) => part !== '');
  return so.length === 0 ? `${PHASE[phase]} …` : `${PHASE[phase]}, ${so.join(', ')} so far`;
}

function amounts({ files, bytes, totalFiles, totalBytes }: RunProgress): string[] {
  const parts: string[] = [];
  if (totalFiles !== null && totalFiles > 0) parts.push(`${count(files)} of ${counted(totalFiles, 'file')}`);
  else if (files > 0) parts.push(counted(files, 'file'));
  if (totalBytes !== null && totalBytes > 0) parts.push(`${size(bytes)} of ${size(totalBytes)}`);
  return parts;
}

const bar = (share: number): string => `[${padEnd('#'.repeat(Math.round(share * BAR)), BAR).replaceAll(' ', '.')}]`;

/** Keeps the time left from jumping about: it runs down by itself, and news only bend it. */
export class SmoothEta {
  #seconds: number | null = null;
  #at = 0;

  /** @param elapsed seconds since the run began. */
  next(seconds: number | null, elapsed: number): number | null {
    if (seconds === null) return (this.#seconds = null);
    const expected = this.#seconds === null ? seconds : Math.max(0, this.#seconds - (elapsed - this.#at));
    this.#at = elapsed;
    return (this.#seconds = expected * 0.8 + seconds * 0.2);
  }
}
