/** Locks: one writer alone or many together, kept alive while they are held, and taken away from the dead only. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { quietCall, type Call } from '../../base/call.ts';
import { Fault } from '../../base/fault.ts';
import { FaultyStorage } from '../../../test/fake/faulty-storage.ts';
import { MemoryStorage } from '../../../test/fake/memory-storage.ts';
import { makeVault, openVault } from '../../../test/fixture/vault/make-vault.ts';
import { isStale, listLocks, RepositoryLock, type Holder } from './lock.ts';
import type { Repository } from '../vault/repository/repository.ts';

const MINUTE = 60_000;
let now = Date.parse('2026-03-01T10:00:00Z');
const clock = { now: () => now, monotonic: () => now };
const alive = new Set([1, 2]);
const holder = (pid = 1, hostname = 'desk'): Holder => ({ hostname, username: 'ada', pid, uid: 1000, gid: 1000, clock, isAlive: (other) => alive.has(other) });

let shelf: MemoryStorage;
let storage: FaultyStorage;
let repository: Repository;
const held: RepositoryLock[] = [];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  now = Date.parse('2026-03-01T10:00:00Z');
  shelf = new MemoryStorage();
  await makeVault(shelf);
  storage = new FaultyStorage(shelf);
  repository = (await openVault(storage)).repository;
});
afterEach(async () => {
  for (const lock of held.splice(0)) await lock.release();
  vi.useRealTimers();
});

async function take(exclusive: boolean, who = holder(), call: Call = quietCall()): Promise<RepositoryLock> {
  const lock = await RepositoryLock.acquire(repository, who, exclusive, call);
  held.push(lock);
  return lock;
}

const locks = (): string[] => [...shelf.shelf.keys()].filter((key) => key.startsWith('locks/'));

/** Time passes, minute by minute, as the timers see it. */
async function pass(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    now += MINUTE;
    vi.advanceTimersByTime(MINUTE);
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => void setImmediate(resolve)); // refreshing takes a few
  }
}

describe('taking a lock', () => {
  it('lets any number share, and one have it alone', async () => {
    const shared = [await take(false), await take(false, holder(2))];
    await expect(take(true)).rejects.toMatchObject({ kind: 'locked' });
    now += 3 * MINUTE;
    await expect(take(true)).rejects.toMatchObject({ message: expect.stringMatching(/, since \d{4}-\d\d-\d\d \d\d:\d\d \(3 minutes ago\)\./), context: { since: expect.stringMatching(/T.*[Z:]/) } });
    for (const lock of shared) await lock.release();
    await take(true);
    await expect(take(false)).rejects.toMatchObject({ kind: 'locked' });
    await expect(take(true, holder(2))).rejects.toMatchObject({ kind: 'locked' });
    expect(locks()).toHaveLength(1);
  });

  it('says who has it, where, and since when', async () => {
    await take(true, holder(2, 'laptop'));
    await expect(take(false)).rejects.toMatchObject({ message: expect.stringMatching(/process 2 of ada on laptop, since 2026-03-01/) });
  });

  it('leaves nothing behind when it is released, or cancelled before', async () => {
    await (await take(false)).release();
    expect(locks()).toEqual([]);
    await expect(take(false, holder(), quietCall(AbortSignal.abort()))).rejects.toMatchObject({ name: 'AbortError' });
    expect(locks()).toEqual([]);
  });

  it('withdraws when two come at the same moment', async () => {
    const outcomes = await Promise.allSettled([take(true), take(true, holder(2))]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
    expect(locks().length).toBe(outcomes.filter(({ status }) => status === 'fulfilled').length);
  });

  it('shares with a lock it cannot read, but does not work alone beside it', async () => {
    shelf.shelf.set(`locks/${'ab'.repeat(32)}`, { bytes: Buffer.from('half of a lock'), modifiedAt: now });
    await take(false);
    await expect(take(true)).rejects.toMatchObject({ kind: 'locked', message: expect.stringContaining('cannot be read') });
  });

  it('passes over an empty lock: a storage was cut off while it wrote', async () => {
    shelf.shelf.set(`locks/${'ab'.repeat(32)}`, { bytes: new Uint8Array(0), modifiedAt: now });
    await take(true);
  });
});

describe('a lock nobody holds any more', () => {
  it('is passed over when its process on this host is gone, and cleared once its mess is', async () => {
    await take(true, holder(3));
    const [left] = locks();
    const lock = await take(true);
    expect(locks()).toHaveLength(2); // whoever is cut off now leaves the mess to the next
    await lock.clearStale(quietCall());
    expect(locks()).toHaveLength(1);
    expect(locks()).not.toContain(left);
  });

  it('is left alone when that process runs, or is on another host', async () => {
    await take(true, holder(2));
    await expect(take(false)).rejects.toMatchObject({ kind: 'locked' });
    await held.pop()!.release();
    await take(true, holder(3, 'laptop'));
    await expect(take(false)).rejects.toMatchObject({ kind: 'locked' });
  });

  it('is passed over after half an hour without a sign of life', async () => {
    const lost = await take(true, holder(2, 'laptop'));
    const [left] = await listLocks(repository, quietCall());
    expect(isStale(left!.lock!, holder())).toBe(false);
    now += 30 * MINUTE;
    expect(isStale(left!.lock!, holder())).toBe(false);
    now += 1;
    expect(isStale(left!.lock!, holder())).toBe(true);
    await take(true);
    expect(lost.held).toBe(true); // it cannot know yet: no timer has fired
  });
});

describe('a lock that is held', () => {
  it('is renewed every five minutes, and there is never none', async () => {
    await take(true);
    const [first] = locks();
    await pass(4);
    expect(locks()).toEqual([first]);
    await pass(2);
    expect(locks()).toHaveLength(1);
    expect(locks()).not.toEqual([first]);
    await pass(60);
    expect(locks()).toHaveLength(1);
    await expect(take(false, holder(2, 'laptop'))).rejects.toMatchObject({ kind: 'locked' });
  });

  it('is lost, and stops what it guards, when somebody took it away', async () => {
    const lock = await take(true);
    for (const key of locks()) shelf.shelf.delete(key);
    await pass(6);
    expect([lock.held, lock.lost.aborted, lock.lost.reason]).toMatchObject([false, true, { kind: 'locked' }]);
    expect(locks()).toEqual([]);
  });

  it('is lost when it could not be renewed for 22 minutes, and not before', async () => {
    const lock = await take(true);
    const offline = new Fault('offline', 'The server is away.');
    for (let nth = 1; nth <= 100; nth++) storage.fail({ verb: 'put', nth, fault: offline });
    await pass(22);
    expect(lock.held).toBe(true);
    await pass(1);
    expect(lock.lost.aborted).toBe(true);
  });

  it('lives on when the server was away for a while', async () => {
    const lock = await take(true);
    storage.fail({ verb: 'stat', nth: 1, fault: new Fault('offline', 'The server is away.') });
    await pass(40);
    expect(lock.held).toBe(true);
    expect(locks()).toHaveLength(1);
  });

  it('is given up after the machine slept too long, though the clock jumped at once', async () => {
    const lock = await take(true);
    now += 23 * MINUTE;
    await pass(1);
    expect(lock.lost.aborted).toBe(true);
  });

  it('ends without an error when it cannot be removed: it is stale in half an hour', async () => {
    const lock = await RepositoryLock.acquire(repository, holder(), false, quietCall());
    storage.fail({ verb: 'remove', nth: 1, fault: new Fault('offline', 'The server is away.') });
    await lock.release();
    expect(lock.held).toBe(false);
    now += 31 * MINUTE;
    await take(true);
  });
});
