/** Errors on their way out: what crosses, and what the log is told. */
import { call } from '@orpc/server';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LogFields } from '../base/log.ts';
import { Fault } from '../base/fault.ts';
import type { Context } from './context.ts';
import { fullStack } from './faults.ts';
import { os, type Services } from './implementer.ts';

const logged: { message: string; fields: LogFields }[] = [];
const services = {
  context: { unforeseen: (error: Error, about: LogFields) => void logged.push({ message: error.message, fields: { ...about, stack: fullStack(error.cause ?? error) } }), redactor: { text: (text: string) => text.replaceAll('hunter2', '[redacted]') }, drivePlaces: { inWords: (text: string) => text } } as unknown as Context,
} as Services;
beforeEach(() => void logged.splice(0));

const listing = (handler: (signal: AbortSignal | undefined) => Promise<unknown>) => os.snapshot.list.handler(async ({ signal }) => (await handler(signal)) as never);
const finding = (events: () => AsyncGenerator<unknown>) => os.snapshot.find.handler(() => events() as never);
const failure = (answer: Promise<unknown>): Promise<Error & { code?: string }> => answer.then(() => Promise.reject(new Error('It did not fail.')), (error: Error) => error);
const list = (handler: (signal: AbortSignal | undefined) => Promise<unknown>, signal?: AbortSignal) => failure(call(listing(handler), {}, { context: services, ...(signal === undefined ? {} : { signal }) }));

async function drainedFind(events: () => AsyncGenerator<unknown>): Promise<Error & { code?: string }> {
  const stream = await call(finding(events), { text: 'x' }, { context: services, path: ['snapshot', 'find'] });
  return failure((async () => { for await (const _ of stream) continue; })());
}
const batch = { hits: [], again: [], searched: 1, of: 2 };

describe('an error of a call', () => {
  it('that was foreseen crosses as its kind, and is no matter for the log', async () => {
    expect(await list(async () => { throw new Fault('locked', 'It is locked.'); })).toMatchObject({ code: 'LOCKED', message: 'It is locked.', defined: true });
    expect(logged).toEqual([]);
  });

  it('that nobody foresaw crosses as a bug with a sentence; the log has its stack, and those of its causes', async () => {
    const error = await list(async () => { throw new TypeError('x is not a function', { cause: new Error('the root of it') }); });
    expect(error).toMatchObject({ code: 'BUG', message: 'An unexpected error: x is not a function.', data: { kind: 'bug', advice: expect.stringMatching(/\w/) }, defined: true });
    expect(logged).toMatchObject([{ message: error.message, fields: { stack: expect.stringMatching(/TypeError: x is not a function\n +at [^]*crossing\.test\.ts[^]*caused by Error: the root of it\n +at/) } }]);
  });

  it('tells no secret', async () => {
    expect((await list(async () => { throw new Error('hunter2 does not open it'); })).message).toBe('An unexpected error: [redacted] does not open it.');
  });

  it('that is an answer not as the contract has it is ours, and not the fault of the input', async () => {
    expect(await list(async () => ({ snapshots: 'none' }))).toMatchObject({ code: 'BUG', data: { kind: 'bug' } });
    expect(logged).toMatchObject([{ fields: { stack: expect.stringMatching(/snapshots: .*expected array/) } }]);
  });

  it('that is an input not as the contract has it says which part', async () => {
    expect(await failure(call(listing(async () => null), { limit: 0 }, { context: services }))).toMatchObject({ code: 'INVALID', message: expect.stringContaining('limit') });
    expect(logged).toEqual([]);
  });

  it('that is its own cancelling leaves as it is', async () => {
    const leaving = new AbortController();
    leaving.abort();
    expect(await list(async (signal) => signal?.throwIfAborted(), leaving.signal)).toMatchObject({ name: 'AbortError' });
    const reason = new Error('Ctrl-C');
    expect(await list(async (signal) => signal?.throwIfAborted(), AbortSignal.abort(reason))).toBe(reason);
    expect(logged).toEqual([]);
  });

  it("that is somebody else's cancelling is an error like any other", async () => {
    expect(await list(async () => AbortSignal.abort().throwIfAborted(), new AbortController().signal)).toMatchObject({ code: 'BUG', message: expect.stringContaining('aborted') });
    expect(logged).toHaveLength(1);
  });
});

describe('an error of a stream', () => {
  it('crosses like that of a call', async () => {
    expect(await drainedFind(async function* () { yield batch; throw new Fault('offline', 'It is away.'); })).toMatchObject({ code: 'OFFLINE', message: 'It is away.' });
    expect(logged).toEqual([]);
    expect(await drainedFind(async function* () { yield batch; throw new TypeError('y is not a function'); })).toMatchObject({ code: 'BUG', data: { kind: 'bug' } });
    expect(logged).toMatchObject([{ fields: { procedure: 'snapshot.find', stack: expect.stringContaining('crossing.test.ts') } }]);
  });

  it('is one, when it says what the contract does not know', async () => {
    expect(await drainedFind(async function* () { yield { hits: 1 }; })).toMatchObject({ code: 'BUG' });
    expect(logged).toHaveLength(1);
  });

  it('is none, when nobody wants more', async () => {
    let over = false;
    const stream = await call(finding(async function* () { try { for (;;) yield batch; } finally { over = true; } }), { text: 'x' }, { context: services });
    for await (const _ of stream) break;
    expect([over, logged]).toEqual([true, []]);
  });
});
