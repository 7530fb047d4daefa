/** How many files a tar reads at once: as many as it is told to, as the system sees its threads. */
import { lstatSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { entryOf } from '../../../../test/fixture/archive/pack-tree.ts';
import { noise } from '../../../../test/fixture/tree/hostile-tree.ts';
import { workerPriorities } from '../../../../test/fixture/worker-priorities.ts';
import { quietCall } from '../../../base/call.ts';
import type { ByteSink } from '../container/container.ts';
import { TarWriter } from '../container/tar/writer.ts';

describe.runIf(process.platform === 'linux')('a tar', () => {
  it.each([1, 3, 6])('told to read %i at once reads with so many threads', async (readers) => {
    const place = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-readers-')));
    onTestFinished(() => rmSync(place, { recursive: true }));
    const source = join(place, 'file');
    writeFileSync(source, noise(700_000));
    const entry = entryOf(source, lstatSync(source, { bigint: true }));
    const sink: ByteSink & { position: number } = { position: 0, write: async ({ length }) => void (sink.position += length) };
    await vi.waitFor(() => expect(workerPriorities()).toEqual([]), { timeout: 20_000 }); // those of the case before
    let taken = 0;
    const writer = new TarWriter(sink, { compression: 'zstd', readers });
    for (let file = 0; file < 20; file++) { // two a frame
      if (!writer.files.hasRoom) await writer.files.endFrame(quietCall());
      writer.files.take({ ...entry }, `${file}`, { source, known: null }, ({ error }) => void (taken += error === null ? 1 : 0));
    }
    await vi.waitFor(() => expect(workerPriorities()).toHaveLength(readers), { timeout: 20_000 });
    await writer.flush(quietCall());
    expect(taken).toBe(20);
  });
});
