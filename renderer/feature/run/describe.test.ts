/** What people read of a run's end. */
import { describe, expect, it } from 'vitest';
import type { ResultOf, Run, RunResult } from '../../../preload/contract/run.ts';
import { formatFor } from '../../text/format.ts';
import { de } from '../../text/de.ts';
import { en } from '../../text/en.ts';
import { placesOf, resultLine, resultSentences, titleOf } from './describe.ts';
import { stepsOf } from './steps.ts';

const words = { t: en, f: formatFor('en') };
const drive = { name: 'Photos drive', format: 'vault', address: '/media/photos', isDefault: true, addedAt: '' } as const;
const nas = { ...drive, name: 'NAS', address: 'sftp://nas/b' } as const;

const backup = (destination: string, change: Partial<ResultOf<'backup'>['summary']> = {}, dryRun = false): ResultOf<'backup'> => ({
  kind: 'backup', destination, snapshotId: 'a'.repeat(64), parentId: null, dryRun,
  summary: {
    backup_start: '', backup_end: '', files_new: 1200, files_changed: 4, files_unmodified: 12_000, dirs_new: 0, dirs_changed: 0, dirs_unmodified: 0, data_blobs: 0, tree_blobs: 0,
    data_added: 3.2e9, data_added_packed: 2e9, total_files_processed: 13_204, total_bytes_processed: 5e9, ...change,
  },
});
const runWith = (results: RunResult[], change: Partial<Run> = {}): Run => ({
  id: 'r', kind: 'backup', plan: 'documents', state: 'ended', outcome: 'succeeded', startedAt: '2026-11-21T14:00:00Z', endedAt: '2026-11-21T14:00:41Z', destination: drive.address,
  subject: '/home/a/Documents', fault: null, results, problems: 0, ...change,
});
const say = (results: RunResult[], change: Partial<Run> = {}): string[] => resultSentences(runWith(results, change), [drive, nas], words);

describe('the end of a backup', () => {
  it('is told in numbers people understand', () => {
    expect(say([backup(drive.address)])).toEqual(['3.2 GB new in 1,204 files, took 41\u00a0s; 12,000 files were already safe.']);
  });
  it('joins the sources of a plan, and tells its destinations apart', () => {
    expect(say([backup(drive.address), backup(drive.address), backup(nas.address, { files_unmodified: 0 })])).toEqual([
      'Photos drive: 6.4 GB new in 2,408 files, took 41\u00a0s; 24,000 files were already safe.', 'NAS: 3.2 GB new in 1,204 files, took 41\u00a0s.',
    ]);
  });
  it('says that nothing was new', () => {
    expect(say([backup(drive.address, { files_new: 0, files_changed: 0, data_added: 0 })])).toEqual(['Nothing new, took 41\u00a0s; 12,000 files were already safe.']);
  });
  it('says of a trial that nothing was stored', () => {
    expect(say([backup(drive.address, {}, true)])[0]).toContain('Would');
  });
  it('speaks German too', () => {
    expect(resultSentences(runWith([backup(drive.address)]), [drive], { t: de, f: formatFor('de') })[0]).toMatch(/^3,2\sGB neu in 1\.204 Dateien/);
  });
});

it('tells of a restore what was written and what was kept aside', () => {
  const result: RunResult = { kind: 'restore', snapshotId: 's', target: '/home/a', dryRun: false, created: 10, replaced: 2, kept: 0, unchanged: 3, deleted: 0, files: 12, bytes: 1.3e6, verified: 12, aside: 2 };
  expect(say([result])[0]).toBe('12 items restored (1.3 MB), took 41\u00a0s. 3 items were the same already. 2 items were kept aside. 12 files were compared with the backup.');
});

it('tells of a transfer what was brought and read back, and never of nothing in numbers', () => {
  const transfer = (bytes: number, files: number | null): RunResult => ({ kind: 'transfer', from: nas.address, to: drive.address, state: 'succeeded', copied: [], bytes, verified: files === null ? null : { files, bytes }, errors: [], reason: null });
  expect([transfer(1.3e6, 12), transfer(1.3e6, null), transfer(400, 0)].map((result) => say([result])[0])).toEqual([
    '1.3 MB brought to Photos drive, 12 files read back and compared.', '1.3 MB brought to Photos drive.', 'Nothing new had to be brought to Photos drive.',
  ]);
});

it('says nothing of rules that had nothing to forget, unless forgetting was all it did', () => {
  const nothing: RunResult = { kind: 'forget', destination: drive.address, removed: [], kept: 3 };
  expect(say([backup(drive.address), nothing])).toHaveLength(1);
  expect(resultSentences(runWith([nothing], { kind: 'forget' }), [], words)).toEqual(['Nothing was forgotten, 3 kept.']);
});

it('says why a run has no result', () => {
  expect(resultLine(runWith([], { outcome: 'failed', fault: { kind: 'full', message: 'No room left.', advice: '' } }), [], words)).toBe('No room left.');
  expect(resultLine(runWith([], { outcome: 'cancelled' }), [], words)).toBe(en.run.ended.cancelled);
});

describe('titles', () => {
  it('use the names of destinations, also with commas in addresses', () => {
    expect(placesOf('/media/photos, sftp://nas/b', [drive, nas])).toBe('Photos drive, NAS');
    expect(placesOf('/media/a, b', [{ ...drive, address: '/media/a, b' }])).toBe('Photos drive');
  });
  it('fall back to what was worked on', () => {
    expect(titleOf(runWith([]), { plans: [], destinations: [drive] }, words)).toBe('/home/a/Documents → Photos drive');
  });
});

describe('steps', () => {
  it('shows the way with the current phase', () => {
    expect(stepsOf('backup', 'looking for changes').map(({ phase, state }) => `${phase} ${state}`)).toEqual(['starting done', 'looking for changes current', 'saving next', 'finishing next']);
  });
  it('shows a phase that is not on the way', () => {
    expect(stepsOf('unlock', 'deleting').at(-1)).toEqual({ phase: 'deleting', state: 'current' });
  });
});
