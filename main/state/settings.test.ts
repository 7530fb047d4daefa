/** The settings file: defaults, refusals that leave the file alone, two processes writing at once. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsFile } from './settings.ts';

let home: string;
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'holdfast-settings-')); });
afterEach(() => rmSync(home, { recursive: true, force: true }));

const put = (text: string) => writeFileSync(join(home, 'settings.json'), text);
const destination = (name: string, address = `/mnt/${name}`) => ({ name, format: 'vault' as const, address, addedAt: '2024-05-01T10:00:00Z' });

describe('reading', () => {
  it('gives the defaults when there is no file, and makes none', () => {
    expect(new SettingsFile(join(home, 'not-yet')).read()).toEqual({
      version: 2, destinations: [], plans: [], drives: [], ignoredDrives: [], appearance: { scheme: 'system', language: 'system', views: {} }, logLevel: 'info', speed: 'normal', limits: { upload: null, download: null }, log: { maxSize: 5 * 1024 * 1024, maxFiles: 5 }, cache: { enabled: true },
    });
    expect(readdirSync(home)).toEqual([]);
  });

  it('fills in what the file does not say', () => {
    put('{"version": 1, "log": {"maxFiles": 2}}');
    expect(new SettingsFile(home).read()).toMatchObject({ log: { maxFiles: 2, maxSize: 5 * 1024 * 1024 }, logLevel: 'info' });
  });

  it.each([
    ['broken JSON', '{"version": 1,', 'invalid', /not valid JSON/],
    ['an empty file', '', 'invalid', /not valid JSON/],
    ['no object', '[1]', 'invalid', /one JSON object/],
    ['a wrong type', '{"version": 1, "cache": {"enabled": "yes"}}', 'invalid', /cache\.enabled: .*boolean/],
    ['an unknown key', '{"version": 1, "logLevle": "info"}', 'invalid', /logLevle/],
    ['a bad entry', '{"version":1,"destinations":[{"name":"a","format":"tape","address":"/x","addedAt":"2024-05-01T10:00:00Z"}]}', 'invalid', /destinations\[0\]\.format/],
    ['an unknown default', '{"version": 1, "defaultDestination": "nas"}', 'invalid', /defaultDestination: names no destination/],
    ['a bad version', '{"version": "one"}', 'invalid', /version: must be/],
    ['a newer version', '{"version": 3, "unheard": "of"}', 'newer', /version 3/],
  ])('refuses %s, says where and why, and never touches the file', async (_, text, kind, message) => {
    put(text);
    const file = new SettingsFile(home);
    const expected = { kind, message: expect.stringMatching(message), context: expect.objectContaining({ path: file.path }) };
    expect(() => file.read()).toThrow(expect.objectContaining(expected));
    await expect(file.update((settings) => ({ ...settings, logLevel: 'debug' }))).rejects.toMatchObject(expected);
    expect(readFileSync(file.path, 'utf8')).toBe(text);
  });

  it.each(['sftp://me:hunter2@host/backups', 'rest:https://me:hunter2@host/', 's3://bucket/x?secret_access_key=abc', 'https://host/?token=abc'])(
    'refuses a secret in an address: %s', (address) => {
      put(JSON.stringify({ version: 1, destinations: [destination('a', address)] }));
      expect(() => new SettingsFile(home).read()).toThrow(/destinations\[0\]\.address: must not contain a password/);
      expect(() => new SettingsFile(home).read()).not.toThrow(/hunter2|abc/);
    });

  it.each(['sftp://me@host:2222/backups', '/mnt/a:b@c', 's3://bucket/x?endpoint=https://host:9000&region=eu', 'rclone:remote:path', 'C:\\Backups'])(
    'takes the address %s', (address) => {
      put(JSON.stringify({ version: 1, destinations: [destination('a', address)] }));
      expect(new SettingsFile(home).read().destinations[0]?.address).toBe(address);
    });
});

describe('changing', () => {
  it('writes a file only its owner can read, in a folder only its owner can enter', async () => {
    const fresh = join(home, 'a', 'b');
    const file = new SettingsFile(fresh);
    await file.update((settings) => ({ ...settings, destinations: [destination('nas')], defaultDestination: 'nas' }));
    expect(file.read()).toMatchObject({ defaultDestination: 'nas', destinations: [destination('nas')] });
    expect([statSync(file.path).mode & 0o777, statSync(fresh).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  it('takes away what the change leaves out', async () => {
    const file = new SettingsFile(home);
    await file.update((settings) => ({ ...settings, destinations: [destination('nas')], defaultDestination: 'nas' }));
    await file.update((before) => {
      const { defaultDestination: _none, ...rest } = before;
      return { ...rest, destinations: [] };
    });
    expect(file.read()).not.toHaveProperty('defaultDestination');
  });

  it('refuses a change that would make the file invalid', async () => {
    const file = new SettingsFile(home);
    await file.update((settings) => ({ ...settings, destinations: [destination('nas')] }));
    const twice = file.update((settings) => ({ ...settings, destinations: [...settings.destinations, destination('nas')] }));
    await expect(twice).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining('used twice') });
    expect(file.read().destinations).toHaveLength(1);
  });

  it('leaves no side files behind', async () => {
    await new SettingsFile(home).update((settings) => settings);
    expect(readdirSync(home).toSorted()).toEqual(['settings.json', 'settings.lock']);
  });

  it('says which file cannot be written', async () => {
    mkdirSync(join(home, 'settings.json'));
    await expect(new SettingsFile(home).update((settings) => settings)).rejects.toMatchObject({ message: expect.stringContaining('settings.json') });
  });

  it('loses nothing when several processes add destinations at once', async () => {
    const script = `
      const { SettingsFile } = await import(${JSON.stringify(new URL('./settings.ts', import.meta.url).href)});
      const file = new SettingsFile(process.argv[1]);
      for (let i = 0; i < 10; i++) await file.update((settings) => ({ ...settings, destinations: [...settings.destinations,
        { name: process.argv[2] + i, format: 'vault', address: '/x', addedAt: '2024-05-01T10:00:00Z' }] }));`;
    const add = (prefix: string) => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, home, prefix]);
    await Promise.all(['a', 'b'].map(add));
    expect(new SettingsFile(home).read().destinations.map(({ name }) => name).toSorted())
      .toEqual(['a', 'b'].flatMap((prefix) => Array.from({ length: 10 }, (_, i) => `${prefix}${i}`)).toSorted());
  });
});
