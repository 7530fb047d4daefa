/** What deletes or replaces is shown first and asked about: without a yes nothing happens, and a yes is good only for what was shown. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openApi } from '../../../main/api/open.ts';
import { readEnv } from '../../../main/base/env.ts';
import { bytesOf } from '../../fixture/cli/damage.ts';
import { Desk } from '../../fixture/cli/desk.ts';
import { giveVault, save } from '../../fixture/cli/vaults.ts';

let desk: Desk;
let vault: string;
beforeEach(async () => {
  desk = new Desk();
  vault = giveVault(desk);
  for (let day = 1; day <= 3; day++) {
    desk.file('src/a', randomBytes(100_000));
    await save(desk, 'ours', ['src'], '--time', `2026-03-0${day} 10:00:00`);
  }
});
afterEach(() => desk[Symbol.dispose]());

describe('on a pipe, without --yes', () => {
  it.each(['forget --keep-last 1', 'forget latest', 'forget --keep-last 1 --prune', 'prune', 'restore latest --in-place', 'restore latest --into out --delete', 'key remove abc', 'key show', 'repair snapshots --forget', 'repair packs abc'])(
    'holdfast %s is refused, and nothing is touched',
    async (line) => {
      const before = bytesOf(desk.root);
      const { stderr, stdout } = await desk.expect(2, line.split(' '));
      expect(stderr).toMatch(/^holdfast: .*nobody is here to say yes\.\n.*--yes/);
      expect(stdout).toBe('');
      expect(bytesOf(vault)).toEqual(Object.fromEntries(Object.entries(before).filter(([name]) => name.startsWith('vault/')).map(([name, hash]) => [name.slice(6), hash])));
    },
  );

  it('--dry-run needs none, and changes nothing', async () => {
    const before = bytesOf(vault);
    expect(await desk.ok('forget', '--keep-last', '1', '--dry-run')).toMatch(/2 snapshots would be forgotten, 1 stays/);
    expect(await desk.ok('prune', '--dry-run')).not.toBe('');
    expect(await desk.ok('repair', 'index', '--dry-run')).toMatch(/Nothing/);
    expect(await desk.ok('repair', 'snapshots', '--forget', '--dry-run')).toMatch(/Nothing/);
    await desk.ok('restore', `latest:${desk.at('src')}`, '--into', 'out', '--delete', '--dry-run');
    expect(bytesOf(vault)).toEqual(before);
  });
});

describe('the last snapshot', () => {
  it('is not forgotten by name, nor by a list of all', async () => {
    const ids = await desk.snapshotIds();
    for (const args of [ids, ['--keep-last', '0']]) {
      const { stderr } = await desk.expect(2, ['forget', ...args, '--yes']);
      expect(stderr).toMatch(/last snapshot of|holdfast: /);
      expect(stderr.split('\n')[1]).not.toBe('');
    }
    expect(await desk.snapshotIds()).toEqual(ids);
    await desk.ok('forget', ...ids.slice(0, 2), '--yes');
    const { stderr } = await desk.expect(2, ['forget', 'latest', '--yes']);
    expect(stderr).toContain(`That would remove the last snapshot of ${desk.at('src')}`);
    expect(await desk.snapshotIds()).toEqual(ids.slice(2));
  });

  it('with --yes the others go, and what stays restores', async () => {
    expect(await desk.ok('forget', '--keep-last', '1', '--prune', '--yes')).toMatch(/2 snapshots forgotten/);
    expect(await desk.snapshotIds()).toHaveLength(1);
    expect(await desk.json('check', '--read-data')).toMatchObject({ num_errors: 0 });
    await desk.ok('restore', `latest:${desk.at('src')}`, '--into', 'out', '--verify');
    expect(readFileSync(desk.at('out/a')).equals(readFileSync(desk.at('src/a')))).toBe(true);
  });
});

describe('a preview', () => {
  const open = () => openApi({ env: readEnv({ ...desk.env, HOME: desk.root }), cwd: desk.root });
  const policy = { last: 1 };

  it('is no longer good once somebody added a snapshot', async () => {
    const { client, close } = await open();
    try {
      const { token, groups } = await client.snapshot.forgetPreview({ policy });
      expect(groups.flatMap(({ remove }) => remove)).toHaveLength(2);
      desk.file('src/a', 'newer');
      await desk.ok('backup', 'src', '-q'); // another process
      await expect(client.snapshot.forget({ token })).rejects.toMatchObject({ code: 'STALE', message: expect.stringContaining(vault), data: { kind: 'stale', advice: expect.stringMatching(/new preview/) } });
      expect(await desk.snapshotIds()).toHaveLength(4);
    } finally {
      await close();
    }
  });

  it('is good once, for one place, and never for a token that was made up', async () => {
    const { client, close } = await open();
    try {
      const { token } = await client.snapshot.forgetPreview({ policy });
      await expect(client.snapshot.forget({ token: 'made-up' })).rejects.toMatchObject({ code: 'STALE' });
      await expect(client.destination.prune({ token })).rejects.toMatchObject({ code: 'STALE' });
      const again = await client.snapshot.forgetPreview({ policy });
      expect((await client.snapshot.forget({ token: again.token })).removed).toHaveLength(2);
      await expect(client.snapshot.forget({ token: again.token })).rejects.toMatchObject({ code: 'STALE' });
    } finally {
      await close();
    }
  });

  it('of a prune is no longer good once somebody forgot or added something', async () => {
    await desk.ok('forget', (await desk.snapshotIds())[0]!, '--yes', '-q');
    const { client, close } = await open();
    try {
      const { token, plan } = await client.destination.prunePreview({ maxUnused: '0' });
      expect(plan.remove.packs + plan.repack.packs).toBeGreaterThan(0);
      desk.file('src/a', 'newer');
      await desk.ok('backup', 'src', '-q');
      const { runId } = await client.destination.prune({ token });
      let outcome = '';
      for await (const event of await client.run.watch({ runId })) if (event.type === 'ended') outcome = `${event.outcome} ${event.fault?.kind}`;
      expect(outcome).toBe('failed stale');
      expect(await desk.json('check', '--read-data')).toMatchObject({ num_errors: 0, snapshots: 3 });
    } finally {
      await close();
    }
  });
});
