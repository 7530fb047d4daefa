/** Destinations, keys, settings, runs and the journal from the command line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FakeCli, type CliWorld, type PartialClient } from '../../../test/fake/cli-host.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-cli-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

const id = (pair: string) => pair.repeat(32);
const info = { version: '1.2.3', node: 'v24', platform: 'linux', home: '/home/anna/.config/holdfast', secretStore: 'keyring', defaultVault: '/home/anna/vault', boards: '/home/anna/boards' };

async function call(client: PartialClient, line: string, world: CliWorld = {}) {
  const cli = new FakeCli(client, world);
  return { cli, code: await cli.run(...line.split(' ')) };
}

/** A client whose one procedure remembers what it was asked. */
function asking(noun: 'destination', path: string, answer: unknown) {
  const asked: unknown[] = [];
  const procedure = async (input: unknown) => (asked.push(input), answer);
  const [outer = '', inner] = path.split('.');
  return { asked, client: { [noun]: inner === undefined ? { [outer]: procedure } : { [outer]: { [inner]: procedure } } } as PartialClient };
}

describe('init', () => {
  it.each([['init /media/vault', '/media/vault'], ['-r /media/vault init', '/media/vault'], ['init nas -r other', 'nas']])('%s: creates at %s', async (line, destination) => {
    const { asked, client } = asking('destination', 'init', { id: id('1a'), address: '/media/vault' });
    const { cli } = await call(client, line);
    expect(asked).toEqual([expect.objectContaining({ destination, format: 'vault' })]);
    expect(cli.out).toMatch(/^Vault 1a1a1a1a created: \/media\/vault\n/);
  });

  it('takes the place from a shell set up for restic', async () => {
    const { asked, client } = asking('destination', 'init', { id: id('1a'), address: '/srv/vault' });
    await call(client, 'init', { env: { RESTIC_REPOSITORY: '/srv/vault' } });
    expect(asked).toEqual([expect.objectContaining({ destination: '/srv/vault' })]);
  });

  it('in JSON, is restic\'s line, and takes restic\'s way to copy the cutting', async () => {
    const { asked, client } = asking('destination', 'init', { id: 'x', address: '/v' });
    const { cli } = await call(client, 'init -r /v --from-repo nas --copy-chunker-params --json');
    expect(cli.json).toEqual([{ message_type: 'initialized', id: 'x', repository: '/v' }]);
    expect(asked).toEqual([expect.objectContaining({ chunkerFrom: 'nas' })]);
  });
});

describe('destination', () => {
  const drive = { name: 'drive', format: 'vault', address: '/media/drive', isDefault: true, addedAt: '2026-11-17T14:00:00Z' };

  it('list: a table, or what to do when there is none', async () => {
    expect((await call({ destination: { list: async () => [drive] } }, 'destination list')).cli.out).toMatch(/drive +vault +\/media\/drive +2026-11-17 .* default\n$/);
    expect((await call({ destination: { list: async () => [] }, app: { info: async () => info } }, 'destination list')).cli.err).toContain('/home/anna/vault');
  });

  it('add and remove', async () => {
    const { asked, client } = asking('destination', 'save', drive);
    expect((await call(client, 'destination add drive /media/drive --default')).cli.out).toMatch(/^"drive" now stands for \/media\/drive, the default\./);
    expect(asked).toEqual([{ name: 'drive', address: '/media/drive', format: 'vault', makeDefault: true }]);
    expect((await call({ destination: { remove: async () => ({ removed: 'drive' }) } }, 'destination remove drive')).cli.out).toContain('was not touched');
  });

  it('test: says what can be done with it', async () => {
    const found = { format: 'vault', address: '/media/drive', id: id('1a'), version: 2, writable: true, freeBytes: 5e9, snapshots: 3 };
    const { cli } = await call({ destination: { test: async () => found } }, 'destination test drive');
    expect(cli.out).toBe('✓ /media/drive can be reached and opened: vault 1a1a1a1a, 3 snapshots.\n✓ It can be written, 5 GB free.\n');
    const readOnly = await call({ destination: { test: async () => ({ ...found, writable: false, freeBytes: null }) } }, 'destination test');
    expect(readOnly.cli.out).toContain('▲ It cannot be written');
  });

  it('usage: of the one named, what is stored', async () => {
    const { asked, client } = asking('destination', 'usage', { total_size: 5, snapshots_count: 1 });
    await call(client, 'destination usage nas');
    expect(asked).toEqual([expect.objectContaining({ destination: 'nas', mode: 'raw-data' })]);
  });
});

describe('key', () => {
  const keys = [{ id: id('1a'), current: true, userName: 'anna', hostName: 'laptop', created: '2026-11-17T14:00:00.123Z' }];

  it('list: marks the one in use', async () => {
    const { cli } = await call({ destination: { key: { list: async () => keys } } }, 'key list');
    expect(cli.out).toMatch(/\n\* {2}1a1a1a1a {2}anna +laptop +2026-11-17 /);
    const json = await call({ destination: { key: { list: async () => keys } } }, 'key list --json');
    expect(json.cli.json).toEqual([[expect.objectContaining({ id: id('1a'), current: true, userName: 'anna', hostName: 'laptop', created: expect.stringMatching(/^2026-11-17 \d\d:\d\d:00$/) })]]);
  });

  it.each(['add', 'passwd'])('%s: the new password is typed twice, unseen', async (verb) => {
    const { asked, client } = asking('destination', `key.${verb}`, { id: id('1a') });
    const { cli, code } = await call(client, `key ${verb}`, { terminal: true, answers: ['correct horse', 'correct horse'] });
    expect([code, asked]).toEqual([0, [expect.objectContaining({ newPassword: 'correct horse' })]]);
    expect(cli.out + cli.err).not.toContain('horse');
  });

  it('add: changes nothing when the two differ', async () => {
    const { asked, client } = asking('destination', 'key.add', { id: id('1a') });
    const { cli, code } = await call(client, 'key add', { terminal: true, answers: ['one', 'two'] });
    expect([code, asked]).toEqual([2, []]);
    expect(cli.err).toContain('The two passwords are not the same.');
  });

  it('add: takes the first line of a file', async () => {
    writeFileSync(join(folder, 'new'), '\ufeffsecret words\r\nrest');
    const { asked, client } = asking('destination', 'key.add', { id: id('1a') });
    await call(client, 'key add --new-password-file new', { cwd: folder });
    expect(asked).toEqual([expect.objectContaining({ newPassword: 'secret words' })]);
  });

  it('remove: shows whose it is and asks', async () => {
    const removed: unknown[] = [];
    const client: PartialClient = { destination: { key: { list: async () => keys, remove: async (input: unknown) => (removed.push(input), { id: id('1a') }) } } };
    const no = await call(client, 'key remove 1a', { terminal: true, answers: ['n'] });
    expect([no.code, removed]).toEqual([130, []]);
    expect(no.cli.err).toContain('Key 1a1a1a1a of anna@laptop');
    const yes = await call(client, 'key remove 1a --yes');
    expect([yes.code, removed]).toEqual([0, [{ destination: undefined, id: '1a' }]]);
  });

  it('show: prints the password alone on stdout, after a yes', async () => {
    const client: PartialClient = { destination: { key: { show: async () => ({ address: '/vault', password: 'abc-def' }) } } };
    const said = await call(client, 'key show --yes');
    expect([said.cli.out, said.code]).toEqual(['abc-def\n', 0]);
    const no = await call(client, 'key show', { terminal: true, answers: ['n'] });
    expect([no.cli.out, no.code]).toEqual(['', 130]);
  });

  it('Ctrl-C at a question ends with 130', async () => {
    const { asked, client } = asking('destination', 'key.add', { id: id('1a') });
    const { code } = await call(client, 'key add', { terminal: true, answers: ['\u0003'] });
    expect([code, asked]).toEqual([130, []]);
  });
});

describe('config', () => {
  const settings = { version: 1, destinations: [{ name: 'nas', format: 'vault', address: 'sftp://nas/b', addedAt: '2026-11-17T14:00:00Z' }], defaultDestination: 'nas', speed: 'gentle', limits: { upload: 2_000_000, download: null }, logLevel: 'info', log: { maxSize: 5_000_000, maxFiles: 5 }, cache: { enabled: true } };
  const client: PartialClient = { settings: { get: async () => ({ path: '/c/settings.json', settings }) }, app: { info: async () => info } };

  it('show: what holds, and where it is', async () => {
    const { cli } = await call(client, 'config show');
    for (const text of ['/c/settings.json', 'nas: sftp://nas/b (default)', 'gentle', 'Limit of upload     2 MB/s', "the system's keyring", '/home/anna/vault', '1.2.3']) expect(cli.out).toContain(text);
    expect((await call(client, 'config show --json')).cli.json).toEqual([{ path: '/c/settings.json', settings, app: info }]);
  });

  it('set: what is changed, as it is meant', async () => {
    const asked: unknown[] = [];
    const changing: PartialClient = { settings: { save: async (change: unknown) => (asked.push(change), settings) } };
    for (const line of ['speed fast', 'limit-upload 2M', 'limit-download none']) await call(changing, `config set ${line}`);
    expect(asked).toEqual([{ speed: 'fast' }, { limits: { upload: 2 * 1024 * 1024 } }, { limits: { download: null } }]);
  });

  it('validate: says so', async () => {
    expect((await call(client, 'config validate')).cli.out).toBe('✓ /c/settings.json is valid.\n');
  });
});

describe('run', () => {
  const run = {
    id: 'aaaa1111-0000-4000-8000-000000000000', kind: 'backup', state: 'ended', outcome: 'failed', startedAt: '2026-11-17T14:00:00Z', endedAt: '2026-11-17T14:03:00Z', destination: '/vault',
    subject: '/home/anna', fault: { kind: 'full', message: 'No room.', advice: 'Make some.' }, results: [], problems: 2,
  };
  const client: PartialClient = { run: { list: async () => ({ runs: [run, { ...run, id: 'aaaa2222', outcome: null, endedAt: null, state: 'running' }], next: null }), get: async () => run } };

  it('list: newest first, what and how it ended', async () => {
    const { cli } = await call(client, 'run list');
    expect(cli.out).toMatch(/aaaa1111 +2026-11-17 \S+ +3 min +backup +failed +\/home\/anna +\/vault\naaaa2222 .* running /);
  });

  it('show: by the beginning of its id', async () => {
    const { cli } = await call(client, 'run show aaaa1');
    expect(cli.out).toMatch(/Outcome +failed\nProblems +2\nReason +No room\.\nNext step +Make some\./);
    expect((await call(client, 'run show aaaa')).cli.err).toContain('2 runs begin with aaaa.');
    const missing = await call(client, 'run show ffff');
    expect([missing.code, missing.cli.err]).toEqual([1, expect.stringContaining('There is no run ffff.')]);
  });
});

describe('audit', () => {
  const entry = { seq: 2, time: '2026-11-17T14:00:00.000Z', actor: 'anna@laptop cli', action: 'snapshot forget', subject: id('1a'), detail: null, prevHash: id('00'), hash: id('11') };

  it('list: who did what, when', async () => {
    const { cli } = await call({ audit: { list: async () => ({ entries: [entry], next: null }) } }, 'audit list');
    expect(cli.out).toMatch(/2 +2026-11-17 \S+ +anna@laptop cli +snapshot forget +1a1a1a1a\n$/);
  });

  it('verify: prints the head to note, and ends with 1 when the chain is broken', async () => {
    const head = { seq: 2, hash: id('11') };
    const good = await call({ audit: { verify: async () => ({ entries: 2, head, broken: null }) } }, 'audit verify');
    expect([good.code, good.cli.out]).toEqual([0, `✓ The journal holds: 2 entries.\nHead: 2:${id('11')}\n`]);
    const asked: unknown[] = [];
    const broken = { audit: { verify: async (input: unknown) => (asked.push(input), { entries: 1, head, broken: { seq: 2, reason: 'changed' } }) } };
    const bad = await call(broken, `audit verify --noted 2:${id('11')}`);
    expect([bad.code, asked]).toEqual([1, [{ noted: head }]]);
    expect(bad.cli.out).toContain('Entry 2 was changed after it was written');
  });
});
