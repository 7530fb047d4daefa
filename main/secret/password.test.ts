/** Passwords: made strong, read from where they are named, in the right order. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnv } from '../base/env.ts';
import { generatePassword, readPasswordSources, type PasswordSources } from './password.ts';
import { splitCommand } from './split-command.ts';

let home: string;
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'holdfast-password-')); });
afterEach(() => rmSync(home, { recursive: true, force: true }));

type Given = Omit<PasswordSources, 'env'> & { variables?: Record<string, string | undefined> };
const read = ({ variables = {}, ...sources }: Given) => readPasswordSources({ ...sources, env: readEnv(variables) }, { signal: new AbortController().signal });
const file = (content: string | Uint8Array, name = 'password') => {
  writeFileSync(join(home, name), content);
  return join(home, name);
};
const printing = (text: string) => `"${process.execPath}" -p "'${text}'"`;

describe('generatePassword', () => {
  it('gives 26 characters in groups, and never the same twice', () => {
    const made = Array.from({ length: 50 }, generatePassword);
    for (const password of made) expect(password).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){6}[0-9a-hjkmnp-tv-z]{2}$/);
    expect(new Set(made).size).toBe(50);
  });
});

describe('readPasswordSources', () => {
  it('finds none when none is given', async () => {
    expect(await read({})).toBeNull();
    expect(await read({ variables: { HOLDFAST_PASSWORD: '', RESTIC_PASSWORD: '' } })).toBeNull();
  });

  it('asks the sources in order: options, our variables, restic\'s', async () => {
    const steps: Given['variables'][] = [
      { HOLDFAST_PASSWORD: 'a' }, { HOLDFAST_PASSWORD_FILE: file('b', 'b') }, { RESTIC_PASSWORD_COMMAND: printing('c') }, { RESTIC_PASSWORD: 'd' },
    ];
    const found = steps.map((_, from) => read({ variables: Object.assign({}, ...steps.slice(from)) }));
    expect((await Promise.all(found)).map((one) => one?.password)).toEqual(['a', 'b', 'c', 'd']);
    const all = Object.assign({}, ...steps, { HOLDFAST_PASSWORD_COMMAND: undefined });
    expect(await read({ passwordFile: file('option'), variables: all })).toEqual({ password: 'option', from: '--password-file' });
    expect(await read({ passwordCommand: printing('ask'), variables: all })).toEqual({ password: 'ask', from: '--password-command' });
  });

  it('prefers restic\'s file to its plain variable, as restic does', async () => {
    expect(await read({ variables: { RESTIC_PASSWORD: 'plain', RESTIC_PASSWORD_FILE: file('file') } })).toMatchObject({ password: 'file', from: 'RESTIC_PASSWORD_FILE' });
  });

  it.each<[string, Given]>([
    ['options', { passwordFile: 'x', passwordCommand: 'y' }],
    ['restic variables', { variables: { RESTIC_PASSWORD_FILE: 'x', RESTIC_PASSWORD_COMMAND: 'y' } }],
  ])('refuses a file and a command on the same footing: %s', async (_, sources) => {
    await expect(read(sources)).rejects.toMatchObject({ kind: 'invalid', message: expect.stringMatching(/Both .* and .* are given/) });
  });

  it.each<[string, string | Uint8Array]>([
    ['a line end', 'pässword\r\n'],
    ['white space around it', '\n  pässword\t\n'],
    ['a UTF-8 mark', Buffer.from('\uFEFFpässword\n')],
    ['UTF-16, little end first', Buffer.from('\uFEFFpässword\n', 'utf16le')],
    ['UTF-16, big end first', Buffer.from('\uFEFFpässword\n', 'utf16le').swap16()],
  ])('reads a file with %s', async (_, content) => {
    expect(await read({ passwordFile: file(content) })).toMatchObject({ password: 'pässword' });
  });

  it('keeps white space within, and the plain variable as it is', async () => {
    expect(await read({ passwordFile: file('two words\n') })).toMatchObject({ password: 'two words' });
    expect(await read({ variables: { HOLDFAST_PASSWORD: ' spaced ' } })).toMatchObject({ password: ' spaced ' });
  });

  it.each(['', '\n', ' \t\r\n'])('refuses an empty password (%j) and names where it came from', async (content) => {
    await expect(read({ passwordFile: file(content) })).rejects.toMatchObject({ kind: 'invalid', message: 'The password from --password-file is empty.' });
  });

  it('names a file that is not there and the option that named it', async () => {
    await expect(read({ passwordFile: join(home, 'none') })).rejects.toMatchObject({ kind: 'missing', message: expect.stringMatching(/none \(--password-file\)/) });
  });

  it('refuses bytes that are no text, without quoting them', async () => {
    await expect(read({ passwordFile: file(Buffer.from([0x68, 0xff, 0xfe, 0x31])) })).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining('not text in UTF-8') });
  });

  it('refuses the output of a command that fails', async () => {
    await expect(read({ passwordCommand: `"${process.execPath}" -e "console.log('x'); process.exit(4)"` })).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining('exit code 4') });
  });
});

describe('splitCommand', () => {
  it.each([
    ['pass show backup', ['pass', 'show', 'backup']],
    ["  secret-tool   lookup\tname 'my vault' ", ['secret-tool', 'lookup', 'name', 'my vault']],
    [`sh -c "echo 'quoted twice'"`, ['sh', '-c', "echo 'quoted twice'"]],
    [String.raw`print \"x y`, ['print', '"x', 'y']],
    [String.raw`"C:\Program Files\tool.exe" a`, [String.raw`C:\Program Files\tool.exe`, 'a']],
    ['ask "" x', ['ask', 'x']],
    ['ask $HOME *', ['ask', '$HOME', '*']],
  ])('cuts %s', (line, words) => expect(splitCommand(line)).toEqual(words));

  it.each(['', '   ', '""', `ask "x`, `ask 'x`])('refuses %j', (line) => {
    expect(() => splitCommand(line)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});
