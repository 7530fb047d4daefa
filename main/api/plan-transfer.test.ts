/** Two phases over real destinations in folders: collected here, carried on from here, whatever becomes of the source and of the place. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeVault, noise, PASSWORD } from '../../test/fixture/vault/make-vault.ts';
import type { PlanInput } from '../../preload/contract/plan.ts';
import type { TransferInput } from '../../preload/contract/plan-settings.ts';
import type { Run } from '../../preload/contract/run.ts';
import { systemClock } from '../base/clock.ts';
import { readEnv } from '../base/env.ts';
import { LocalStorage } from '../storage/local/local.ts';
import { openApi, type Api } from './open.ts';

let root: string;
let api: Api;
/** Milliseconds the engine's clock is ahead. */
let ahead: number;
const DAY = 86_400_000;
const clock = { now: () => systemClock.now() + ahead, monotonic: () => systemClock.monotonic() };

beforeEach(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-two-')));
  ahead = 0;
  api = await openApi({ env: readEnv({ HOLDFAST_HOME: join(root, 'state'), HOLDFAST_PASSWORD: PASSWORD }), cwd: root, clock });
  await mirror('local');
  await vault('drive');
  file('src/a', 'first');
  file('src/big', noise(2_000_000, 'big'));
});
afterEach(async () => {
  await api.close();
  rmSync(root, { recursive: true, force: true });
});

async function vault(name: string): Promise<void> {
  await (await makeVault(new LocalStorage(join(root, name)))).vault.close();
  await api.client.destination.save({ name, address: join(root, name) });
}
async function mirror(name: string): Promise<void> {
  await api.client.destination.init({ destination: join(root, name), format: 'mirror' });
  await api.client.destination.save({ name, address: join(root, name), format: 'mirror' });
}
function file(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
async function plan(transfers: TransferInput[] = [{ from: 'local', to: 'drive' }], more: Partial<PlanInput> = {}): Promise<string> {
  return (await api.client.plan.save({ plan: { name: 'Photos', sources: [{ kind: 'folder', paths: [join(root, 'src')] }], destinations: ['local'], transfers, ...more } })).id;
}
async function ended({ runId }: { runId: string }): Promise<Run> {
  let last: Run | null = null;
  for await (const { run } of await api.client.run.follow({ runId })) last = run;
  return last!;
}
const run = async (more: { collectOnly?: boolean; dryRun?: boolean } = {}): Promise<Run> => ended(await api.client.plan.run({ plan: 'photos', ...more }));
const transfer = async (more: { only?: string; dueOnly?: boolean } = {}): Promise<Run> => ended(await api.client.plan.transfer({ plan: 'photos', ...more }));
const snapshots = (destination: string) => api.client.snapshot.list({ destination }).then((page) => page.snapshots);
const status = () => api.client.plan.get({ plan: 'photos' });
const faultOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => null, (error: unknown) => error);
const away = (name: string): void => renameSync(join(root, name), join(root, `${name}.away`));
const back = (name: string): void => renameSync(join(root, `${name}.away`), join(root, name));

describe('a plan of two phases', () => {
  it('collects, then carries on and reads back, and tells of both', async () => {
    await plan();
    expect(await run()).toMatchObject({ kind: 'backup', outcome: 'succeeded', results: [
      { kind: 'backup', destination: join(root, 'local') },
      { kind: 'transfer', from: join(root, 'local'), to: join(root, 'drive'), state: 'succeeded', copied: [{}], verified: { files: 2, bytes: 2_000_005 }, errors: [], reason: null },
    ] });
    const [[collected], [carried]] = [await snapshots('local'), await snapshots('drive')];
    expect(carried).toMatchObject({ original: collected!.id, time: collected!.time, tags: ['plan:photos'], paths: collected!.paths });
    expect(await status()).toMatchObject({ transfers: [{ to: 'drive', waitingSince: null, due: false, overdue: false, available: true, lastSuccessAt: expect.any(String), lastVerifiedAt: expect.any(String) }] });
  });

  it('with nothing new reads nothing back, and still knows when it last did', async () => {
    await plan();
    await run();
    const [{ lastVerifiedAt } = {}] = (await status()).transfers;
    ahead = DAY;
    expect((await run()).results[1]).toMatchObject({ state: 'succeeded', verified: { files: 0 } });
    expect((await status()).transfers).toMatchObject([{ lastVerifiedAt }]);
    expect((await status()).transfers[0]?.lastSuccessAt).not.toBe(lastVerifiedAt);
  });

  it('needs no source for the second, and brings only what is new', async () => {
    await plan();
    await run({ collectOnly: true });
    expect(await status()).toMatchObject({ transfers: [{ lastSuccessAt: null, waitingSince: expect.any(String), due: true, overdue: false }] });
    rmSync(join(root, 'src'), { recursive: true });
    expect(await transfer()).toMatchObject({ kind: 'transfer', plan: 'photos', outcome: 'succeeded', results: [{ state: 'succeeded', verified: { files: 2 } }] });
    expect(await transfer()).toMatchObject({ outcome: 'succeeded', results: [{ state: 'nothing', copied: [], verified: null }] });
    file('src/a', 'first');
    file('src/new', 'more');
    ahead = DAY;
    expect((await run()).results[1]).toMatchObject({ state: 'succeeded', verified: { files: 1 } }); // the content of the other was there
    expect(await snapshots('drive')).toHaveLength(2);
  });

  it('passes over a drive that is away, and does what is due when it is back', async () => {
    await plan();
    away('drive');
    const { outcome, results } = await run();
    expect([outcome, results[1]]).toMatchObject(['succeeded', { kind: 'transfer', state: 'skipped', copied: [], reason: { kind: 'no-destination', message: expect.stringContaining('"drive"'), advice: expect.stringMatching(/\w/) } }]);
    expect(await transfer()).toMatchObject({ outcome: 'skipped', fault: { kind: 'no-destination' } });
    expect(await status()).toMatchObject({ lastSuccessAt: expect.any(String), transfers: [{ available: false, due: true, overdue: false }] });
    ahead = 15 * DAY;
    expect((await status()).transfers).toMatchObject([{ due: true, overdue: true }]);
    back('drive');
    expect(await transfer({ dueOnly: true })).toMatchObject({ outcome: 'succeeded', results: [{ state: 'succeeded' }] });
    expect((await status()).transfers).toMatchObject([{ due: false, overdue: false, waitingSince: null }]);
  });

  it('carries on when its day has come, and at once when told to', async () => {
    await plan([{ from: 'local', to: 'drive', everyDays: 7 }]);
    await run();
    file('src/a', 'second');
    ahead = DAY;
    expect((await run()).results.at(-1)).toMatchObject({ state: 'not-due' });
    expect((await status()).transfers).toMatchObject([{ due: false, waitingSince: expect.any(String) }]);
    expect(await transfer({ dueOnly: true })).toMatchObject({ outcome: 'succeeded', results: [{ state: 'not-due' }] });
    ahead = 7 * DAY;
    expect((await status()).transfers).toMatchObject([{ due: true }]);
    expect(await transfer()).toMatchObject({ results: [{ state: 'succeeded' }] });
  });

  it('keeps at each place what that place is to keep', async () => {
    await plan([{ from: 'local', to: 'drive', retention: { last: 2 } }], { retention: { last: 1 } });
    for (let day = 0; day < 4; day++) {
      ahead = day * DAY;
      file('src/a', `day ${day}`);
      await run();
    }
    expect([(await snapshots('local')).length, (await snapshots('drive')).length]).toEqual([1, 2]);
  });

  it('goes along a chain, and on with the others when one place fails', async () => {
    await mirror('second');
    await vault('third');
    await plan([{ from: 'local', to: 'drive' }, { from: 'drive', to: 'second' }, { from: 'local', to: 'third' }]);
    expect((await run()).results.map((result) => (result.kind === 'transfer' ? result.state : result.kind))).toEqual(['backup', 'succeeded', 'succeeded', 'succeeded']);
    ahead = DAY;
    file('src/a', 'changed');
    writeFileSync(join(root, 'drive', 'config'), 'broken');
    const { outcome, fault, results } = await run();
    expect([outcome, fault?.kind]).toEqual(['failed', 'damaged']);
    expect(results.map((result) => (result.kind === 'transfer' ? result.state : result.kind))).toEqual(['backup', 'failed', 'failed', 'succeeded']);
  });

  it('takes a copy away that is not what was read, and says which file', async () => {
    file('other/big', noise(2_000_000, 'big'));
    await ended(await api.client.plan.run({ source: { kind: 'folder', paths: [join(root, 'other')] }, destinations: ['drive'] }));
    for (const folder of readdirSync(join(root, 'drive/data'))) {
      for (const pack of readdirSync(join(root, 'drive/data', folder))) spoil(join(root, 'drive/data', folder, pack));
    }
    await plan();
    const { outcome, fault, results } = await run();
    expect([outcome, fault?.kind]).toEqual(['failed', 'damaged']);
    expect(results[1]).toMatchObject({ kind: 'transfer', state: 'failed', copied: [], errors: [expect.stringContaining('/src/big')] });
    expect((await snapshots('drive')).filter(({ tags }) => tags !== undefined)).toEqual([]);
    expect((await status()).transfers).toMatchObject([{ lastSuccessAt: null, due: true }]);
  });

  it('transfers nothing in a dry run', async () => {
    await plan();
    expect((await run({ dryRun: true })).results.map(({ kind }) => kind)).toEqual(['backup']);
  });
});

describe('the transfers of a plan', () => {
  it.each([
    ['from where nothing arrives', [{ from: 'drive', to: 'local' }], 'INVALID', /Nothing can be transferred from "drive"/],
    ['to where it backs up', [{ from: 'local', to: 'local' }], 'INVALID', /"local" cannot be transferred to/],
    ['to a place twice', [{ from: 'local', to: 'drive' }, { from: 'local', to: 'drive' }], 'INVALID', /"drive" cannot be transferred to/],
    ['to an unknown place', [{ from: 'local', to: 'nowhere' }], 'MISSING', /"nowhere"/],
    ['with rules that keep nothing', [{ from: 'local', to: 'drive', retention: {} }], 'INVALID', /keeps nothing/],
  ])('cannot go %s', async (_, transfers, code, message) => {
    expect(await faultOf(plan(transfers))).toMatchObject({ code, message: expect.stringMatching(message), data: { advice: expect.stringMatching(/\w/) } });
  });
  it('stay when a plan is edited without a word of them, and hold their destinations', async () => {
    const id = await plan([{ from: 'local', to: 'drive', everyDays: 3 }]);
    await api.client.plan.save({ id, plan: { name: 'Pictures', sources: [{ kind: 'folder', paths: [join(root, 'src')] }], destinations: ['local'] } });
    expect((await status()).plan).toMatchObject({ name: 'Pictures', transfers: [{ from: 'local', to: 'drive', everyDays: 3, verify: true, retention: null, remindAfterDays: 14 }] });
    expect(await faultOf(api.client.destination.remove({ name: 'drive' }))).toMatchObject({ code: 'INVALID', message: expect.stringContaining('"Pictures"') });
    expect(await faultOf(api.client.plan.save({ id, plan: { name: 'Pictures', sources: [{ kind: 'folder', paths: [join(root, 'src')] }], destinations: ['drive'] } }))).toMatchObject({ code: 'INVALID' });
  });
  it('are refused where there are none, or none of that name', async () => {
    const id = await plan([]);
    expect(await faultOf(api.client.plan.transfer({ plan: id }))).toMatchObject({ code: 'INVALID' });
    await api.client.plan.save({ id, plan: { name: 'Photos', sources: [{ kind: 'folder', paths: [join(root, 'src')] }], destinations: ['local'], transfers: [{ from: 'local', to: 'drive' }] } });
    expect(await faultOf(api.client.plan.transfer({ plan: id, only: 'local' }))).toMatchObject({ code: 'MISSING', message: expect.stringContaining('"local"') });
  });
});

/** A byte in the first half, where data lies. */
function spoil(path: string): void {
  const bytes = readFileSync(path);
  bytes[1000]! ^= 1;
  writeFileSync(path, bytes, { mode: 0o600 });
}
