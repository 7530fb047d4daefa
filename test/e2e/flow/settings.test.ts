/** What is chosen once: places, passwords, looks; and commands that do what the buttons do. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { encodeLock } from '../../../main/store/lock/lock-file.ts';
import { PASSWORD } from '../../fixture/cli/holdfast.ts';
import { openAt, restic } from '../../fixture/cli/vaults.ts';
import { archive, DRIVE } from '../stage/archive.ts';
import { breachesOf } from '../stage/axe.ts';
import { closeBrowser } from '../stage/browser.ts';
import { asShellLine, copiedCommand } from '../stage/clipboard.ts';
import { Keys } from '../stage/keys.ts';
import { HOSTS, openWindow, soon } from '../stage/window.ts';

const ann = archive();
afterAll(closeBrowser);

const OTHER = 'four quiet boats and one lighthouse';
const section = (page: Page, name: string): Promise<void> => page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name }).click();
const drawer = (page: Page): Locator => page.getByRole('dialog', { name: DRIVE });

const inList = (page: Page, name: string): Locator => page.getByRole('main').getByRole('listitem').getByText(name, { exact: true });

async function enter(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
}

async function openDrive(page: Page): Promise<Locator> {
  await enter(page);
  await inList(page, DRIVE).click();
  await drawer(page).getByRole('heading', { name: 'Passwords' }).waitFor();
  return drawer(page);
}

async function typeOwnPassword(dialog: Locator): Promise<void> {
  await dialog.getByRole('radio', { name: 'A password of my own' }).check();
  await dialog.getByLabel('Password', { exact: true }).fill(OTHER);
  await dialog.getByLabel('The same password again').fill(OTHER);
}

/** What a kit was kept for stays on the way through other answers; another phrase wants another kit. */
async function keepsItsPhrase(dialog: Locator): Promise<void> {
  const [phrase, kept] = [dialog.getByLabel('The phrase'), dialog.getByText('Kept', { exact: true })];
  await soon(() => phrase.innerText()).toMatch(/^[a-z]+(-[a-z]+){5}$/);
  const first = await phrase.innerText();
  await dialog.getByRole('region', { name: 'Recovery kit' }).getByRole('button', { name: 'Save' }).click();
  await kept.waitFor();
  await dialog.getByRole('radio', { name: /^Mirror/ }).check();
  await dialog.getByRole('radio', { name: /^Vault/ }).check();
  await kept.waitFor();
  expect(await phrase.innerText()).toBe(first);
  await dialog.getByRole('button', { name: 'Draw another phrase' }).click();
  await soon(() => phrase.innerText()).not.toBe(first);
  expect(await kept.count()).toBe(0);
}

describe.each(HOSTS)('destinations, on the host %s', (host) => {
  it('are tested and measured', async () => {
    const { page, complaints } = await openWindow(ann, host);
    const drive = await openDrive(page);
    await drive.getByRole('button', { name: 'Test' }).click();
    await drive.getByText(/It can be reached, opened and written\. 3 versions in it, .* free\./).waitFor();
    await drive.getByRole('button', { name: 'Count what is stored' }).click();
    await drive.getByText('What it stands for').waitFor();
    await page.keyboard.press('Escape');
    await drive.waitFor({ state: 'hidden' });
    expect(complaints).toEqual([]);
  });

  it('are added with a new vault, which restic opens with the new password, and removed without touching it', async () => {
    ann.secret(OTHER);
    const { page, pickFolder } = await openWindow(ann, host);
    await enter(page);
    const place = ann.folder('media/Second drive');
    await page.getByRole('button', { name: 'Add a destination' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a destination' });
    await pickFolder(dialog.getByRole('button', { name: 'Choose a folder …' }), place);
    await keepsItsPhrase(dialog);
    await typeOwnPassword(dialog);
    await dialog.getByRole('checkbox', { name: 'I know that nobody can get the data back without this password.' }).check();
    expect(readdirSync(place)).toEqual([]);
    await ann.ok('destination', 'add', 'Second drive', ann.folder('elsewhere')); // its name is taken meanwhile
    await dialog.getByRole('button', { name: 'Make the vault and add it' }).click();
    await dialog.getByText('There is a destination named "Second drive" already.').waitFor();
    await dialog.getByRole('region', { name: 'Recovery kit' }).waitFor(); // the password is still to be had
    await ann.ok('destination', 'remove', 'Second drive');
    await dialog.getByLabel('What to call this place').fill('Third drive');
    await dialog.getByRole('button', { name: 'Add it' }).click();
    await page.getByRole('dialog', { name: 'Third drive' }).getByRole('heading', { name: 'Passwords' }).waitFor();
    ann.env = { ...ann.env, RESTIC_PASSWORD: OTHER };
    expect(restic(ann, '-r', place, 'snapshots', '--json').trim()).toBe('[]');
    ann.env = { ...ann.env, RESTIC_PASSWORD: PASSWORD };
    await page.getByRole('button', { name: 'Remove from the list …' }).click();
    await page.getByRole('dialog', { name: 'Remove “Third drive” from the list?' }).getByRole('button', { name: 'Remove from the list', exact: true }).click();
    await inList(page, 'Third drive').waitFor({ state: 'hidden' });
    expect(existsSync(join(place, 'config'))).toBe(true);
    expect(await ann.json<{ name: string }[]>('destination', 'list')).toMatchObject([{ name: DRIVE }]);
  });

  it('are added as plain folders and as archives of choice, and found again for what they are', async () => {
    const { page, pickFolder, complaints } = await openWindow(ann, host);
    await enter(page);
    const dialog = page.getByRole('dialog', { name: 'Add a destination' });
    const begin = async (place: string): Promise<void> => {
      await page.getByRole('button', { name: 'Add a destination' }).click();
      await pickFolder(dialog.getByRole('button', { name: 'Choose a folder …' }), ann.folder(place));
    };
    const close = (name: string): Promise<void> => page.getByRole('dialog', { name }).getByRole('button', { name: 'Close' }).click();
    await begin(`${host}/Plain`);
    await dialog.getByRole('radio', { name: /^Mirror/ }).check();
    expect(await dialog.getByLabel('The phrase').count()).toBe(0);
    expect(await breachesOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Make the mirror and add it' }).click();
    await close('Plain');

    await begin(`${host}/Packed`);
    await dialog.getByRole('radio', { name: /^Archive/ }).check();
    await dialog.getByRole('checkbox', { name: 'Encrypt the archives with a password' }).check();
    await dialog.getByRole('button', { name: 'Compression, splitting, chains' }).click();
    await dialog.getByRole('combobox', { name: 'Compression' }).click();
    await page.getByRole('option', { name: /^gzip/ }).click();
    await dialog.getByLabel('Split into files of at most').fill('700');
    await dialog.getByLabel('A full archive after every').fill('3');
    await typeOwnPassword(dialog);
    await dialog.getByRole('checkbox', { name: 'I know that nobody can get the data back without this password.' }).check();
    expect(await breachesOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Make the place for archives and add it' }).click();
    await close('Packed');
    expect(JSON.parse(readFileSync(ann.at(host, 'Packed/.holdfast-archive/archive.json'), 'utf8'))).toMatchObject({ container: 'tar', compression: 'gzip', maxLinks: 3, volumeSize: 700_000_000 });
    expect(await ann.json<object[]>('destination', 'list')).toMatchObject([{ name: DRIVE }, { name: 'Plain', format: 'mirror' }, { name: 'Packed', format: 'archive' }]);

    for (const name of ['Plain', 'Packed']) await ann.ok('destination', 'remove', name);
    await page.reload();
    await begin(`${host}/Plain`);
    await dialog.getByText('There are backups here already, as plain folders.').waitFor();
    expect(await dialog.getByRole('radio', { name: /^Archive/ }).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Add it' }).click();
    await close('Plain');
    await begin(`${host}/Packed`);
    await dialog.getByText('There are backups here already, as archives.').waitFor();
    await dialog.getByRole('button', { name: 'Add it' }).click();
    await close('Packed');
    expect(await ann.json<object[]>('destination', 'list')).toMatchObject([{ name: DRIVE }, { name: 'Plain', format: 'mirror' }, { name: 'Packed', format: 'archive' }]);
    await begin(`${host}/Plain`);
    await dialog.getByText('It is in the list already: it is called “Plain”.').waitFor();
    for (const name of ['Plain', 'Packed']) await ann.ok('destination', 'remove', name);
    expect(complaints).toEqual([]);
  });

  it('get a second password, which opens them until it is removed', async () => {
    ann.secret(OTHER);
    const { page } = await openWindow(ann, host);
    const drive = await openDrive(page);
    await drive.getByRole('button', { name: 'Add a password …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a password' });
    await typeOwnPassword(dialog);
    await dialog.getByRole('button', { name: 'Add a password' }).click();
    await drive.getByText('The new password opens the vault now.').waitFor();
    const opens = (): void => void (ann.env = { ...ann.env, RESTIC_PASSWORD: OTHER });
    opens();
    try {
      expect(JSON.parse(restic(ann, 'snapshots', '--json'))).toHaveLength(3);
      await drive.getByRole('button', { name: /^Remove: / }).click();
      await page.getByRole('dialog', { name: 'Remove this password?' }).getByRole('button', { name: 'Remove the password' }).click();
      await drive.getByText('The password was removed: it no longer opens the vault.').waitFor();
      expect(() => restic(ann, 'snapshots', '--json')).toThrow(/wrong password/);
    } finally {
      ann.env = { ...ann.env, RESTIC_PASSWORD: PASSWORD };
    }
  });

  it('say why they cannot be removed while a plan goes there', async () => {
    const { page } = await openWindow(ann, host);
    const drive = await openDrive(page);
    await drive.getByRole('button', { name: 'Remove from the list …' }).click();
    await page.getByText(/goes here\. Change that first; then it can be removed\./).waitFor();
  });
});

it('removes the locks of dead runs, and others only when told to', async () => {
  const store = await openAt(ann.drive);
  await store.repository.save('locks', encodeLock({ time: new Date().toISOString(), exclusive: true, hostname: 'elsewhere', username: 'berta', pid: 4711, uid: 1, gid: 1 }), { signal: new AbortController().signal });
  const { page } = await openWindow(ann, 'web');
  const drive = await openDrive(page);
  await drive.getByRole('button', { name: 'Remove stale locks' }).click();
  await drive.getByText('0 removed, 1 kept.').waitFor();
  await drive.getByRole('button', { name: 'Remove the other lock …' }).click();
  await page.getByRole('dialog', { name: 'Remove a lock that may be in use?' }).getByRole('button', { name: 'Remove the other lock' }).click();
  await drive.getByText('1 removed, 0 kept.').waitFor();
  expect(readdirSync(join(ann.drive, 'locks'))).toEqual([]);
});

describe.each(HOSTS)('the look, on the host %s', (host) => {
  it('changes at once, colours and language, and stays', async () => {
    const { page } = await openWindow(ann, host);
    await enter(page);
    await section(page, 'Appearance');
    const background = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await page.getByRole('radiogroup', { name: 'Colours' }).getByText('Dark').click();
    await expect.poll(background).not.toBe(light);
    await page.getByRole('combobox', { name: 'Language' }).click();
    await page.getByRole('option', { name: 'Deutsch' }).click();
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
    for (const [room, title] of [['Wiederherstellen', 'Wiederherstellen'], ['Verlauf', 'Verlauf'], ['Pläne', 'Pläne']] as const) {
      await page.getByRole('navigation', { name: 'Bereiche' }).getByRole('link', { name: room }).click();
      await page.getByRole('heading', { name: title, level: 1 }).waitFor();
    }
    expect(await page.evaluate('document.documentElement.lang')).toBe('de');
    await page.reload();
    await page.getByRole('heading', { name: 'Pläne', level: 1 }).waitFor();
    expect(await background()).not.toBe(light);
  });

  it('says what runs here and what it stands on', async () => {
    const { page } = await openWindow(ann, host);
    await enter(page);
    await section(page, 'About');
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };
    await page.getByRole('definition').getByText(version, { exact: true }).first().waitFor();
    const notice = page.getByText(/^react \d+\.\d+\.\d+ · MIT/);
    await notice.click();
    await page.getByText(/Permission is hereby granted, free of charge/).locator('visible=true').first().waitFor();
  });
});

it('says how much backups may take, for all runs to come', async () => {
  const { page, complaints } = await openWindow(ann, 'web');
  await enter(page);
  await section(page, 'Speed');
  expect(await page.getByRole('radio', { name: /^Normal/ }).isChecked()).toBe(true);
  await page.getByRole('radio', { name: /^Gentle/ }).check();
  await page.getByLabel('Writing').fill('2.5');
  await page.getByLabel('Writing').press('Tab');
  const kept = async (): Promise<unknown> => (await ann.json<{ settings: object }>('config', 'show')).settings;
  await soon(kept).toMatchObject({ speed: 'gentle', limits: { upload: 2_500_000, download: null } });
  await page.reload();
  await soon(() => page.getByRole('radio', { name: /^Gentle/ }).isChecked()).toBe(true);
  expect(await page.getByLabel('Writing').inputValue()).toBe('2.5 MB/s');
  expect(await breachesOf(page)).toEqual([]);
  const command = await copiedCommand(page, page.getByRole('main'));
  for (const line of ['speed normal', 'limit-upload none']) await ann.ok('config', 'set', ...line.split(' '));
  for (const line of command.split('\n')) (await ann.shell(asShellLine(line), [])).expect(0);
  expect(await kept()).toMatchObject({ speed: 'gentle', limits: { upload: 2_500_000, download: null } });
  const saves = async (): Promise<number> => (await ann.json<{ action: string }[]>('audit', 'list')).filter(({ action }) => action === 'settings save').length;
  const before = await saves();
  await page.getByLabel('Writing').fill('');
  await page.getByLabel('Writing').press('Enter');
  await soon(kept).toMatchObject({ limits: { upload: null } });
  await new Keys(page).expectFocus(page.getByLabel('Writing')); // Enter keeps it, and leaves it where it is
  await page.keyboard.press('Tab');
  await page.getByLabel('Reading').fill('0');
  await page.getByLabel('Reading').press('Tab');
  await soon(() => page.getByLabel('Reading').inputValue()).toBe('');
  expect(await saves()).toBe(before + 1);
  await page.getByRole('radio', { name: /^Normal/ }).check();
  await soon(kept).toMatchObject({ speed: 'normal', limits: { upload: null } });
  expect(complaints).toEqual([]);
});

describe('the equivalent command', () => {
  it('of a test and of what is stored, does the same', async () => {
    const { page } = await openWindow(ann, 'web');
    const drive = await openDrive(page);
    const [test, stats, keys] = ['Is it well?', 'Usage', 'Passwords'].map((name) => drive.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) })) as [Locator, Locator, Locator];
    expect((await ann.shell(asShellLine(await copiedCommand(page, test)), [])).expect(0).stdout).toMatch(/3 snapshots/);
    expect((await ann.shell(asShellLine(await copiedCommand(page, stats)), [])).expect(0).stdout).toMatch(/\d/);
    expect((await ann.shell(asShellLine(await copiedCommand(page, keys)), [])).expect(0).stdout).toMatch(/test/);
  });
});
