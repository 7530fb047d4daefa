/** The history of runs: paging, endings, and runs that were cut off. */
import { describe, expect, it } from 'vitest';
import type { RunProblem } from '../../../preload/contract/run.ts';
import { CatalogDatabase, IN_MEMORY } from './database.ts';
import { PROBLEMS_KEPT, Runs } from './runs.ts';

/** Two processes' views of one history; time passes a second with every look at the clock. */
function open() {
  let now = Date.UTC(2024, 4, 1);
  const clock = { now: () => (now += 1000), monotonic: () => 0 };
  const database = new CatalogDatabase(IN_MEMORY);
  return { database, runs: new Runs(database, clock, 'here'), later: new Runs(database, clock, 'here'), elsewhere: new Runs(database, clock, 'there') };
}
/** As if the run had been started by that process. */
const ownedBy = (database: CatalogDatabase, id: string, pid: number) =>
  database.use((sqlite) => sqlite.prepare('UPDATE runs SET pid = ? WHERE id = ?').run(pid, id));
const problem = (item: string): RunProblem => ({ item, during: 'read', severity: 'warning', kind: 'denied', message: `${item}: denied.`, advice: '' });

describe('Runs', () => {
  it('tells of a run while it goes and after it ended', () => {
    const { runs } = open();
    const id = runs.start({ kind: 'backup', destination: 'nas', source: '/home' });
    expect(runs.get(id)).toMatchObject({ outcome: null, endedAt: null, startedAt: '2024-05-01T00:00:01.000Z', pid: process.pid, host: 'here', plan: null });
    runs.end(id, 'warned', { summary: { files: 3 }, problems: [problem('/home/x')] });
    expect(runs.get(id)).toMatchObject({ outcome: 'warned', endedAt: '2024-05-01T00:00:02.000Z', summary: { files: 3 }, problems: [problem('/home/x')], problemCount: 1 });
  });

  it('keeps the first ending', () => {
    const { runs } = open();
    const id = runs.start({ kind: 'backup' });
    runs.end(id, 'cancelled');
    runs.end(id, 'succeeded');
    expect(runs.get(id).outcome).toBe('cancelled');
  });

  it('keeps a bounded part of many problems, and their number', () => {
    const { runs } = open();
    const id = runs.start({ kind: 'backup' });
    runs.end(id, 'warned', { problems: Array.from({ length: PROBLEMS_KEPT + 7 }, (_, i) => problem(String(i))) });
    const { problems, problemCount } = runs.get(id);
    expect([problems.length, problemCount]).toEqual([PROBLEMS_KEPT, PROBLEMS_KEPT + 7]);
  });

  it('lists newest first, page by page, each run once, also while new ones are added', () => {
    const { runs } = open();
    const ids = Array.from({ length: 5 }, () => runs.start({ kind: 'backup' })).toReversed();
    const first = runs.list({ limit: 2 });
    runs.start({ kind: 'backup' });
    const second = runs.list({ limit: 2, cursor: first.next ?? '' });
    const third = runs.list({ limit: 2, cursor: second.next ?? '' });
    expect([first, second, third].flatMap((page) => page.runs.map(({ id }) => id))).toEqual(ids);
    expect(third.next).toBeNull();
  });

  it('finds runs by plan, kind, outcome and time, page by page', () => {
    const { runs } = open();
    const ids = (['a', 'b', 'a', 'a'] as const).map((plan, at) => {
      const id = runs.start({ kind: at === 3 ? 'restore' : 'backup', plan });
      if (at !== 2) runs.end(id, at === 0 ? 'failed' : 'succeeded');
      return id;
    });
    const found = (wanted: Parameters<Runs['list']>[0]): (string | undefined)[] => runs.list(wanted).runs.map(({ id }) => id);
    expect(found({ plan: 'a' })).toEqual([ids[3], ids[2], ids[0]]);
    expect(found({ plan: 'a', kinds: ['backup'] })).toEqual([ids[2], ids[0]]);
    expect(found({ outcomes: ['succeeded', 'failed'] })).toEqual([ids[3], ids[1], ids[0]]);
    const { startedAt } = runs.get(ids[2]);
    expect(found({ since: Date.parse(startedAt) })).toEqual([ids[3], ids[2]]);
    expect(found({ until: Date.parse(startedAt) })).toEqual([ids[1], ids[0]]);
    const first = runs.list({ plan: 'a', limit: 2 });
    expect([first.runs.map(({ id }) => id), found({ plan: 'a', limit: 2, cursor: first.next ?? '' })]).toEqual([[ids[3], ids[2]], [ids[0]]]);
    expect(runs.lastOf('a')?.id).toBe(ids[3]);
    expect(runs.lastOf('nobody')).toBeNull();
  });

  it('refuses a second run of a plan while the first goes on in a living process', () => {
    const { database, runs, later, elsewhere } = open();
    const id = runs.start({ kind: 'backup', plan: 'a' }, () => true);
    expect(() => runs.start({ kind: 'backup', plan: 'a' }, () => true)).toThrow(expect.objectContaining({ kind: 'busy', context: { runId: id } }));
    ownedBy(database, id, 22);
    expect(() => later.start({ kind: 'backup', plan: 'a' }, (pid) => pid === 22)).toThrow(expect.objectContaining({ kind: 'busy' }));
    expect(() => later.start({ kind: 'backup', plan: 'a' }, () => false)).not.toThrow();
    expect(() => elsewhere.start({ kind: 'backup', plan: 'a' }, () => true)).not.toThrow();
    expect(() => runs.start({ kind: 'backup', plan: 'b' }, () => true)).not.toThrow();
  });

  it('tells what the runs of a plan have stored, newest first, and nothing of dry runs and failures', () => {
    const { runs } = open();
    const result = (destination: string, snapshotId: string | null, dryRun = false) => ({ kind: 'backup', destination, snapshotId, dryRun, summary: { total_files_processed: 3, total_bytes_processed: 40 } });
    const ended = (results: object[]): string => {
      const id = runs.start({ kind: 'backup', plan: 'a' });
      runs.end(id, 'succeeded', { summary: { results } });
      return id;
    };
    const first = ended([result('/x', 's1'), result('/y', null)]);
    ended([result('/x', 's2', true), { kind: 'forget', destination: '/x', removed: [], kept: 1 }]);
    const third = ended([result('/x', 's3'), result('/y', 's4')]);
    runs.end(runs.start({ kind: 'backup', plan: 'a' }), 'failed');
    const seen = runs.backupsOf('a', (backups) => [...backups]);
    expect(seen.map(({ runId, destination }) => [runId, destination])).toEqual([[third, '/x'], [third, '/y'], [first, '/x']]);
    expect(seen[0]).toMatchObject({ files: 3, bytes: 40, endedAt: runs.get(third).endedAt });
    expect(runs.backupsOf('a', (backups) => { for (const one of backups) return one.runId; return null; })).toBe(third);
  });

  it('refuses a run and a cursor nobody knows', () => {
    const { runs } = open();
    expect(() => runs.get('nobody')).toThrow(expect.objectContaining({ kind: 'missing' }));
    expect(() => runs.list({ cursor: "1' OR" })).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});

describe('markInterrupted', () => {
  it('marks runs of dead processes once, and leaves living, ended and foreign ones', () => {
    const { database, runs, later, elsewhere } = open();
    const [dead, alive, ended, foreign] = [runs.start({ kind: 'backup' }), runs.start({ kind: 'check' }), runs.start({ kind: 'prune' }), elsewhere.start({ kind: 'backup' })];
    for (const id of [dead, ended, foreign]) ownedBy(database, id, 11);
    ownedBy(database, alive, 22);
    runs.end(ended, 'succeeded');
    expect(later.markInterrupted((pid) => pid === 22).map(({ id }) => id)).toEqual([dead]);
    expect([dead, alive, ended, foreign].map((id) => runs.get(id).outcome)).toEqual(['interrupted', null, 'succeeded', null]);
    expect(runs.get(dead).endedAt).not.toBeNull();
    expect(later.markInterrupted(() => false)).toHaveLength(1);
  });

  it('never marks a run of its own, and is not fooled by its own process id on an old run', () => {
    const { runs, later } = open();
    const id = runs.start({ kind: 'backup' });
    expect(runs.markInterrupted(() => true)).toEqual([]);
    expect(later.markInterrupted(() => true).map((run) => run.id)).toEqual([id]);
  });

  it('knows that nothing survives a restart of the machine', () => {
    const { database, runs, later } = open();
    ownedBy(database, runs.start({ kind: 'backup' }), 22);
    expect(later.markInterrupted(() => true, Date.UTC(2024, 4, 2))).toMatchObject([{ outcome: 'interrupted' }]);
  });
});
