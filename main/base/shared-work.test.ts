/** Work that several wait for, of whom some leave. */
import { describe, expect, it } from 'vitest';
import { SharedWork } from './shared-work.ts';

function slow(): { shared: SharedWork<string>; finish: (text: string) => void; fail: (error: Error) => void; signal: AbortSignal } {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let given: AbortSignal | null = null;
  const shared = new SharedWork((signal) => {
    given = signal;
    return promise;
  });
  return { shared, finish: resolve, fail: reject, signal: given! };
}
const staying = new AbortController().signal;

describe('shared work', () => {
  it('gives everybody the one result', async () => {
    const { shared, finish } = slow();
    const waits = [shared.wait(staying), shared.wait(staying)];
    finish('done');
    expect([...(await Promise.all(waits)), await shared.wait(staying), shared.abandoned]).toEqual(['done', 'done', 'done', false]);
  });

  it('goes on for those who stay when one leaves, who alone hears of it', async () => {
    const { shared, finish, signal } = slow();
    const leaver = new AbortController();
    const [left, stayed] = [shared.wait(leaver.signal), shared.wait(staying)];
    leaver.abort();
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    expect([signal.aborted, shared.abandoned]).toEqual([false, false]);
    finish('done');
    expect(await stayed).toBe('done');
  });

  it('stops when the last one has left', async () => {
    const { shared, signal } = slow();
    const leavers = [new AbortController(), new AbortController()];
    const waits = Promise.allSettled(leavers.map((leaver) => shared.wait(leaver.signal)));
    for (const leaver of leavers) leaver.abort();
    await waits;
    expect([signal.aborted, shared.abandoned]).toEqual([true, true]);
  });

  it('fails for everybody, and for nobody who does not look', async () => {
    const { shared, fail } = slow();
    const waits = [shared.wait(staying), shared.wait(staying)].map((wait) => expect(wait).rejects.toThrow('broken'));
    fail(new Error('broken'));
    await Promise.all(waits);
    expect(shared.abandoned).toBe(false);
  });

  it('is not stopped any more once it is done', async () => {
    const { shared, finish, signal } = slow();
    const leaver = new AbortController();
    const wait = shared.wait(leaver.signal);
    finish('done');
    await wait;
    leaver.abort();
    expect(signal.aborted).toBe(false);
  });
});
