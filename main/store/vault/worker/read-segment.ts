/**
 * Reads one stretch of a large file, so that every worker has a part in it. Where a file is cut depends only on the cut before, so cutting begins
 * a little ahead of the stretch: by its beginning it has nearly always met the cuts that reading the whole file would make. Whether it has is
 * for the main thread to see, when it joins the stretches.
 */
import { closeSync, readSync } from 'node:fs';
import { fsPath } from '../../../entry/name.ts';
import { openQuietly, same, stampOf } from '../../worker/source-file.ts';
import { Stopped } from '../../worker/stop.ts';
import { flat } from '../../worker/worker-error.ts';
import type { SegmentRead, SegmentToRead } from './protocol.ts';
import type { FileReaderHooks } from './read-files.ts';

/** @throws Stopped. */
export function readSegment(task: SegmentToRead, hooks: Omit<FileReaderHooks, 'begin'>): SegmentRead {
  const nothing: SegmentRead = { type: 'segment', ids: new Uint8Array(0), first: task.from, last: task.from, steady: false, skipped: false, error: null };
  try {
    return { ...nothing, ...readStretch(task, hooks) };
  } catch (error) {
    if (error instanceof Stopped) throw error;
    return { ...nothing, error: flat(error) };
  }
}

function readStretch({ path, stamp, at, from, to }: SegmentToRead, { cutter, control, read, skipped }: Omit<FileReaderHooks, 'begin'>): Partial<SegmentRead> {
  const fd = openQuietly(fsPath(path));
  try {
    cutter.begin(at, from, to);
    let told = from;
    let place = at;
    while (place < stamp.size && !cutter.isThrough) {
      const bytes = cutter.feed((into) => readSync(fd, into, 0, Math.min(into.length, stamp.size - place), place));
      if (control.stopped) throw new Stopped();
      if (bytes === 0) break;
      place += bytes;
      const passed = Math.min(place, to);
      if (passed > told) read(passed - told);
      told = Math.max(told, passed);
      if (skipped?.() === true) return { skipped: true };
    }
    const { ids } = cutter.end();
    const whole = cutter.isThrough || place === stamp.size;
    return { ids, first: cutter.first, last: cutter.last, steady: whole && same(stamp, stampOf(fd, path)) };
  } finally {
    closeSync(fd);
  }
}
