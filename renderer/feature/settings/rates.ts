/** Rates as people type them, in megabytes a second, and as the settings keep them, in bytes. */
import type { RateLimits, Speed } from '../../../preload/contract/speed.ts';
import { commandLine } from '../../ui/command-line.ts';

const MB = 1_000_000;

/** Empty: no limit. */
export const megabytesOf = (rate: number | null): number | '' => (rate === null ? '' : rate / MB);

/** Null: no limit; that is also what nothing, or too little to let anything through, means. */
export function bytesOf(typed: number | string): number | null {
  const bytes = Math.round(Number(typed) * MB);
  return typed === '' || !Number.isSafeInteger(bytes) || bytes < 1 ? null : bytes;
}

/** What the settings are now, as commands that would make them so. */
export const speedCommand = (speed: Speed, { upload, download }: RateLimits): string => [
  commandLine('config', 'set', 'speed', speed), commandLine('config', 'set', 'limit-upload', rateWord(upload)), commandLine('config', 'set', 'limit-download', rateWord(download)),
].join('\n');

/** The command line takes bare numbers for KiB. */
const rateWord = (rate: number | null): string => (rate === null ? 'none' : `${rate}B/s`);
