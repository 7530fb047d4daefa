/** A file is restored by reading its own frames, not the archive. */
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, onTestFinished, vi } from 'vitest';
import { makeArchives, snap } from '../../../../test/fixture/archive/make-archive.ts';
import { noise } from '../../../../test/fixture/vault/make-vault.ts';
import { quietCall } from '../../../base/call.ts';
import { FileSource } from '../container/bytes/file-source.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-frames-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

it.each(['none', 'gzip', 'zstd'] as const)('of a tar with compression %s', async (compression) => {
  const place = mkdtempSync(join(scratch, 'case-'));
  const [root, from] = [join(place, 'archives'), join(place, 'docs')];
  mkdirSync(from);
  for (let file = 0; file < 12; file++) writeFileSync(join(from, `file-${file}`), noise(2_000_000, `${file}`));
  writeFileSync(join(from, 'small'), 'small');
  const archives = await makeArchives(root, { compression });
  onTestFinished(() => archives.close());
  const snapshot = await snap(archives, from);
  let read = 0;
  const reading = vi.spyOn(FileSource.prototype, 'read');
  onTestFinished(() => reading.mockRestore());
  reading.mockClear();
  const reader = await archives.open(snapshot, quietCall());
  const wanted = new Set(['file-7', 'small']);
  for await (const batch of reader.walk({}, quietCall())) {
    const jobs = batch.filter(({ entry }) => wanted.has(entry.name)).map(({ entry }) => ({ entry, path: join(place, entry.name) }));
    for (const { path } of jobs) writeFileSync(path, '');
    for await (const { error } of reader.extract(jobs, quietCall())) expect(error).toBeNull();
  }
  for (const [start, end] of reading.mock.calls) read += end - start;
  expect([statSync(join(place, 'file-7')).size, statSync(join(place, 'small')).size]).toEqual([2_000_000, 5]);
  const whole = Math.max(...readdirSync(root).map((name) => statSync(join(root, name)).size));
  expect(whole).toBeGreaterThan(20_000_000);
  expect(read).toBeLessThan(whole / 5);
});
