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
  'taking back': 'Taking back',
  'checking structure': 'Checking the structure',
  'checking data': 'Checking the data',
  marking: 'Finding out what is needed',
  repacking: 'Repacking',
  'rebuilding index': 'Rebuilding the index',
  copying: 'Copying',
  finishing: 'Finishing',
} as const satisfies Record<RunPhase, string>;

/** What is counted, where it is not files. */
const COUNTED: Readonly<Partial<Record<RunPhase, string>>> = {
  'checking structure': 'item',
  marking: 'folder',
  'checking data': 'pack',
  repacking: 'pack',
  'rebuilding index': 'pack',
};

const things = (value: number, phase: RunPhase): string => counted(value, COUNTED[phase] ?? 'file');

const BAR = 14;
/** Columns of the current item below which it is not worth showing. */
const ITEM_ROOM = 12;

/** @param eta seconds, smoothed; null while it means nothing. */
export function progressLine(progress: RunProgress, eta: number | null, columns: number): string {
  const line = fitted(partsOf(progress, eta), columns);
  const room = columns - width(line) - 2;
  return progress.current === null || room < ITEM_ROOM ? line : `${line}  ${cutFront(progress.current, room)}`;
}

/** Text, and when it is given up in a terminal too narrow for all: the highest number first, 0 never. */
type Part = readonly [text: string, rank: number];

function partsOf(progress: RunProgress, eta: number | null): Part[] {
  const { phase, files, bytes, totalFiles, totalBytes, bytesPerSecond, errors } = progress;
  const share = shareDone(progress);
  const speed: Part = [bytesPerSecond >= 1 ? `${size(bytesPerSecond)}/s` : '', 2];
  const problems: Part = [errors > 0 ? counted(errors, 'problem') : '', 0];
  if (share === null) return [[uncounted(progress), 0], speed, problems];
  return [
    [PHASE[phase], 0],
    [`${String(Math.floor(share * 100)).padStart(3)} %`, 0],
    [bar(share), 4],
    [totalFiles !== null && totalFiles > 0 ? `${count(files)} of ${things(totalFiles, phase)}` : files > 0 ? things(files, phase) : '', 3],
    [totalBytes !== null && totalBytes > 0 ? `${size(bytes)} of ${size(totalBytes)}` : '', 1],
    speed,
    [eta === null ? '' : left(eta), 0],
    problems,
  ];
}

function fitted(parts: readonly Part[], columns: number): string {
  let kept = parts.filter(([text]) => text !== '');
  const line = (): string => kept.map(([text]) => text).join('  ');
  for (let rank = 4; rank > 0 && width(line()) > columns; rank--) kept = kept.filter((part) => part[1] !== rank);
  return line();
}

/** From 0 to 1; null while the total is not known. Bytes say more than files. */
function shareDone({ bytes, files, totalBytes, totalFiles }: RunProgress): number | null {
  if (totalBytes !== null && totalBytes > 0) return Math.min(1, bytes / totalBytes);
  return totalFiles !== null && totalFiles > 0 ? Math.min(1, files / totalFiles) : null;
}

/** Counting is said. */
function uncounted({ phase, files, bytes }: RunProgress): string {
  const so = [files > 0 ? things(files, phase) : '', bytes > 0 ? size(bytes) : ''].filter((part) => part !== '');
  return so.length === 0 ? `${PHASE[phase]} …` : `${PHASE[phase]}, ${so.join(', ')} so far`;
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
