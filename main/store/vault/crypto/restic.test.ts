/** Keys and seals shared with the real restic, both ways. Passed over where restic is not installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../base/ids.ts';
import { threadKernel } from '../kernel/kernel.ts';
import { createKeyFile, openKeyFile } from './key-file.ts';
import { Sealer } from './seal.ts';

const place = mkdtempSync(join(tmpdir(), 'holdfast-keys-'));
const repository = join(place, 'repository');
const present = spawnSync('restic', ['version']).status === 0;

const restic = (password: string, ...command: string[]): string =>
  execFileSync('restic', ['-r', repository, '--no-cache', ...command], { env: { ...process.env, RESTIC_PASSWORD: password }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

describe.skipIf(!present)('a repository that restic made', () => {
  beforeAll(() => void restic('gehëim', 'init'));
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  const keyFile = () => join(repository, 'keys', readdirSync(join(repository, 'keys'))[0]!);
  const masterKeys = () => openKeyFile(readFileSync(keyFile()), 'gehëim');

  it('opens with its password and no other', async () => {
    expect(await masterKeys()).not.toBe(null);
    expect(await openKeyFile(readFileSync(keyFile()), 'geheim')).toBe(null);
  });

  it('has a config that our keys open', async () => {
    const sealer = new Sealer((await masterKeys())!, threadKernel());
    const config: unknown = JSON.parse(Buffer.from(sealer.open(readFileSync(join(repository, 'config')))).toString());
    expect(config).toEqual({ version: 2, id: expect.stringMatching(/^[0-9a-f]{64}$/) as string, chunker_polynomial: expect.stringMatching(/^[0-9a-f]{14}$/) as string });
  });

  it('opens for restic with a key file we added, and with a config we sealed', async () => {
    const keys = (await masterKeys())!;
    const label = { hostname: 'desk', username: 'ada', created: '2026-11-21T09:00:00+01:00' };
    const added = await createKeyFile('zweites', keys, { ...label, params: { N: 1024, r: 8, p: 2 } });
    rmSync(keyFile());
    writeFileSync(join(repository, 'keys', sha256Hex(Buffer.from(added))), added);
    const sealer = new Sealer(keys, threadKernel());
    const config = join(repository, 'config');
    const resealed = sealer.sealed(sealer.open(readFileSync(config)));
    chmodSync(config, 0o600);
    writeFileSync(config, resealed);
    expect(JSON.parse(restic('zweites', 'cat', 'config'))).toMatchObject({ version: 2 });
    expect(JSON.parse(restic('zweites', 'key', 'list', '--json'))).toMatchObject([{ userName: 'ada', hostName: 'desk' }]);
    expect(() => restic('drittes', 'cat', 'config')).toThrow(/wrong password/);
  });
});
