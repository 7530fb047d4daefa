/** Following runs: whole views, four a second at most, whatever happens in between; and what can be done to a run meanwhile. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveRuns, RunView } from '../../preload/contract/run-procedures.ts';
import type { Call } from '../base/call.ts';
import type { Clock } from '../base/clock.ts';
import { Fault } from '../base/fault.ts';
import { CatalogDatabase, IN_MEMORY } from '../state/catalog/database.ts';
import { Runs } from '../state/catalog/runs.ts';
import { Runner, type Operation } from './runner.ts';

/** Time passes only when a test says so; vitest moves timers and both clocks together. */
const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };
let database: CatalogDatabase;
let runner: Runner;
let runs: Runs;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] });
  database = new CatalogDatabase(IN_MEMORY);
  runs = new Runs(database, clock, 'here');
  runner = new Runner(runs, clock);
});
afterEach(() => {
  vi.useRealTimers();
  database.close();
});

/** A run that goes on until it is told to end. */
function begin(more: Partial<Operation> = {}): { id: string; call: Call; end(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let call: Call | null = null;
  const id = runner.start({ kind: 'backup', destination: '/d', subject: 's', perform: async (given) => {
    call = given;
    await promise;
    given.signal.throwIfAborted();
    return { results: [] };
  }, ...more });
  return { id, get call() { return call!; }, end: resolve };
}

/** Takes everything an iterator gives, as it comes. */
function taking<T>(events: AsyncIterable<T>): { seen: T[]; done: Promise<void> } {
  const seen: T[] = [];
  return { seen, done: (async () => { for await (const event of events) seen.push(event); })() };
}
const pass = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);
const denied = (item: string) => ({ item, during: 'read', severity: 'warning', fault: new Fault('denied', `${item} cannot be read.`) }) as const;

describe('follow', () => {
  it('shows at once how it stands, then at most four times a second, and last how it ended', async () => {
    const { id, end } = begin();
    const { seen, done } = taking<RunView>(runner.follow(id, undefined)!);
    await pass(2000);
    expect(seen.length).toBeGreaterThanOrEqual(8);
    expect(seen.length).toBeLessThanOrEqual(9);
    end();
    await pass(1);
    await done;
    expect(seen.at(-1)?.run).toMatchObject({ state: 'ended', outcome: 'succeeded' });
    expect(seen.filter(({ run }) => run.state === 'ended')).toHaveLength(1);
  });
  it('has a flood of problems in one group, and their number', async () => {
    const { id, call, end } = await started();
    for (let number = 0; number < 100_000; number++) call.report(denied(`/data/deep/${number}`));
    end();
    await pass(200);
    const { seen, done } = taking(runner.follow(id, undefined)!);
    await done;
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ run: { problems: 100_000, outcome: 'warned' }, groups: [{ count: 100_000, place: '/data/deep', message: 'Cannot be read.' }] });
    expect(runs.get(id)).toMatchObject({ problemCount: 100_000 });
    const replay = taking(runner.watch(id, undefined));
    await replay.done;
    expect(replay.seen.length).toBeLessThan(25_000);
    expect(replay.seen.at(-1)).toMatchObject({ type: 'ended' });
  });
  it('gives each sample of the throughput once', async () => {
    const { id, call, end } = await started();
    const { seen, done } = taking(runner.follow(id, undefined)!);
    for (let second = 0; second < 10; second++) {
      call.progress.done.bytes += 1000;
      await pass(1000);
    }
    end();
    await pass(1);
    await done;
    const seconds = seen.flatMap(({ samples }) => samples.map(([at]) => at));
    expect(seconds).toEqual([...new Set(seconds)].toSorted((a, b) => a - b));
    expect(seconds.length).toBeGreaterThan(10);
    const late = taking(runner.follow(id, undefined)!);
    await late.done;
    expect(late.seen[0]?.samples.length).toBeGreaterThanOrEqual(seconds.length);
  });
  it('ends when nobody follows any more', async () => {
    const leave = new AbortController();
    const { id, end } = begin();
    const { done } = taking(runner.follow(id, leave.signal)!);
    await pass(10);
    leave.abort();
    await done;
    end();
  });
  it('is not for runs of which only the record is known', () => {
    expect(runner.follow('nobody', undefined)).toBeNull();
  });
});

/** A run whose operation has begun. */
async function started(more: Partial<Operation> = {}): Promise<ReturnType<typeof begin>> {
  const run = begin(more);
  await pass(1);
  return run;
}

describe('live', () => {
  it('tells at once what runs, then of what begins and ends, and is silent while nothing runs', async () => {
    const leave = new AbortController();
    const { seen, done } = taking<LiveRuns>(runner.live(leave.signal));
    await pass(5000);
    expect(seen).toEqual([{ running: [], ended: [] }]);
    const { id, end } = begin();
    await pass(1000);
    expect(seen.at(-1)?.running.map(({ run }) => run.id)).toEqual([id]);
    expect(seen.length).toBeLessThanOrEqual(6);
    end();
    await pass(1000);
    expect(seen.at(-1)).toMatchObject({ running: [], ended: [{ id, outcome: 'succeeded' }] });
    const count = seen.length;
    await pass(10_000);
    expect(seen).toHaveLength(count);
    leave.abort();
    await done;
  });
  it('says of the runner that it is busy', async () => {
    expect(runner.busy).toBe(false);
    const { end } = begin();
    expect(runner.busy).toBe(true);
    end();
    await pass(1);
    expect(runner.busy).toBe(false);
  });
});

describe('skip', () => {
  it('reaches what is being read, and only that', async () => {
    const { id, call, end } = await started();
    const skipped: string[] = [];
    call.skips?.reading('/big', () => skipped.push('/big'));
    await pass(150);
    expect(runner.get(id)).not.toBeNull();
    expect(runner.skip(id, '/other')).toBe(false);
    expect(runner.skip(id, '/big')).toBe(true);
    expect(runner.skip(id, '/big')).toBe(false);
    expect(skipped).toEqual(['/big']);
    end();
    await pass(1);
    expect(runner.skip(id, '/big')).toBe(false);
    expect(() => runner.skip('nobody', '/big')).toThrow(expect.objectContaining({ kind: 'missing' }));
  });
  it('has the item that holds things up shown as the current one', async () => {
    const { id, call, end } = await started();
    call.skips?.reading('/big', () => undefined);
    call.progress.current = '/small';
    const { seen, done } = taking(runner.follow(id, undefined)!);
    await pass(600);
    expect(seen.at(-1)?.progress?.current).toBe('/big');
    call.skips?.done('/big');
    await pass(600);
    expect(seen.at(-1)?.progress?.current).toBe('/small');
    end();
    await pass(1);
    await done;
  });
});

describe('runs of a plan', () => {
  it('are one at a time, in this process and in others', async () => {
    const { id, end } = begin({ plan: 'p' });
    expect(() => begin({ plan: 'p' })).toThrow(expect.objectContaining({ kind: 'busy', message: expect.stringContaining(id) }));
    expect(() => new Runner(runs, clock).start({ kind: 'backup', plan: 'p', destination: '', subject: '', perform: async () => ({ results: [] }) })).toThrow(expect.objectContaining({ kind: 'busy' }));
    const other = begin({ plan: 'q' });
    expect(runner.runningOf('p')?.id).toBe(id);
    end();
    other.end();
    await pass(1);
    expect(runner.runningOf('p')).toBeNull();
    begin({ plan: 'p' }).end();
    await pass(1);
  });
  it('keep what stands when they are cancelled', async () => {
    const result = { kind: 'forget', destination: '/d', removed: [], kept: 3 } as const;
    const id = runner.start({ kind: 'backup', destination: '/d', subject: 's', perform: async (call, done) => {
      done.push({ ...result, removed: [] });
      await new Promise((_, reject) => call.signal.addEventListener('abort', () => reject(call.signal.reason)));
      return { results: done };
    } });
    await pass(1);
    runner.cancel(id);
    await pass(1);
    expect(runner.get(id)).toMatchObject({ outcome: 'cancelled', results: [result] });
  });
});
