/** How much of the machine a run takes, as the system itself tells of its process; and the settings that decide it. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from '../../fixture/cli/desk.ts';
import { giveVault } from '../../fixture/cli/vaults.ts';
import { stopAtFile } from '../../fixture/cli/watch-files.ts';
import { visit } from '../../fixture/web/asking.ts';
import { serve } from '../../fixture/web/served.ts';

let desk: Desk;
let vault: string;
beforeEach(async () => {
  desk = new Desk();
  vault = giveVault(desk);
  for (let number = 0; number < 4; number++) desk.file(`src/big ${number}`, randomBytes(20_000_000));
  await desk.ok('destination', 'add', 'vault', vault);
  await desk.ok('plan', 'add', 'Docs', '--path', desk.at('src'), '--to', 'vault');
});
afterEach(() => desk[Symbol.dispose]());

interface Standing { nice: number; drives: string }

/** What the system says of a process in the midst of its work. */
async function standing(...args: string[]): Promise<Standing> {
  desk.file('src/fresh', randomBytes(2_000_000));
  const { child, ended } = desk.start(args);
  expect(await stopAtFile(child, `${vault}/data`), 'it was over before').toBe(true);
  const told = (program: string, ...rest: string[]): string => execFileSync(program, [...rest, '-p', String(child.pid)], { encoding: 'utf8' }).trim();
  const found = { nice: Number(told('ps', '-o', 'ni=')), drives: told('ionice') };
  child.signal('SIGCONT');
  expect((await ended).code).toBe(0);
  return found;
}

const own = Number(execFileSync('ps', ['-o', 'ni=', '-p', String(process.pid)], { encoding: 'utf8' }));
const LOW = { nice: 10, drives: 'best-effort: prio 7' };
const LAST = { nice: 19, drives: 'idle' };

describe.runIf(process.platform === 'linux')('a process that runs a plan', () => {
  it('stands behind all others when nobody waits for it, and for drives too', async () => {
    expect(await standing('plan', 'run', 'Docs', '--unattended')).toEqual(LOW);
    expect(await standing('plan', 'run', 'Docs', '--unattended', '--speed', 'fast')).toMatchObject({ nice: own });
  });

  it('does not when somebody waits', async () => {
    expect(await standing('plan', 'run', 'Docs')).toMatchObject({ nice: own });
  });

  it('does what the settings say for all runs', async () => {
    await desk.ok('config', 'set', 'speed', 'gentle');
    for (const path of readdirSync(desk.at('src'))) desk.file(`src/${path}`, 'small');
    expect(await standing('plan', 'run', 'Docs')).toEqual(LAST);
    await desk.ok('config', 'set', 'speed', 'fast');
    expect(await standing('plan', 'run', 'Docs', '--unattended')).toMatchObject({ nice: own });
  });

  it('steps back with the threads that read and store, where it also answers a window', async () => {
    const served = await serve(desk.home, [], desk.env);
    try {
      const { status } = await (await visit(served.url)).call('plan/run', { plan: 'docs', unattended: true });
      expect(status).toBe(200);
      await expect.poll(() => niceOfThreads(served.pid)).toEqual(expect.arrayContaining([own, 10]));
    } finally {
      served.signal('SIGKILL'); // in the midst of the run: its folder is about to be taken away
      await served.ended;
    }
  });
});

/** Each value once. */
const niceOfThreads = (pid: number): number[] =>
  [...new Set(readdirSync(`/proc/${pid}/task`).map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[16])))];

describe('the limits of the settings', () => {
  it('hold for runs that say nothing else, and are taken back', async () => {
    await desk.ok('config', 'set', 'limit-upload', '20MB/s');
    await desk.ok('config', 'set', 'limit-download', '1MB/s');
    expect(await desk.ok('config', 'show')).toMatch(/Limit of upload +20 MB\/s\nLimit of download +1 MB\/s/);
    expect(await desk.json('config', 'show')).toMatchObject({ settings: { speed: 'normal', limits: { upload: 20_000_000, download: 1_000_000 } } });
    await desk.ok('backup', 'src', '-q');
    await desk.ok('config', 'set', 'limit-upload', 'none');
    expect(await desk.json('config', 'show')).toMatchObject({ settings: { limits: { upload: null, download: 1_000_000 } } });
  });

  it.each([
    [['speed', 'slow'], 'speed cannot be "slow": it takes gentle, normal, fast.'],
    [['limit-upload', 'quick'], 'limit-upload cannot be "quick": it takes a rate.'],
    [['colour', 'blue'], 'There is no setting "colour" to be changed here.'],
  ])('are refused with the reason where they cannot be: %s', async (args, message) => {
    expect((await desk.expect(2, ['config', 'set', ...args])).stderr).toContain(message);
  });
});
