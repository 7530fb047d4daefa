/** Runs as a client sees them: events in order, one closed ending, history that never stands in the way. */
import { afterEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../preload/contract/run.ts';
import { systemClock } from '../base/clock.ts';
import { Fault } from '../base/fault.ts';
import { CatalogDatabase, IN_MEMORY } from '../state/catalog/database.ts';
import { Runs } from '../state/catalog/runs.ts';
import { Runner, type Operation } from './runner.ts';

const databases: CatalogDatabase[] = [];
afterEach(() => databases.splice(0).forEach((database) => database.close()));

function bench(): { runner: Runner; runs: Runs; database: CatalogDatabase; heard: string[] } {
  const database = new CatalogDatabase(IN_MEMORY);
  databases.push(database);
  const runs = new Runs(database, systemClock, 'here');
  const heard: string[] = [];
  return { runner: new Runner(runs, systemClock, (problem) => heard.push(problem.message)), runs, database, heard };
}
const operation = (perform: Operation['perform'], items = false): Operation => ({ kind: 'check', destination: '/d', subject: 's', items, perform });
async function eventsOf(runner: Runner, id: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of runner.watch(id, undefined)) events.push(event);
  return events;
}
const warning = { item: '/f', during: 'read', severity: 'warning', fault: new Fault('denied', '/f cannot be read.') } as const;

describe('Runner', () => {
  it('ends once, last, with the outcome', async () => {
    const { runner, runs } = bench();
    const id = runner.start(operation(async () => ({ results: [] })));
    const events = await eventsOf(runner, id);
    expect(events.filter(({ type }) => type === 'ended')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ type: 'ended', outcome: 'succeeded', fault: null });
    expect(runs.get(id).outcome).toBe('succeeded');
  });
  it('replays problems to whoever comes late, and calls the run warned', async () => {
    const { runner, heard } = bench();
    const id = runner.start(operation(async (call) => { call.report(warning); return { results: [] }; }));
    await eventsOf(runner, id);
    const again = await eventsOf(runner, id);
    expect(again).toContainEqual(expect.objectContaining({ type: 'problem', problem: expect.objectContaining({ kind: 'denied', item: '/f' }) }));
    expect(again.at(-1)).toMatchObject({ outcome: 'warned' });
    expect(heard).toEqual(['/f cannot be read.']);
  });
  it('does not call a run warned for notes', async () => {
    const { runner } = bench();
    const id = runner.start(operation(async (call) => { call.report({ ...warning, severity: 'note' }); return { results: [] }; }));
    expect((await eventsOf(runner, id)).at(-1)).toMatchObject({ outcome: 'succeeded' });
  });
  it('fails with the fault, and as a bug for anything that is none', async () => {
    const { runner } = bench();
    const fault = await eventsOf(runner, runner.start(operation(async () => { throw new Fault('full', 'No room.'); })));
    expect(fault.at(-1)).toMatchObject({ outcome: 'failed', fault: { kind: 'full', message: 'No room.' } });
    const bug = await eventsOf(runner, runner.start(operation(async () => { throw new TypeError('x is not a function'); })));
    expect(bug.at(-1)).toMatchObject({ outcome: 'failed', fault: { kind: 'bug' } });
  });
  it('is cancelled, not failed, when asked to stop', async () => {
    const { runner } = bench();
    const id = runner.start(operation((call) => new Promise((_, reject) => call.signal.addEventListener('abort', () => reject(call.signal.reason)))));
    const events = eventsOf(runner, id);
    expect(runner.cancel(id)).toBe(true);
    expect((await events).at(-1)).toMatchObject({ outcome: 'cancelled', fault: null });
    expect(runner.cancel(id)).toBe(false);
  });
  it('tells of items only when started so', async () => {
    const { runner } = bench();
    const perform: Operation['perform'] = async (call) => { call.item?.('new', '/f', 1); return { results: [] }; };
    expect((await eventsOf(runner, runner.start(operation(perform)))).some(({ type }) => type === 'item')).toBe(false);
    expect((await eventsOf(runner, runner.start(operation(perform, true)))).some(({ type }) => type === 'item')).toBe(true);
  });
  it('runs all the same when its history cannot be written', async () => {
    const { runner, database, heard } = bench();
    database.close();
    databases.length = 0;
    expect((await eventsOf(runner, runner.start(operation(async () => ({ results: [] }))))).at(-1)).toMatchObject({ outcome: 'succeeded' });
    expect(heard.length).toBeGreaterThan(0);
  });
  it('says that a run of another process cannot be watched', () => {
    expect(() => bench().runner.watch('nobody', undefined)).toThrow('not a run of this process');
  });
});
