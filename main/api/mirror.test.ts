/** Mirrors as destinations of the contract: looked at, made, named, planned for, thinned out. */
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunView } from '../../preload/contract/run-procedures.ts';
import { systemClock } from '../base/clock.ts';
import { readEnv } from '../base/env.ts';
import { openApi, type Api } from './open.ts';

let [root, mirror] = ['', ''];
let api: Api;
let ahead: number;
const DAY = 86_400_000;

beforeEach(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-mirrors-')));
  mirror = join(root, 'drive/mirror');
  ahead = 0;
  api = await openApi({ env: readEnv({ HOLDFAST_HOME: join(root, 'state') }), cwd: root, clock: { now: () => systemClock.now() + ahead, monotonic: () => systemClock.monotonic() } });
  mkdirSync(join(root, 'src'));
  await api.client.destination.init({ destination: mirror, format: 'mirror' });
});
afterEach(async () => {
  await api.close();
  rmSync(root, { recursive: true, force: true });
});

async function ended(runId: string): Promise<RunView> {
  let last: RunView | null = null;
  for await (const view of await api.client.run.follow({ runId })) last = view;
  return last!;
}

describe('a mirror as a destination', () => {
  it('is known for one when a place is looked at, and a place says whether there can be one', async () => {
    const { destination } = api.client;
    expect(await destination.inspect({ address: mirror })).toMatchObject({ state: 'mirror', links: expect.toSatisfy((links) => links !== false), suggestion: null });
    expect(await destination.inspect({ address: join(root, 'src') })).toMatchObject({ state: 'empty' });
    expect(await destination.test({ destination: mirror })).toMatchObject({ format: 'mirror', writable: true, snapshots: 0 });
    await expect(destination.init({ destination: mirror, format: 'mirror' })).rejects.toMatchObject({ code: 'EXISTS' });
    expect(readdirSync(mirror)).toEqual(['.holdfast']);
  });

  it('is saved as one, whatever format is said', async () => {
    expect(await api.client.destination.save({ name: 'drive', address: mirror })).toMatchObject({ format: 'mirror' });
  });

  it('takes the backups of a plan, and is thinned out without anything to prune', async () => {
    await api.client.destination.save({ name: 'drive', address: mirror, format: 'mirror' });
    const { id } = await api.client.plan.save({ plan: { name: 'Papers', sources: [{ kind: 'folder', paths: [join(root, 'src')] }], destinations: ['drive'], retention: { last: 2 } } });
    let run: RunView | null = null;
    for (ahead = 0; ahead < 3 * DAY; ahead += DAY) {
      writeFileSync(join(root, 'src/note'), `day ${ahead / DAY}`);
      run = await ended((await api.client.plan.run({ plan: id })).runId);
    }
    expect(run!.run).toMatchObject({ outcome: 'succeeded', problems: 0, results: [{ kind: 'backup' }, { kind: 'forget', removed: [expect.stringMatching(/^\w{64}$/)], kept: 2 }] });
    expect(readdirSync(join(mirror, 'src'))).toHaveLength(3);
  });

  it('is away with its drive, never made anew at its place', async () => {
    await api.client.destination.save({ name: 'drive', address: mirror, format: 'mirror' });
    rmSync(mirror, { recursive: true });
    await expect(api.client.snapshot.list({ destination: 'drive' })).rejects.toMatchObject({ code: 'NO_DESTINATION' });
    expect(readdirSync(join(root, 'drive'))).toEqual([]);
  });

  it('frees space by forgetting, and says that there is nothing to prune', async () => {
    await expect(api.client.destination.prunePreview({ destination: mirror })).rejects.toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining('nothing to prune') });
    expect(await api.client.snapshot.forgetPreview({ destination: mirror, policy: { last: 1 } })).toMatchObject({ groups: [], needsPrune: false });
  });
});
