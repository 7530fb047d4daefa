/** The passphrase of archives: kept when it is given to begin with, taken in later when it opens them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnv } from '../base/env.ts';
import { openApi, type Api } from './open.ts';

const PASSPHRASE = 'correct horse battery staple';
const archive = { encrypt: true };
let home = '';
let api: Api;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'holdfast-archive-secret-'));
  api = await openApi({ env: readEnv({ HOME: home, HOLDFAST_HOME: join(home, '.state'), DBUS_SESSION_BUS_ADDRESS: 'disabled:' }), cwd: home });
});
afterEach(async () => {
  await api.close();
  rmSync(home, { recursive: true, force: true });
});
const opens = (destination: string): Promise<boolean> => api.client.destination.test({ destination }).then(() => true, () => false);

describe('the passphrase of archives', () => {
  it('is kept when it is given, unless that is not wanted', async () => {
    const [kept, unkept] = [join(home, 'kept'), join(home, 'unkept')];
    await api.client.destination.init({ destination: kept, format: 'archive', archive, password: PASSPHRASE });
    await api.client.destination.init({ destination: unkept, format: 'archive', archive, password: PASSPHRASE, keep: false });
    expect([await opens(kept), await opens(unkept)]).toEqual([true, false]);
  });

  it('is taken in when it opens them, and no other is', async () => {
    const destination = join(home, 'archives');
    await api.client.destination.init({ destination, format: 'archive', archive, password: PASSPHRASE, keep: false });
    await expect(api.client.secret.set({ destination, password: 'wrong' })).rejects.toMatchObject({ data: { kind: 'wrong-password' } });
    expect(await opens(destination)).toBe(false);
    await api.client.secret.set({ destination, password: PASSPHRASE });
    expect(await opens(destination)).toBe(true);
  });
});
