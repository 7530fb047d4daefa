/** Plans over real vaults in folders: kept, run, thinned out, and how they stand afterwards. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeVault, PASSWORD } from '../../test/fixture/vault/make-vault.ts';
import type { PlanInput } from '../../preload/contract/plan.ts';
import type { RunView } from '../../preload/contract/run-procedures.ts';
import { quietCall } from '../base/call.ts';
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
  root = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-plan-')));
  ahead = 0;
  api = await openApi({ env: readEnv({ HOLDFAST_HOME: join(root, 'state'), HOLDFAST_PASSWORD: PASSWORD }), cwd: root, clock });
  await vault('one');
  file('src/a', 'first');
});
afterEach(async () => {
  await api.close();
  rmSync(root, { recursive: true, force: true });
});

async function vault(name: string): Promise<void> {
  await (await makeVault(new LocalStorage(join(root, name)))).vault.close();
  await api.client.destination.save({ name, address: join(root, name) });
}
function file(path: string, content: string | Uint8Array): string {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  return join(root, path);
}
const input = (more: Partial<PlanInput> = {}): PlanInput => ({ name: 'My Documents', sources: [{ kind: 'folder', paths: [join(root, 'src')] }], destinations: ['one'], ...more });
const save = (more: Partial<PlanInput> = {}, id?: string) => api.client.plan.save({ plan: input(more), ...(id === undefined ? {} : { id }) });
const faultOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => null, (error: unknown) => error);

/** The last view of a run. */
async function ended(runId: string): Promise<RunView> {
  let last: RunView | null = null;
  for await (const view of await api.client.run.follow({ runId })) last = view;
  return last!;
}
/** Runs a plan a day later than the last time. */
async function runOn(plan: string, day: number): Promise<RunView> {
  ahead = day * DAY;
  return ended((await api.client.plan.run({ plan })).runId);
}
const snapshots = (destination: string) => api.client.snapshot.list({ destination }).then((page) => page.snapshots);

describe('keeping plans', () => {
  it('gives a new one an id made from its name, and defaults for what is not said', async () => {
    expect(await save()).toMatchObject({ id: 'my-documents', name: 'My Documents', tags: [], retention: null, remindAfterDays: 7, sources: [{ excludes: { patterns: [] } }] });
    expect((await save({ name: 'my documents!' })).id).toBe('my-documents-2');
    expect((await api.client.plan.list()).map(({ plan }) => plan.id)).toEqual(['my-documents', 'my-documents-2']);
  });
  it('changes what is said, and nothing else', async () => {
    const before = await save({ tags: ['x'], retention: { daily: 7 }, remindAfterDays: 3 });
    const after = await save({ name: 'Papers' }, before.id);
    expect(after).toEqual({ ...before, name: 'Papers' });
    expect((await save({ name: 'Papers', retention: null, tags: [] }, before.id))).toMatchObject({ retention: null, tags: [], remindAfterDays: 3 });
  });
  it('removes one, and leaves its snapshots', async () => {
    const { id } = await save();
    await runOn(id, 0);
    expect(await api.client.plan.remove({ plan: id })).toEqual({ removed: id });
    expect(await api.client.plan.list()).toEqual([]);
    expect(await snapshots('one')).toHaveLength(1);
  });
  it('writes each change into the journal', async () => {
    const { id } = await save();
    await save({ name: 'Papers' }, id);
    await api.client.plan.remove({ plan: id });
    expect((await api.client.audit.list({})).entries.map(({ action, subject }) => [action, subject]).slice(0, 3)).toEqual([['plan remove', id], ['plan edit', id], ['plan add', id]]);
  });
  it.each([
    ['a name that is taken', () => save({ name: 'MY documents' }), 'EXISTS', /My Documents/],
    ['an unknown destination', () => save({ name: 'x', destinations: ['nowhere'] }), 'MISSING', /nowhere/],
    ['a destination twice', () => save({ name: 'x', destinations: ['one', 'one'] }), 'INVALID', /twice/],
    ['a relative path', () => save({ name: 'x', sources: [{ kind: 'folder', paths: ['src'] }] }), 'INVALID', /"src"/],
    ['a policy that keeps nothing', () => save({ name: 'x', retention: {} }), 'INVALID', /keeps nothing/],
    ['an unknown id', () => save({ name: 'x' }, 'nobody'), 'MISSING', /nobody/],
  ])('refuses %s', async (_, act, code, message) => {
    await save();
    expect(await faultOf(act())).toMatchObject({ code, message: expect.stringMatching(message), data: { advice: expect.stringMatching(/\w/) } });
  });
  it('refuses to take away a destination that is used, and says by which plan', async () => {
    await save();
    expect(await faultOf(api.client.destination.remove({ name: 'one' }))).toMatchObject({ code: 'INVALID', message: expect.stringContaining('"My Documents" backs up to "one"') });
    expect(await api.client.destination.list()).toHaveLength(1);
  });
});

describe('running a plan', () => {
  it('stores every source in every destination, tagged as its own', async () => {
    await vault('two');
    file('more/b', 'second');
    const { id } = await save({ destinations: ['one', 'two'], tags: ['extra'], sources: [{ kind: 'folder', paths: [join(root, 'src')] }, { kind: 'folder', paths: [join(root, 'more')] }] });
    const { run } = await runOn(id, 0);
    expect(run).toMatchObject({ plan: id, kind: 'backup', outcome: 'succeeded', results: [{ kind: 'backup' }, { kind: 'backup' }, { kind: 'backup' }, { kind: 'backup' }] });
    for (const name of ['one', 'two']) expect((await snapshots(name)).map(({ paths, tags }) => [paths, tags])).toEqual([[[join(root, 'src')], [`plan:${id}`, 'extra']], [[join(root, 'more')], [`plan:${id}`, 'extra']]]);
    expect((await api.client.run.list({ filter: { plan: id } })).runs).toHaveLength(1);
    expect((await api.client.run.list({ filter: { plan: 'other' } })).runs).toEqual([]);
  });
  it('compares with its own newest snapshot, also when its paths have changed', async () => {
    file('more/b', 'second');
    const { id } = await save();
    await runOn(id, 0);
    await save({ sources: [{ kind: 'folder', paths: [join(root, 'src'), join(root, 'more')] }] }, id);
    const { run } = await runOn(id, 1);
    expect(run.results[0]).toMatchObject({ parentId: (await snapshots('one'))[0]?.id, summary: { files_new: 1, files_unmodified: 1 } });
  });
  it('forgets by its policy, its own snapshots only, and frees the space', async () => {
    ahead = -DAY;
    await ended((await api.client.plan.run({ source: { kind: 'folder', paths: [join(root, 'src')] }, destinations: ['one'] })).runId);
    const { id } = await save({ retention: { last: 2 } });
    for (const day of [0, 1, 2]) {
      file('src/a', `${day}`.repeat(2_000_000));
      expect((await runOn(id, day)).run.outcome).toBe('succeeded');
    }
    file('src/a', 'last');
    const { run } = await runOn(id, 3);
    expect(run.results).toMatchObject([{ kind: 'backup' }, { kind: 'forget', removed: [expect.stringMatching(/^\w{64}$/)], kept: 2 }, { kind: 'prune', dryRun: false }]);
    expect((await snapshots('one')).map(({ tags = [] }) => tags)).toEqual([[], [`plan:${id}`], [`plan:${id}`]]);
    expect((await api.client.audit.list({})).entries.map(({ action }) => action)).toContain('snapshot forget');
    expect((await ended((await api.client.verify.start({ destination: 'one', readData: 'all' })).runId)).run.outcome).toBe('succeeded');
  });
  it('stores and removes nothing in a dry run', async () => {
    const { id } = await save({ retention: { last: 1 } });
    const { runId } = await api.client.plan.run({ plan: id, dryRun: true });
    expect((await ended(runId)).run.results).toMatchObject([{ kind: 'backup', snapshotId: null, dryRun: true }]);
    expect(await snapshots('one')).toEqual([]);
    expect(await api.client.plan.get({ plan: id })).toMatchObject({ lastSuccessAt: null, lastRun: { id: runId, outcome: 'succeeded' } });
  });
  it('goes on with the other destinations when one is away, and says which', async () => {
    await vault('two');
    const { id } = await save({ destinations: ['one', 'two'] });
    rmSync(join(root, 'one'), { recursive: true });
    const { run } = await runOn(id, 0);
    expect(run).toMatchObject({ outcome: 'failed', fault: { kind: 'no-destination', message: expect.stringContaining(join(root, 'one')) }, results: [{ kind: 'backup', destination: join(root, 'two') }] });
    expect(await api.client.plan.get({ plan: id })).toMatchObject({
      lastSuccessAt: null, files: 1, bytes: 5,
      destinations: [{ name: 'one', lastSuccessAt: null, available: false }, { name: 'two', lastSuccessAt: expect.any(String), available: true }],
    });
  });
  it('is still a success when only the forgetting fails, with a warning', async () => {
    const { id } = await save({ retention: { last: 1 } });
    await runOn(id, 0);
    const other = await api.services.destinations.vault('one', quietCall());
    const held = await other.lock(false, quietCall());
    try {
      const { run, groups } = await runOn(id, 0);
      expect(run).toMatchObject({ outcome: 'warned', fault: null, results: [{ kind: 'backup', snapshotId: expect.any(String) }] });
      expect(groups).toMatchObject([{ kind: 'locked', during: 'forget', severity: 'warning', count: 1 }]);
      expect((await api.client.plan.get({ plan: id })).lastSuccessAt).not.toBeNull();
    } finally {
      await held.release();
      await other.close();
    }
  });
  it('refuses to run twice at once, and names the run that goes on', async () => {
    file('src/big', Buffer.alloc(30_000_000, 'x'));
    const { id } = await save();
    const { runId } = await api.client.plan.run({ plan: id });
    expect(await faultOf(api.client.plan.run({ plan: id }))).toMatchObject({ code: 'BUSY', message: expect.stringContaining(runId) });
    expect((await api.client.plan.get({ plan: id })).running).toBe(runId);
    await ended(runId);
    expect((await api.client.plan.get({ plan: id })).running).toBeNull();
  });
  it('refuses an unknown plan', async () => {
    expect(await faultOf(api.client.plan.run({ plan: 'nobody' }))).toMatchObject({ code: 'MISSING' });
  });
});

describe('how a plan stands', () => {
  it('has never run, at first', async () => {
    const { id } = await save({ sources: [{ kind: 'folder', paths: [join(root, 'src'), join(root, 'gone')] }] });
    expect(await api.client.plan.get({ plan: id })).toMatchObject({ running: null, lastRun: null, lastSuccessAt: null, files: null, bytes: null, missing: [join(root, 'gone')], destinations: [{ name: 'one', address: join(root, 'one'), lastSuccessAt: null, available: true }] });
  });
  it('is told from history alone, by who comes later', async () => {
    const { id } = await save();
    const { run } = await runOn(id, 0);
    await api.close();
    rmSync(join(root, 'one'), { recursive: true });
    api = await openApi({ env: readEnv({ HOLDFAST_HOME: join(root, 'state') }), cwd: root, clock });
    expect(await api.client.plan.get({ plan: id })).toMatchObject({ lastRun: { id: run.id, outcome: 'succeeded', plan: id }, lastSuccessAt: run.endedAt, files: 1, bytes: 5, destinations: [{ available: false }] });
    expect(await ended(run.id)).toMatchObject({ run: { id: run.id }, progress: null, samples: [] });
    expect(await api.client.run.problems({ runId: run.id })).toEqual({ problems: [], next: null, total: 0 });
  });
});

describe('a draft', () => {
  it('is kept for whoever comes next, readable by its owner only, until it is thrown away', async () => {
    expect(await api.client.plan.draft.get()).toBeNull();
    const draft = { step: 2, answers: { paths: ['/a'], name: 'Documents' } };
    expect(await api.client.plan.draft.save({ draft })).toEqual({ saved: true });
    expect(await api.client.plan.draft.get()).toEqual(draft);
    expect(statSync(join(root, 'state', 'draft.json')).mode & 0o777).toBe(0o600);
    expect(await api.client.plan.draft.save({ draft: null })).toEqual({ saved: false });
    expect(await api.client.plan.draft.get()).toBeNull();
  });
  it.each([{ password: 'x' }, { deep: [{ passPhrase: 'x' }] }, { a: { b: { clientSecret: '' } } }, { confirmPassword: null }])('never holds a secret: %j', async (draft) => {
    expect(await faultOf(api.client.plan.draft.save({ draft }))).toMatchObject({ code: 'INVALID', message: expect.stringContaining('never keeps passwords') });
    expect(existsSync(join(root, 'state', 'draft.json'))).toBe(false);
  });
  it('is refused when it is too large, and no longer there when it is broken', async () => {
    expect(await faultOf(api.client.plan.draft.save({ draft: { text: 'x'.repeat(300_000) } }))).toMatchObject({ code: 'INVALID' });
    await api.client.plan.draft.save({ draft: { step: 1 } });
    writeFileSync(join(root, 'state', 'draft.json'), '{"step":');
    expect(await api.client.plan.draft.get()).toBeNull();
  });
});

describe('settings of the window', () => {
  it('are kept one by one, and forgotten by null', async () => {
    await api.client.settings.save({ appearance: { scheme: 'dark', views: { runs: { width: 3 }, plans: [1] } } });
    const { appearance } = await api.client.settings.save({ appearance: { language: 'de', views: { runs: null } } });
    expect(appearance).toEqual({ scheme: 'dark', language: 'de', views: { plans: [1] } });
    expect((await api.client.audit.list({})).entries.map(({ action }) => action)).not.toContain('settings save');
    expect(JSON.parse(readFileSync(join(root, 'state', 'settings.json'), 'utf8'))).toMatchObject({ version: 2, appearance: { scheme: 'dark' } });
  });
});

describe('the picture of a policy', () => {
  it('has the days that stay and the rules in words', async () => {
    expect(await api.client.plan.retentionPreview({ policy: { daily: 2 }, today: '2026-11-21', days: 10 })).toEqual({
      kept: [{ date: '2026-11-21', reasons: ['daily snapshot'] }, { date: '2026-11-20', reasons: ['daily snapshot'] }], rules: ['The last backup of each day, for 2 days.'],
    });
    expect(await faultOf(api.client.plan.retentionPreview({ policy: {} }))).toMatchObject({ code: 'INVALID' });
    expect((await api.client.plan.retentionPreview({ policy: null })).kept).toHaveLength(400);
  });
});

describe('app', () => {
  it('says what runs and what it can do here', async () => {
    expect(await api.client.app.info()).toMatchObject({ host: 'cli', hostname: expect.stringMatching(/\w/), can: { pickFolder: false, reveal: false }, versions: { node: process.versions.node, sqlite: expect.stringMatching(/^3\./) } });
  });
  it('refuses what needs a desktop, with a way around', async () => {
    expect(await faultOf(api.client.app.pickFolder({ title: 'x' }))).toMatchObject({ code: 'UNSUPPORTED', data: { advice: expect.stringMatching(/path/) } });
    expect(await faultOf(api.client.app.reveal({ path: '/a' }))).toMatchObject({ code: 'UNSUPPORTED', data: { advice: expect.stringContaining('/a') } });
  });
  it('hands on to the desktop where there is one', async () => {
    const shown: string[] = [];
    const desk = await openApi({ env: readEnv({ HOLDFAST_HOME: join(root, 'desk') }), cwd: root, host: 'desktop', desktop: {
      pickFolder: async (title, startAt) => `${title} ${startAt}`, reveal: async (path) => void shown.push(path),
    }, versions: { electron: '45.0.0' } });
    expect(await desk.client.app.pickFolder({ title: 'Choose', startAt: '/home' })).toEqual({ path: 'Choose /home' });
    expect(await desk.client.app.reveal({ path: '/a' })).toEqual({ shown: true });
    expect([shown, (await desk.client.app.info()).versions]).toMatchObject([['/a'], { electron: '45.0.0' }]);
    await desk.close();
  });
});
