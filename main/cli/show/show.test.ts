/** Numbers, tables, modes, progress and problems as people and restic's readers see them. */
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../preload/contract/entry.ts';
import type { RunProblem, RunProgress } from '../../../preload/contract/run.ts';
import { goMode, goPermissions, unixPermissions } from './mode.ts';
import { groupProblems, groupTitle } from './problems.ts';
import { progressLine, SmoothEta } from './progress-line.ts';
import { count, counted, left, list, size, took, when } from './quantity.ts';
import { table } from './table.ts';
import { cut, cutFront, padEnd, width } from './width.ts';

describe('quantities', () => {
  it.each([[0, '0 B'], [999, '999 B'], [1000, '1 kB'], [3_200_000_000, '3.2 GB'], [9_949, '9.9 kB'], [9_960, '10 kB'], [41_400_000_000, '41 GB'], [999_600, '1 MB'], [2e15, '2 PB'], [5e18, '5000 PB']])('%d bytes are %s', (bytes, text) => {
    expect(size(bytes)).toBe(text);
  });

  it.each([[0, '0 s'], [0.04, '0 s'], [0.44, '0.4 s'], [3.14, '3.1 s'], [41.2, '41 s'], [119.4, '119 s'], [120, '2 min'], [3600, '1 h'], [12_000, '3 h 20 min'], [300_000, '3 days']])('%d seconds took %s', (seconds, text) => {
    expect(took(seconds)).toBe(text);
  });

  it.each([[0, '1 s left'], [41.2, '41 s left'], [120, '120 s left'], [121, '2 min left'], [5400, '1 h 30 min left']])('%d seconds to go: %s', (seconds, text) => {
    expect(left(seconds)).toBe(text);
  });

  it('counts things', () => {
    expect([count(120_000), counted(1, 'file'), counted(0, 'file'), counted(2, 'entry', 'entries')]).toEqual(['120,000', '1 file', '0 files', '2 entries']);
    expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c']);
  });

  it('shows times in this machine\'s zone, and what is no time as it is', () => {
    const local = new Date(2026, 10, 7, 4, 2, 1);
    expect(when(local.toISOString())).toBe('2026-11-07 04:02:01');
    expect(when('then\u001b')).toBe('then\\x1b');
  });
});

describe('widths', () => {
  it('counts columns, not characters', () => {
    expect([width('abc'), width('äöü'), width('日本'), width('e\u0301'), width('')]).toEqual([3, 3, 4, 1, 0]);
    expect(padEnd('日本', 6)).toBe('日本  ');
  });

  it('cuts at either end, never wider than asked', () => {
    expect([cut('abcdef', 4), cut('abcd', 4), cutFront('abcdef', 4), cut('日本語', 4), cutFront('日本語', 4), cut('ab', 0)]).toEqual(['abc…', 'abcd', '…def', '日…', '…語', '']);
  });

  it('makes tables that line up, without empty columns or trailing blanks', () => {
    const rows = [{ name: '日本', size: '5', note: '', paths: ['/a', '/b'] }, { name: 'x', size: '500', note: '', paths: ['/c'] }];
    expect(
      table(rows, [
        { title: 'Name', cell: ({ name }) => name },
        { title: 'Size', align: 'right', cell: (row) => row.size },
        { title: 'Note', cell: ({ note }) => note },
        { title: 'Paths', cell: ({ paths }) => paths },
      ]),
    ).toEqual(['Name  Size  Paths', '日本     5  /a', '            /b', 'x      500  /c']);
  });
});

describe('modes', () => {
  const cases: [Entry['type'], number, number, string, string][] = [
    ['file', 0o644, 0o644, '-rw-r--r--', '-rw-r--r--'],
    ['dir', 0o755, 2147484141, 'drwxr-xr-x', 'drwxr-xr-x'],
    ['dir', 0o1777, 2148532735, 'dtrwxrwxrwx', 'drwxrwxrwt'],
    ['symlink', 0o777, 134218239, 'Lrwxrwxrwx', 'lrwxrwxrwx'],
    ['file', 0o4755, 8389101, 'urwxr-xr-x', '-rwsr-xr-x'],
    ['file', 0o2644, 4194724, 'grw-r--r--', '-rw-r-Sr--'],
    ['dev', 0o660, 67109296, 'Drw-rw----', 'brw-rw----'],
    ['chardev', 0o666, 69206454, 'Dcrw-rw-rw-', 'crw-rw-rw-'],
    ['fifo', 0o600, 33554816, 'prw-------', 'prw-------'],
    ['socket', 0o755, 16777709, 'Srwxr-xr-x', 'srwxr-xr-x'],
  ];
  it.each(cases)('%s %o', (type, mode, number, go, unix) => {
    expect([goMode({ type, mode }), goPermissions({ type, mode }), unixPermissions({ type, mode })]).toEqual([number, go, unix]);
  });
});

describe('progress', () => {
  const base: RunProgress = { phase: 'backing up', files: 0, bytes: 0, errors: 0, totalFiles: null, totalBytes: null, current: null, elapsedSeconds: 0, bytesPerSecond: 0, etaSeconds: null };

  it('says that it counts while the total is not known', () => {
    expect(progressLine({ ...base, phase: 'looking for changes', files: 120_000 }, null, 80)).toBe('Looking for changes, 120,000 files so far');
    expect(progressLine({ ...base, phase: 'locking' }, null, 80)).toBe('Locking …');
    expect(progressLine({ ...base, phase: 'checking data', files: 5, totalFiles: 13 }, null, 80)).toContain('5 of 13 packs');
  });

  it('hides the time left until it means something, and says problems', () => {
    const known = { ...base, files: 5, totalFiles: 10, bytes: 25, totalBytes: 100, errors: 2 };
    expect(progressLine(known, null, 80)).toBe('Backing up   25 %  [####..........]  5 of 10 files  25 B of 100 B  2 problems');
    expect(progressLine(known, 30, 200)).toContain('30 s left');
  });

  it('gives up the least telling parts first where there is little room', () => {
    const known = { ...base, files: 5, totalFiles: 10, bytes: 25, totalBytes: 100, bytesPerSecond: 3e6 };
    const lines = [90, 60, 45, 30, 26].map((columns) => progressLine(known, 30, columns));
    expect(lines).toEqual([
      'Backing up   25 %  [####..........]  5 of 10 files  25 B of 100 B  3 MB/s  30 s left',
      'Backing up   25 %  25 B of 100 B  3 MB/s  30 s left',
      'Backing up   25 %  25 B of 100 B  30 s left',
      'Backing up   25 %  30 s left',
      'Backing up   25 %  30 s left',
    ]);
  });

  it('goes by files when there are no bytes to go by', () => {
    expect(progressLine({ ...base, phase: 'deleting', files: 5, totalFiles: 10 }, null, 80)).toBe('Deleting   50 %  [#######.......]  5 of 10 files');
  });

  it('never promises more than all', () => {
    expect(progressLine({ ...base, bytes: 300, totalBytes: 100 }, null, 80)).toContain('100 %  [##############]');
  });

  it('shows the end of the current item, where there is room for it', () => {
    const line = progressLine({ ...base, current: '/home/anna/Documents/a-long-name.txt' }, null, 40);
    expect(line).toBe('Backing up …  …Documents/a-long-name.txt');
    expect(width(line)).toBe(40);
    expect(progressLine({ ...base, current: '/home/anna/x' }, null, 20)).toBe('Backing up …');
  });

  it('lets the time left run down evenly', () => {
    const eta = new SmoothEta();
    expect([eta.next(null, 0), eta.next(100, 1), eta.next(200, 2)]).toEqual([null, 100, 99 * 0.8 + 200 * 0.2]);
    expect(eta.next(null, 3)).toBeNull();
    expect(eta.next(50, 4)).toBe(50);
  });
});

describe('problems', () => {
  const problem = (item: string, fields: Partial<RunProblem> = {}): RunProblem => ({ item, during: 'read', severity: 'warning', kind: 'denied', message: `Cannot read ${item}: permission denied (EACCES).`, advice: 'A', ...fields });
  const titles = (...problems: RunProblem[]) => groupProblems(problems).map(groupTitle);

  it('are one line a reason', () => {
    expect(titles(problem('/var/lib/a'), problem('/var/lib/b'))).toEqual(['Permission denied: 2 files, in /var/lib']);
    expect(titles(problem('/var/lib/a'), problem('/var/lib/x/b'), problem('/var/c'))).toEqual(['Permission denied: 3 files, below /var']);
    expect(titles(problem('/etc/a'), problem('/var/b'), problem('/srv/b'))).toEqual(['Permission denied: 3 files, in /etc and 2 other folders']);
    expect(titles(problem('pack 5c'), problem('pack 6d'))).toEqual(['Permission denied: 2 files']);
  });

  it('keep their own words when alone', () => {
    expect(titles(problem('/a'))).toEqual(['Cannot read /a: permission denied (EACCES)']);
  });

  it('go by what they say where the kind says little', () => {
    const socket = (item: string) => problem(item, { kind: 'unsupported', severity: 'note', message: `${item}: sockets are not stored.` });
    const other = problem('/x', { kind: 'unsupported', severity: 'note', message: '/x: too long.' });
    expect(titles(socket('/run/a'), socket('/run/b'), other)).toEqual(['Sockets are not stored: 2 files, in /run', '/x: too long']);
  });

  it('come with the most frequent first, notes last', () => {
    const note = (item: string) => problem(item, { severity: 'note', message: `The owner of "/mnt${item}" was not set.` });
    expect(titles(note('/n1'), note('/n2'))).toEqual(['The owner of it was not set: 2 files, in /']);
    expect(groupProblems([note('/n1'), note('/n2'), note('/n3'), problem('/a', { kind: 'missing' }), problem('/b'), problem('/c')]).map(({ items }) => items.length)).toEqual([2, 1, 3]);
  });
});
