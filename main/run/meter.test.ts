/** What people see of progress: smooth, honest, never beyond the end. */
import { expect, it } from 'vitest';
import { Progress } from '../base/progress.ts';
import { Meter } from './meter.ts';

/** A meter whose clock is moved by hand, in seconds. */
function bench(totalBytes: number | null): { progress: Progress; meter: Meter; pass(seconds: number, bytes: number): ReturnType<Meter['sample']> } {
  let now = 0;
  const progress = new Progress();
  progress.totalBytes = totalBytes;
  const meter = new Meter(progress, { now: () => now, monotonic: () => now });
  return { progress, meter, pass(seconds, bytes) { now += seconds * 1000; progress.done.bytes += bytes; return meter.sample(); } };
}

it('gives no ETA before it means something', () => {
  const { pass } = bench(1000);
  expect(pass(1, 100).etaSeconds).toBeNull();
  expect(bench(null).pass(60, 100).etaSeconds).toBeNull();
});
it('gives the ETA of a steady run', () => {
  const { pass } = bench(1000);
  for (let second = 0; second < 4; second++) pass(1, 100);
  expect(pass(1, 100)).toMatchObject({ etaSeconds: 5, bytesPerSecond: 100 });
});
it('does not jump when one second is slow', () => {
  const { pass } = bench(100_000);
  for (let second = 0; second < 20; second++) pass(1, 1000);
  const before = pass(1, 1000).etaSeconds!;
  const after = pass(1, 0).etaSeconds!;
  expect(after).toBeLessThan(before * 1.2);
});
it('knows no total any more, and so no end, once it is outgrown', () => {
  expect(bench(100).pass(10, 150)).toMatchObject({ bytes: 150, totalBytes: null, totalFiles: null, etaSeconds: null });
});
