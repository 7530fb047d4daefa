/** `holdfast drive`: what is asked of the engine, and what is shown of its answers. */
import { describe, expect, it } from 'vitest';
import { FakeCli, type CliWorld, type PartialClient } from '../../../test/fake/cli-host.ts';
import type { Drive, DriveNews, DrivePrompt } from '../../../preload/contract/drive.ts';
import { ago, promptLine } from '../show/drive-lines.ts';
import { answerOf } from './drive-watch.ts';

const drive = (more: Partial<Drive> = {}): Drive => ({
  key: 'k1', id: 'k1', name: 'Photos', label: 'LABEL', description: null, device: '/dev/sdb1', path: '/media/a', fileSystem: 'ext4', totalBytes: 2e9, freeBytes: 1e9, removable: true, readOnly: false,
  state: 'known', empty: false, hardLinks: true, policy: 'ask', adoptedAt: null, lastSeenAt: '2026-11-08T14:00:00Z', destinations: [], plans: [], runs: [], ...more,
});
const due = { plan: 'docs', name: 'Docs', lastSuccessAt: '2026-11-08T14:00:00Z', due: true };
const fresh = drive({ key: '/dev/sdc1', id: null, name: 'Camera', device: '/dev/sdc1', path: '/media/c', state: 'new', policy: null });

/** An engine with these drives, and what it was asked. */
function engine(drives: Drive[] = [drive(), fresh], note: string | null = null) {
  const asked: [string, unknown][] = [];
  const answers = (name: string, answer: unknown) => async (input: unknown) => (asked.push([name, input]), answer);
  const client = { drive: {
    list: async () => ({ drives, note }), adopt: answers('adopt', drive({ hardLinks: false, fileSystem: 'exfat' })), setPolicy: answers('setPolicy', drive({ policy: 'always' })), rename: answers('rename', drive({ key: 'k1', name: 'New' })),
    ignore: answers('ignore', { ...fresh, state: 'ignored' }), forget: answers('forget', { forgotten: 'Photos' }), eject: answers('eject', { drive: 'Photos', device: '/dev/sdb1', unmounted: ['/media/a'], poweredOff: true }),
  } } as unknown as PartialClient;
  return { asked, client };
}
async function call(line: string, { asked, client } = engine(), world: CliWorld = {}) {
  const cli = new FakeCli(client, world);
  return { cli, asked, code: await cli.run(...line.split(' ')) };
}

describe('drive list', () => {
  it('shows what is here, what is away and what is due', async () => {
    const { cli } = await call('drive list', engine([drive({ plans: [due] }), fresh, drive({ name: 'Old', state: 'away', path: null, device: null }), drive({ state: 'cloned', readOnly: true, policy: 'always', removable: false, plans: [{ ...due, due: false, lastSuccessAt: null }] })], 'Less is known.'));
    for (const part of [/Photos +adopted +\/dev\/sdb1 +\/media\/a +ext4 +2 GB +1 GB +Docs \(due, last 2026-/, /Camera +new/, /Old +away .* 2026-11-08/, /copy of another, backed up without asking, read-only, built in.*never backed up/]) expect(cli.out).toMatch(part);
    expect(cli.err).toContain('Less is known.');
  });
  it('is a list for programs, and says when there is none', async () => {
    expect((await call('drive list --json')).cli.json).toEqual([[drive(), fresh]]);
    expect((await call('drive list', engine([]))).cli.err).toMatch(/No drive is plugged in/);
  });
});

describe('changing drives', () => {
  it.each([
    ['drive adopt /dev/sdc1', 'adopt', { drive: '/dev/sdc1', name: undefined, policy: 'ask', anew: false }],
    ['drive adopt /media/c --name Two --policy always --anew', 'adopt', { drive: '/media/c', name: 'Two', policy: 'always', anew: true }],
    ['drive set Photos --policy never', 'setPolicy', { drive: 'Photos', policy: 'never' }],
    ['drive set Photos --name New', 'rename', { drive: 'Photos', name: 'New' }],
    ['drive set /media/c --policy never', 'ignore', { drive: '/media/c', ignored: true }],
    ['drive set Camera --policy ask', 'ignore', { drive: 'Camera', ignored: false }],
    ['drive set Camera --policy always', 'setPolicy', { drive: 'Camera', policy: 'always' }],
    ['drive forget Photos', 'forget', { drive: 'Photos' }],
    ['drive eject Photos', 'eject', { drive: 'Photos' }],
  ])('%s', async (line, name, input) => {
    const { asked, code, cli } = await call(line);
    expect([asked, code]).toEqual([[[name, input]], 0]);
    expect(cli.out).not.toBe('');
    expect((await call(`${line} --json`)).cli.json).toHaveLength(1);
  });
  it('sets name and policy at once', async () => {
    expect((await call('drive set Photos --name New --policy always')).asked.map(([name]) => name)).toEqual(['rename', 'setPolicy']);
  });
  it('says what a drive without hard links is not good for', async () => {
    expect((await call('drive adopt /dev/sdc1')).cli.err).toMatch(/exfat, has no hard links/);
  });
  it.each([['drive set Photos', /what to set/], ['drive adopt x --policy sometimes', /sometimes/], ['drive eject', /drive/]])('%s is refused', async (line, reason) => {
    const { code, cli } = await call(line);
    expect([code, cli.err]).toEqual([2, expect.stringMatching(reason)]);
  });
});

describe('drive watch', () => {
  const prompt: DrivePrompt = { kind: 'back-up', prompt: 'p1', drive: drive(), plans: [due] };
  const watching = (...news: DriveNews[]) => {
    const asked: unknown[] = [];
    const client = { run: { live: async function* () {} }, drive: { watch: async () => (async function* () { yield* news; })(), answer: async (input: unknown) => (asked.push(input), { runIds: [], drive: drive() }) } } as unknown as PartialClient;
    return { asked, client };
  };
  const news: DriveNews[] = [{ drives: [], prompts: [], note: null }, { drives: [drive()], prompts: [prompt], note: null }, { drives: [drive()], prompts: [prompt], note: null }, { drives: [], prompts: [], note: null }];

  it('prints what comes, what goes and what is to be asked, once', async () => {
    const { cli } = await call('drive watch', watching(...news) as ReturnType<typeof engine>);
    expect(cli.out).toBe('Here: Photos at /media/a\nBack up Docs (last: 9 days ago) to Photos now?\nGone: Photos at /media/a\n');
  });
  it('asks the person at a terminal', async () => {
    const { asked } = await call('drive watch', watching(...news) as ReturnType<typeof engine>, { terminal: true, answers: ['a'] });
    expect(asked).toEqual([{ prompt: 'p1', answer: 'always' }]);
  });
  it('tells programs all of it', async () => {
    expect((await call('drive watch --json', watching(...news) as ReturnType<typeof engine>)).cli.json).toMatchObject(news.map((one) => ({ message_type: 'drives', ...one })));
  });
  it.each([['y', 'back-up', 'now'], ['YES', 'use', 'now'], ['', 'back-up', 'not-now'], ['always', 'back-up', 'always'], ['a', 'use', 'not-now'], ['e', 'use', 'never'], ['never', 'safe', 'not-now'], ['maybe', 'back-up', 'not-now']] as const)('"%s" to %s means %s', (text, kind, answer) => {
    expect(answerOf(text, kind)).toBe(answer);
  });
});

it('questions are sentences', () => {
  const now = Date.parse('2026-11-17T14:00:00Z');
  expect(promptLine({ kind: 'use', prompt: 'p', drive: fresh }, now)).toBe('Use the empty drive Camera at /media/c for backups?');
  expect(promptLine({ kind: 'safe', prompt: 'p', drive: drive(), plans: [] }, now)).toBe('Photos is safe to remove: all is written. Eject it now?');
  expect([ago(null, now), ago('2026-11-17T13:59:00Z', now), ago('2026-11-17T11:00:00Z', now), ago('2026-11-01T14:00:00Z', now)]).toEqual(['never', 'less than an hour ago', '3 hours ago', '16 days ago']);
});
