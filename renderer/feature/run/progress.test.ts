/** How far a run is, in words. */
import { describe, expect, it } from 'vitest';
import type { RunProgress } from '../../../preload/contract/run.ts';
import { en } from '../../text/en.ts';
import { formatFor } from '../../text/format.ts';
import { progressLine, shareOf } from './progress.ts';

const words = { t: en, f: formatFor('en') };
const at = (change: Partial<RunProgress>): RunProgress => ({
  phase: 'looking for changes', files: 0, bytes: 0, errors: 0, totalFiles: null, totalBytes: null, current: null, elapsedSeconds: 1, bytesPerSecond: 0, etaSeconds: null, ...change,
});

describe('how far', () => {
  it('is known only with a total', () => {
    expect(shareOf(at({ bytes: 5 }))).toBeNull();
    expect(shareOf(at({ bytes: 5, totalBytes: 10 }))).toBe(0.5);
    expect(shareOf(at({ files: 1, totalFiles: 4, totalBytes: 0 }))).toBe(0.25);
    expect(shareOf(at({ bytes: 11, totalBytes: 10 }))).toBe(1);
  });
  it('counts while the total is not known', () => {
    expect(progressLine(at({ files: 120_000 }), words)).toBe('Looking for changes: 120,000 files');
    expect(progressLine(null, words)).toBe('Starting');
  });
  it('never rounds up to what is not reached', () => {
    expect(progressLine(at({ bytes: 999, totalBytes: 1000 }), words)).toBe('99%');
  });
  it('says how long still when that means something', () => {
    expect(progressLine(at({ bytes: 62, totalBytes: 100, etaSeconds: 190 }), words)).toBe('62% · 3\u00a0min left');
  });
});
