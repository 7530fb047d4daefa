/** Drives through the contract: plugged, asked about, adopted, moved, copied, pulled. The drives are folders; all else is real. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeDrives } from '../../test/fake/drive-system.ts';
import type { Drive, DriveAnswer, DriveNews, DrivePrompt } from '../../preload/contract/drive.ts';
import { systemClock } from '../base/clock.ts';
import { readEnv } from '../base/env.ts';
import { MARKER } from '../drive/marker.ts';
import { openApi, type Api } from './open.ts';

let root = '';
let api: Api;
let drives: FakeDrives;
let ahead = 0;
const DAY = 86_400_000;
const clock = { now: () => systemClock.now() + ahead, monotonic: () => systemClock.monotonic() };
const at = (...parts: string[]): string => join(root, ...parts);
const open = (): Promise<Api> => openApi({ env: readEnv({ HOLDFAST_HOME: at('state'), HOLDFAST_PASSWORD: 'open sesame' }), cwd: root, clock, driveSystem: drives });

beforeEach(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-drives-')));
  [ahead, drives] = [0, new FakeDrives()];
  mkdirSync(at('src'));
  writeFileSync(at('src/a'), 'first');
  api = await open();
});
afterEach(async () => {
  await api.close();
  rmSync(root, { recursive: true, force: true });
});

/** Plugs a drive in at a folder, which is made. */
function plug(name: string, more: Partial<Parameters<FakeDrives['plug']>[0]> = {}): string {
  mkdirSync(at(name), { recursive: true });
  drives.plug({ path: at(name), device: `/dev/${name}`, uuid: `uuid of ${name}`, ...more });
  return `/dev/${name}`;
}
const list = async (): Promise<Drive[]> => (await api.client.drive.list()).drives;
const faultOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => null, (error: unknown) => error);
const outcomeOf = async (runId: string): Promise<string | null> => {
  for await (const event of await api.client.run.watch({ runId })) if (event.type === 'ended') return event.outcome;
  return null;
};

/** An adopted drive with a vault and a plan that goes there. */
async function ready(name = 'photos'): Promise<Drive> {
  const drive = await api.client.drive.adopt({ drive: plug(name), name: 'Photos' });
  await api.client.destination.init({ destination: 'drive:Photos/vault', password: 'open sesame' });
  await api.client.destination.save({ name: 'onphotos', address: at(name, 'vault') });
  await api.client.plan.save({ plan: { name: 'Docs', sources: [{ kind: 'folder', paths: [at('src')] }], destinations: ['onphotos'] } });
  return drive;
}

/** What a watch says until it is as wanted. */
async function until(wanted: (news: DriveNews) => boolean): Promise<DriveNews> {
  for await (const news of await api.client.drive.watch()) if (wanted(news)) return news;
  throw new Error('The watch ended.');
}
const asked = async (kind: DrivePrompt['kind']): Promise<DrivePrompt> => (await until(({ prompts }) => prompts.some((prompt) => prompt.kind === kind))).prompts.find((prompt) => prompt.kind === kind)!;
const answer = (prompt: DrivePrompt, how: DriveAnswer) => api.client.drive.answer({ prompt: prompt.prompt, answer: how });

describe('an adopted drive', () => {
  it('carries its marker, and its destinations follow it to another mount point and another process', async () => {
    const { id } = await ready();
    expect(JSON.parse(readFileSync(at('photos', MARKER), 'utf8'))).toMatchObject({ id, name: 'Photos', fileSystemUuid: 'uuid of photos' });
    expect(await api.client.destination.list()).toMatchObject([{ name: 'onphotos', address: `drive:${id}/vault` }]);
    expect(await outcomeOf((await api.client.plan.run({ plan: 'docs' })).runId)).toBe('succeeded');
    drives.pull('/dev/photos');
    renameSync(at('photos'), at('elsewhere'));
    plug('elsewhere', { uuid: 'uuid of photos' });
    for (const again of [false, true]) {
      if (again) {
        await api.close();
        api = await open();
      }
      expect(await outcomeOf((await api.client.plan.run({ plan: 'docs' })).runId)).toBe('succeeded');
    }
    expect((await api.client.snapshot.list({ destination: 'onphotos' })).snapshots).toHaveLength(3);
    expect((await api.client.plan.get({ plan: 'docs' })).destinations).toMatchObject([{ available: true, lastSuccessAt: expect.any(String) }]);
    expect(await list()).toMatchObject([{ id, state: 'known', path: at('elsewhere'), destinations: ['onphotos'], plans: [{ plan: 'docs', due: false }], empty: false }]);
  });

  it('that is away is a fault that names it and says when it was last seen; nothing is written in its place', async () => {
    await ready();
    drives.pull('/dev/photos');
    expect(await faultOf(api.client.snapshot.list({ destination: 'onphotos' }))).toMatchObject({ code: 'OFFLINE', message: expect.stringMatching(/"Photos" is not plugged in \(last seen \d{4}-\d\d-\d\d/) });
    expect((await api.client.plan.get({ plan: 'docs' })).destinations).toMatchObject([{ available: false }]);
    const { runId } = await api.client.plan.run({ plan: 'docs' });
    expect(await outcomeOf(runId)).toBe('failed');
    expect((await api.client.run.get({ runId })).fault).toMatchObject({ kind: 'offline' });
    expect(await list()).toMatchObject([{ state: 'away', name: 'Photos', path: null }]);
  });

  it('takes along what was on it before it was adopted, password included', async () => {
    plug('photos');
    await api.client.destination.init({ destination: 'photos/vault', password: 'another one' });
    await api.client.destination.save({ name: 'early', address: 'photos/vault' });
    const { id } = await api.client.drive.adopt({ drive: '/dev/photos' });
    expect(await api.client.destination.list()).toMatchObject([{ name: 'early', address: `drive:${id}/vault` }]);
    await api.close();
    api = await open();
    expect((await api.client.destination.test({ destination: 'early' })).writable).toBe(true);
    expect((await api.client.destination.test({ destination: at('photos/vault') })).address).toBe(`drive:${id}/vault`);
  });

  it('keeps its identity on another machine and after it was forgotten', async () => {
    const { id } = await api.client.drive.adopt({ drive: plug('photos') });
    await api.client.drive.forget({ drive: 'Fake Disk' });
    expect(await list()).toMatchObject([{ id: null, state: 'new', empty: false }]);
    expect(await api.client.drive.adopt({ drive: at('photos') })).toMatchObject({ id, state: 'known' });
  });

  it('is not forgotten while something is on it, nor ejected while something is written to it or holds it', async () => {
    await ready();
    expect(await faultOf(api.client.drive.forget({ drive: 'Photos' }))).toMatchObject({ code: 'INVALID', message: expect.stringContaining('"onphotos"') });
    writeFileSync(at('src/big'), Buffer.alloc(5_000_000, 'x'));
    const { runId } = await api.client.plan.run({ source: { kind: 'folder', paths: [at('src')] }, destinations: [at('photos/vault')], limitUpload: 1 });
    expect(await list()).toMatchObject([{ runs: [runId] }]);
    expect(await faultOf(api.client.drive.eject({ drive: 'Photos' }))).toMatchObject({ code: 'BUSY', message: expect.stringContaining('a backup is being written') });
    await api.client.run.cancel({ runId });
    await outcomeOf(runId);
    plug('photos', { heldBy: 'eog (7)' });
    expect(await faultOf(api.client.drive.eject({ drive: 'Photos' }))).toMatchObject({ code: 'BUSY', message: expect.stringContaining('eog (7)') });
    plug('photos');
    expect(await api.client.drive.eject({ drive: 'photos' })).toMatchObject({ drive: 'Photos', unmounted: [at('photos')] });
    expect(await list()).toMatchObject([{ state: 'away' }]);
  });

  it('is called as it is renamed, on the drive, too; a name is used once', async () => {
    await api.client.drive.adopt({ drive: plug('one'), name: 'One' });
    expect(await api.client.drive.adopt({ drive: plug('two', { label: 'one' }) })).toMatchObject({ name: 'one 2' });
    expect(await faultOf(api.client.drive.rename({ drive: '/dev/two', name: 'ONE' }))).toMatchObject({ code: 'EXISTS' });
    expect(await api.client.drive.rename({ drive: 'one 2', name: 'Two' })).toMatchObject({ name: 'Two' });
    expect(JSON.parse(readFileSync(at('two', MARKER), 'utf8'))).toMatchObject({ name: 'Two' });
  });
});

describe('a copy of a drive', () => {
  it('is noticed, and neither is written to until one is adopted anew', async () => {
    const { id } = await ready();
    cpSync(at('photos'), at('copy'), { recursive: true });
    plug('copy', { uuid: 'uuid of photos' });
    expect(await list()).toMatchObject([{ state: 'cloned', id: null }, { state: 'cloned', id: null }, { state: 'away', id }]);
    const { runId } = await api.client.plan.run({ plan: 'docs' });
    await outcomeOf(runId);
    expect((await api.client.run.get({ runId })).fault).toMatchObject({ kind: 'invalid', message: expect.stringMatching(/Two drives carry the marker of "Photos".*nothing is written/) });
    expect(await faultOf(api.client.drive.adopt({ drive: '/dev/copy' }))).toMatchObject({ code: 'INVALID', data: { advice: expect.stringContaining('--anew') } });
    const copy = await api.client.drive.adopt({ drive: '/dev/copy', anew: true });
    expect([copy.id === id, copy.name]).toEqual([false, 'Photos 2']);
    expect(await list()).toMatchObject([{ state: 'known', id }, { state: 'known', id: copy.id }]);
    expect(await outcomeOf((await api.client.plan.run({ plan: 'docs' })).runId)).toBe('succeeded');
  });

  it('alone is not taken for the drive', async () => {
    await ready();
    drives.pull('/dev/photos');
    renameSync(at('photos'), at('copy'));
    plug('copy');
    expect(await list()).toMatchObject([{ state: 'cloned' }, { state: 'away' }]);
    expect(await faultOf(api.client.snapshot.list({ destination: 'onphotos' }))).toMatchObject({ code: 'OFFLINE', data: { advice: expect.stringContaining('copy') } });
  });
});

describe('plugging in', () => {
  it('asks for what is due, backs it up, and says when it is safe to remove', async () => {
    await ready();
    const prompt = await asked('back-up');
    expect(prompt).toMatchObject({ drive: { name: 'Photos' }, plans: [{ name: 'Docs', lastSuccessAt: null }] });
    const { runIds } = await answer(prompt, 'now');
    expect(await outcomeOf(runIds[0]!)).toBe('succeeded');
    const safe = await asked('safe');
    expect([safe.drive.name, drives.flushed]).toEqual(['Photos', [at('photos')]]);
    expect(await faultOf(answer(safe, 'always'))).toMatchObject({ code: 'INVALID' });
    await answer(safe, 'now');
    expect(drives.plugged.size).toBe(0);
    expect(await faultOf(answer(prompt, 'now'))).toMatchObject({ code: 'MISSING' });
  });

  it('asks again a day later, and not before', async () => {
    await ready();
    await outcomeOf((await api.client.plan.run({ plan: 'docs' })).runId);
    for (const [later, due] of [[3_600_000, false], [DAY, true]] as const) {
      drives.pull('/dev/photos');
      await list();
      ahead = later;
      plug('photos');
      expect((await until(({ drives: [first] }) => first?.state === 'known')).prompts.length).toBe(due ? 1 : 0);
    }
  });

  it('asks at once when the last backup broke off', async () => {
    await ready();
    await outcomeOf((await api.client.plan.run({ plan: 'docs' })).runId);
    drives.pull('/dev/photos');
    expect(await outcomeOf((await api.client.plan.run({ plan: 'docs' })).runId)).toBe('failed');
    plug('photos');
    expect((await asked('back-up')).drive.plans).toMatchObject([{ due: true, lastSuccessAt: expect.any(String) }]);
  });

  it('starts by itself where that was chosen, and only what goes to this drive', async () => {
    await ready();
    await api.client.destination.init({ destination: 'other', password: 'open sesame' });
    await api.client.destination.save({ name: 'other', address: 'other' });
    await api.client.plan.save({ id: 'docs', plan: { name: 'Docs', sources: [{ kind: 'folder', paths: [at('src')] }], destinations: ['other', 'onphotos'] } });
    drives.pull('/dev/photos');
    const stop = new AbortController();
    const news = await api.client.drive.watch(undefined, { signal: stop.signal });
    await api.client.drive.setPolicy({ drive: 'Photos', policy: 'always' });
    plug('photos');
    for await (const { prompts } of news) if (prompts.some(({ kind }) => kind === 'safe')) break;
    stop.abort();
    expect((await api.client.snapshot.list({ destination: 'onphotos' })).snapshots).toHaveLength(1);
    expect((await api.client.snapshot.list({ destination: 'other' })).snapshots).toHaveLength(0);
  });

  it('remembers "always" and "never"', async () => {
    await ready();
    const { drive, runIds } = await answer(await asked('back-up'), 'always');
    expect(drive.policy).toBe('always');
    await outcomeOf(runIds[0]!);
    await api.client.drive.setPolicy({ drive: 'Photos', policy: 'ask' });
    drives.pull('/dev/photos');
    await list();
    ahead = DAY;
    plug('photos');
    expect((await answer(await asked('back-up'), 'never')).drive.policy).toBe('never');
  });

  it('offers an empty drive, adopts it or never asks for it again', async () => {
    plug('fresh');
    mkdirSync(at('fresh/lost+found'));
    expect((await answer(await asked('use'), 'never')).drive).toMatchObject({ state: 'ignored' });
    drives.pull('/dev/fresh');
    await list();
    plug('fresh');
    expect((await until(() => true)).prompts).toEqual([]);
    plug('second', { label: 'STICK' });
    expect((await answer(await asked('use'), 'now')).drive).toMatchObject({ state: 'known', name: 'STICK', policy: 'ask' });
    expect(await api.client.drive.ignore({ drive: '/dev/fresh', ignored: false })).toMatchObject({ state: 'new' });
  });
});

describe('what cannot be', () => {
  it.each([
    ['an unknown drive', () => api.client.drive.adopt({ drive: 'nobody' }), 'MISSING', /nobody/],
    ['a drive that cannot be written', () => api.client.drive.adopt({ drive: plug('x', { readOnly: true }) }), 'DENIED', /read-only/],
    ['a policy for a drive that was not adopted', () => api.client.drive.setPolicy({ drive: plug('x'), policy: 'always' }), 'INVALID', /not adopted/],
    ['an address on an unknown drive', () => api.client.snapshot.list({ destination: 'drive:nobody/x' }), 'MISSING', /nobody/],
  ])('%s is refused', async (_, act, code, message) => {
    expect(await faultOf(act())).toMatchObject({ code, message: expect.stringMatching(message), data: { advice: expect.stringMatching(/\w/) } });
  });
});

describe('wrong targets', () => {
  it.each([
    ['the system disk', '/', /topmost folder of the system/], ['the source', 'src', /cannot be kept in its own source/], ['a folder in the source', 'src/deep/vault', /lies inside/],
  ])('%s is refused, with the reason, before and at the backup', async (_, place, message) => {
    expect((await api.client.destination.inspect({ address: place, sources: [at('src')] })).refusal).toMatch(message);
    const { runId } = await api.client.plan.run({ source: { kind: 'folder', paths: [at('src')] }, destinations: [place] });
    await outcomeOf(runId);
    expect((await api.client.run.get({ runId })).fault).toMatchObject({ kind: 'invalid', message: expect.stringMatching(message) });
  });

  it('the topmost folder gets no vault', async () => {
    expect(await faultOf(api.client.destination.init({ destination: '/', password: 'x' }))).toMatchObject({ code: 'INVALID' });
  });

  it('a folder in the source that is left out is none', async () => {
    await api.client.destination.init({ destination: 'src/vault', password: 'open sesame' });
    const source = { kind: 'folder' as const, paths: [at('src')], excludes: { patterns: [at('src/vault')] } };
    expect(await outcomeOf((await api.client.plan.run({ source, destinations: ['src/vault'] })).runId)).toBe('succeeded');
  });

  it('the default vault is left out of a backup that would hold it', async () => {
    for (let run = 0; run < 2; run++) expect(await outcomeOf((await api.client.plan.run({ source: { kind: 'folder', paths: [root] } })).runId)).toBe('succeeded');
    const { entries } = await api.client.snapshot.entries({ snapshot: 'latest', path: at('state') });
    expect(entries.map(({ name }) => name)).not.toContain('vault');
  });
});
