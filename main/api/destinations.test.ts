/** Opening a vault: several at once, of whom some leave. */
import { renameSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../../test/fixture/api/engine.ts';
import { quietCall } from '../base/call.ts';
import { LimitedStorage } from '../storage/wrap/limit.ts';

let engine: Engine;
beforeEach(async () => void (engine = await Engine.open()));
afterEach(() => engine.close());

const list = (signal?: AbortSignal) => engine.client.snapshot.list({}, signal === undefined ? {} : { signal });

describe('the first calls of all', () => {
  it('are answered, however many come at once', async () => {
    engine.file('notes/a.txt', 'a');
    await engine.backUp('notes');
    const answers = await Promise.all(Array.from({ length: 30 }, () => list()));
    expect(answers.map(({ snapshots }) => snapshots.length)).toEqual(Array(30).fill(1));
  });

  it('go on when the one that opens the vault for all of them is cancelled', async () => {
    const leaving = new AbortController();
    const first = list(leaving.signal);
    const others = [list(), list()];
    await new Promise((resolve) => setImmediate(resolve)); // it is being opened
    leaving.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect((await Promise.all(others)).map(({ snapshots }) => snapshots)).toEqual([[], []]);
  });

  it('begin anew when all that wanted it were cancelled', async () => {
    const leaving = new AbortController();
    const left = [list(leaving.signal), list(leaving.signal)];
    await new Promise((resolve) => setImmediate(resolve));
    leaving.abort();
    const after = list();
    expect((await Promise.allSettled(left)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await after).snapshots).toEqual([]);
  });
});

describe('a place without a vault', () => {
  const failure = (destination: string): Promise<{ code?: string; message: string; data?: { advice: string } }> => engine.client.snapshot.list({ destination }).then(() => Promise.reject(new Error('It did not fail.')), (error) => error);

  it('that the settings know is away: nobody is told to make a second one', async () => {
    await engine.client.destination.save({ name: 'photos', format: 'vault', address: engine.vault, makeDefault: false });
    renameSync(engine.vault, engine.at('elsewhere'));
    for (const ref of ['photos', engine.vault]) {
      const { code, message, data } = await failure(ref);
      expect([code, message]).toEqual(['NO_DESTINATION', `The vault of "photos" is not at ${engine.vault} now: its drive or folder is away, or it was moved.`]);
      expect(data?.advice).toMatch(/Plug the drive in/);
      expect(data?.advice).not.toMatch(/init|create/);
    }
    renameSync(engine.at('elsewhere'), engine.vault);
    expect((await engine.client.snapshot.list({ destination: 'photos' })).snapshots).toEqual([]);
  });

  it('that nobody knows may be mistyped, or is to get one', async () => {
    expect(await failure(engine.at('nowhere'))).toMatchObject({ code: 'NO_DESTINATION', data: { advice: expect.stringContaining('holdfast init') } });
  });
});

it('the plan says how its snapshots are grouped when it is told until when they stay', async () => {
  const { client } = engine;
  await client.destination.save({ name: 'here', format: 'vault', address: engine.vault, makeDefault: true });
  engine.file('one/a', '1');
  engine.file('two/a', '2');
  const source = (...paths: string[]) => ({ kind: 'folder' as const, paths: paths.map((path) => engine.at(path)) });
  const wanted = { name: 'Notes', destinations: ['here'], retention: null };
  const plan = await client.plan.save({ plan: { ...wanted, sources: [source('one')] } });
  await engine.ended(await client.plan.run({ plan: plan.id }));
  await client.plan.save({ id: plan.id, plan: { ...wanted, sources: [source('one', 'two')] } });
  await engine.ended(await client.plan.run({ plan: plan.id }));
  const keeps = async (more: object): Promise<boolean[]> => (await client.snapshot.keeping({ destination: 'here', policy: { last: 1 }, ...more })).map(({ keep }) => keep);
  expect(await keeps({})).toEqual([true, true]);
  expect(await keeps({ plan: plan.id })).toEqual([false, true]);
  await expect(keeps({ plan: 'unheard-of' })).rejects.toMatchObject({ code: 'MISSING' });
});

describe('the limits of the settings', () => {
  const limited = async (limits = {}): Promise<boolean> => (await engine.services.destinations.storage(engine.vault, limits)) instanceof LimitedStorage;

  it('hold for every storage from then on, those that are open included, and are taken back', async () => {
    expect(await limited()).toBe(false);
    await engine.client.settings.save({ limits: { upload: 1_000_000 } });
    expect(await limited()).toBe(true);
    const { storage } = await engine.services.destinations.withVault(engine.vault, quietCall(), async (vault) => vault.repository);
    expect(storage).toBeInstanceOf(LimitedStorage);
    expect((await engine.client.settings.save({ limits: { download: 5 } })).limits).toEqual({ upload: 1_000_000, download: 5 });
    await engine.client.settings.save({ limits: { upload: null, download: null } });
    expect(await limited()).toBe(false);
    expect((await engine.services.destinations.withVault(engine.vault, quietCall(), async (vault) => vault.repository)).storage).not.toBeInstanceOf(LimitedStorage);
  });

  it('give way to what is said for one time', async () => {
    expect(await limited({ download: 1 })).toBe(true);
  });
});
