/** Ctrl-C and its kin: the run ends with 130, leaves nothing half done and no lock, and the next one goes on from there. */
import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesOf } from '../../fixture/cli/damage.ts';
import { Desk, eventually, filesBelow, lastJson } from '../../fixture/cli/desk.ts';
import { giveVault } from '../../fixture/cli/vaults.ts';

let desk: Desk;
let vault: string;
beforeEach(() => {
  desk = new Desk();
  vault = giveVault(desk);
});
afterEach(() => desk[Symbol.dispose]());

const MEGABYTE = 1_000_000;
/** Bytes in whole packs. */
const stored = (): number => filesBelow(join(vault, 'data')).filter((path) => /\/[0-9a-f]{64}$/.test(path)).reduce((sum, path) => sum + sizeOf(path), 0);
const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
const isClean = (): boolean => readdirSync(join(vault, 'locks')).length === 0 && Object.keys(bytesOf(vault)).every((name) => /^(config|data\/[0-9a-f]{2}\/[0-9a-f]{64}|(index|keys|snapshots)\/[0-9a-f]{64})$/.test(name));

/** Enough to be caught in the middle of. */
function makeMuch(): void {
  for (let number = 0; number < 15; number++) desk.file(`src/${number}`, randomBytes(10 * MEGABYTE));
}

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  it('ends a backup: no snapshot, no lock, and what was stored is not stored again', async () => {
    desk.file('before/a', 'one');
    await desk.ok('backup', 'before', '-q');
    makeMuch();
    const { child, ended } = desk.start(['backup', 'src']);
    await eventually(() => stored() > 40 * MEGABYTE);
    child.signal(signal);
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([130, expect.stringMatching(/Cancelled: no new snapshot/)]);
    expect(isClean()).toBe(true);
    expect(await desk.snapshotIds()).toHaveLength(1);
    expect((await desk.json<{ outcome: string }[]>('run', 'list'))[0]).toMatchObject({ kind: 'backup', outcome: 'cancelled' });
    const { data_added: added } = await desk.json<{ data_added: number }>('backup', 'src');
    expect(added).toBeLessThan(120 * MEGABYTE);
    expect(await desk.json('check', '--read-data')).toMatchObject({ num_errors: 0, snapshots: 2 });
  });

  it('ends a restore: no file is half-written, and the next one brings the rest', async () => {
    makeMuch();
    await desk.ok('backup', 'src', '-q');
    const { child, ended } = desk.start(['restore', `latest:${desk.at('src')}`, '--into', 'out']);
    await eventually(() => filesBelow(desk.at('out')).length > 3);
    child.signal(signal);
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([130, expect.stringMatching(/no file is half-written/)]);
    const left = bytesOf(desk.at('out'));
    const whole = bytesOf(desk.at('src'));
    for (const [name, hash] of Object.entries(left)) expect([name, hash]).toEqual([name, whole[name]]);
    expect(isClean()).toBe(true);
    await desk.ok('restore', `latest:${desk.at('src')}`, '--into', 'out');
    expect(bytesOf(desk.at('out'))).toEqual(whole);
  });

  it('ends a check', async () => {
    makeMuch();
    await desk.ok('backup', 'src', '-q');
    const { child, ended } = desk.start(['check', '--read-data', '--json']);
    await eventually(() => readdirSync(join(vault, 'locks')).length > 0);
    child.signal(signal);
    const { code, stdout } = await ended;
    expect([code, lastJson(stdout)]).toEqual([130, expect.objectContaining({ message_type: 'summary', outcome: 'cancelled' })]);
    expect(isClean()).toBe(true);
  });
});

describe('a reader that goes away', () => {
  it('ends a list quietly, as if all had been read', async () => {
    for (let number = 0; number < 3000; number++) desk.file(`many/a-file-with-a-long-name-${number}`, '');
    await desk.ok('backup', 'many', '-q');
    const script = `set -o pipefail; "$@" | head -2; echo "code \${PIPESTATUS[0]}"`;
    for (const args of [['ls', 'latest'], ['ls', 'latest', '--json'], ['find', '*']]) {
      const { stdout, stderr } = await desk.shell(script, args);
      expect([stdout.split('\n').slice(-2)[0], stderr], args.join(' ')).toEqual(['code 0', '']);
    }
    expect(isClean()).toBe(true);
  });

  it('does not end a backup', async () => {
    desk.file('src/a', 'one');
    await desk.shell('"$@" | true', ['backup', 'src', '-vv']);
    expect(await desk.snapshotIds()).toHaveLength(1);
  });
});
