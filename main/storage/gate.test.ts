/** The gate: what goes wrong in a driver leaves as a Fault with a kind, a key and an address; cancelling stays itself. */
import { describe, expect, it } from 'vitest';
import { quietCall } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import { guard } from './gate.ts';

const fails = (error: unknown) => async (): Promise<never> => Promise.reject(error);
const system = (code: string): Error => Object.assign(new Error(code), { code });

describe('guard', () => {
  it.each([
    ['ENOENT', 'missing'],
    ['EACCES', 'denied'],
    ['EROFS', 'denied'],
    ['ENOSPC', 'full'],
    ['EDQUOT', 'full'],
    ['EBUSY', 'busy'],
    ['EIO', 'offline'],
  ])('turns %s into %s', async (code, kind) => {
    const fault = { kind, message: expect.stringMatching(/"data\/a" in \/mnt: .+ \(E[A-Z]+\)\./), context: { key: 'data/a', address: '/mnt' } };
    await expect(guard('/mnt', 'data/a', quietCall(), fails(system(code)))).rejects.toMatchObject(fault);
  });

  it('leaves a Fault as it is', async () => {
    const fault = new Fault('range', 'Too short.');
    await expect(guard('/mnt', null, quietCall(), fails(fault))).rejects.toBe(fault);
  });

  it('rejects with the reason of the signal, however the work tells of it', async () => {
    const stop = new AbortController();
    const reason = new Error('stop');
    stop.abort(reason);
    let ran = false;
    await expect(guard('/mnt', 'a', { signal: stop.signal }, () => void (ran = true))).rejects.toBe(reason);
    expect(ran).toBe(false);
    for (const error of [reason, new DOMException('', 'AbortError')]) {
      const late = new AbortController();
      const work = async (): Promise<never> => (late.abort(reason), Promise.reject(error));
      await expect(guard('/mnt', 'a', { signal: late.signal }, work)).rejects.toBe(reason);
    }
  });
});
