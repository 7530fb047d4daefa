/** Drives as somebody uses them: plugged in, asked about, backed up to, ejected; and pulled out in the middle. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { onFile } from '../../fixture/cli/watch-files.ts';
import { mountedAt, pluggable } from '../../fixture/drive/zram.ts';
import { breachesOf } from '../stage/axe.ts';
import { closeBrowser } from '../stage/browser.ts';
import { Keys } from '../stage/keys.ts';
import { PAPERS, Removable, STICK } from '../stage/removable.ts';
import { openWindow, soon } from '../stage/window.ts';
import { spaced, Wizard } from '../stage/wizard.ts';

afterAll(closeBrowser);

const prompt = (page: Page): Locator => page.getByRole('region', { name: 'About the drive that was plugged in' });
const toDrives = (page: Page): Promise<void> => page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Drives', exact: true }).click();
const question = async (page: Page): Promise<string> => spaced(await prompt(page).getByRole('heading').innerText());

describe.runIf(pluggable)('a drive in the window (a device of the kernel: making one takes root)', () => {
  it('is asked about wherever the page is, backed up to and ejected, by keyboard alone', async () => {
    const stick = new Removable();
    stick.plugIn();
    await stick.use(9);
    stick.unplug();
    const { page, complaints } = await openWindow(stick.ann, 'web');
    await toDrives(page);
    const card = page.getByRole('article', { name: STICK });
    await card.getByText('Away').waitFor();

    stick.plugIn();
    await prompt(page).getByRole('button', { name: 'Back up', exact: true }).waitFor();
    expect(await question(page)).toBe(`Back up ${PAPERS} to ${STICK} now? (last: 9 days ago)`);
    await soon(() => page.getByRole('status').allInnerTexts()).toContainEqual(expect.stringContaining(`Back up ${PAPERS} to ${STICK} now?`));
    await card.getByText('Backup due').waitFor();
    expect(await breachesOf(page)).toEqual([]);

    const keys = new Keys(page);
    await keys.press('q');
    await keys.expectFocus(prompt(page).getByRole('button', { name: 'Back up', exact: true }));
    await keys.press('Enter');
    await prompt(page).getByText('Safe to remove as soon as it is ejected.').waitFor({ timeout: 60_000 });
    expect(await question(page)).toBe(`${PAPERS} is backed up to ${STICK}.`);
    await card.getByText('Backed up').waitFor();
    await keys.on(prompt(page).getByRole('button', { name: 'Eject' }), 'Enter');
    await prompt(page).getByText(`Safe to remove: ${STICK} can be unplugged now.`).waitFor();
    expect(mountedAt(stick.device.device)).toEqual([]);
    await card.getByText('Away').waitFor();
    expect(await breachesOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('that nobody knows is asked for once, marked, and becomes the place of a new plan', async () => {
    const stick = new Removable('KINGSTON');
    const window = await openWindow(stick.ann, 'web');
    const { page } = window;
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    stick.plugIn();
    await prompt(page).getByRole('button', { name: 'Use it' }).click();
    const setUp = prompt(page).getByRole('link', { name: 'Set up a backup to it' });
    await setUp.waitFor();
    expect(existsSync(`${stick.mountPoint}/.holdfast-drive.json`)).toBe(true);
    await setUp.click();
    const wizard = new Wizard(window);
    await wizard.on('where');
    await soon(() => page.getByRole('radio', { name: /^KINGSTON/ }).isChecked()).toBe(true);
    expect(await wizard.sentence()).toContain('to KINGSTON, encrypted');
    await wizard.on('password');
    await wizard.phrase();
    await wizard.understand();
    await wizard.on('keep');
    await wizard.on('summary');
    expect(await wizard.start()).toContain('Succeeded');
    await toDrives(page);
    await page.getByRole('article', { name: 'KINGSTON' }).getByText('Backed up').waitFor();
  });

  it('takes archives, which are shown with what they need', async () => {
    const stick = new Removable('STICK');
    stick.plugIn();
    const window = await openWindow(stick.ann, 'web');
    const { page } = window;
    await prompt(page).getByRole('button', { name: 'Not now' }).click();
    const wizard = new Wizard(window);
    await wizard.on('where');
    await page.getByRole('radio', { name: /^STICK/ }).check();
    await page.getByRole('radio', { name: /^Archive/ }).check();
    await page.getByText('zip, for any computer').click();
    expect(await wizard.sentence()).toContain('to STICK, as archives');
    await wizard.on('keep'); // without a password
    await wizard.on('summary');
    expect(await wizard.start()).toContain('Succeeded');
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('main').getByRole('listitem').getByText('STICK', { exact: true }).click();
    await page.getByRole('link', { name: 'Archives and what they need' }).click();
    await page.getByRole('button', { name: /Full/ }).click();
    await page.getByText(/\.zip$/).waitFor();
    expect(await breachesOf(page)).toEqual([]);
  });

  it('is never asked for again once somebody says so, until it is taken back', async () => {
    const stick = new Removable('CAMERA');
    const { page } = await openWindow(stick.ann, 'web');
    stick.plugIn();
    await prompt(page).getByRole('button', { name: 'Never ask for this drive' }).click();
    await prompt(page).waitFor({ state: 'hidden' });
    stick.unplug();
    await toDrives(page);
    await page.getByRole('article', { name: 'CAMERA' }).getByText('Not mounted').first().waitFor();
    stick.plugIn();
    await page.getByRole('article', { name: 'CAMERA' }).getByText('You are never asked for this drive.').waitFor();
    expect(await prompt(page).count()).toBe(0);
    await page.getByRole('button', { name: 'Ask for it again' }).click();
    await page.getByRole('article', { name: 'CAMERA' }).getByText('Not used for backups').waitFor();
  });

  it('in use is not ejected, and it is said by what', async () => {
    const stick = new Removable();
    stick.plugIn();
    await stick.use(0);
    const holder = spawn('sleep', ['600'], { cwd: stick.mountPoint });
    const over = once(holder, 'exit');
    await once(holder, 'spawn');
    const { page } = await openWindow(stick.ann, 'web');
    await toDrives(page);
    await page.getByRole('button', { name: `Eject ${STICK}` }).click();
    await page.getByRole('alert').getByText('It is still in use.').waitFor();
    await soon(() => page.getByRole('alert').innerText()).toContain('sleep');
    holder.kill();
    await over;
    await page.getByRole('button', { name: `Eject ${STICK}` }).click();
    await page.getByRole('main').getByText(`Safe to remove: ${STICK} can be unplugged now.`).waitFor();
    await soon(() => new Keys(page).focused()).toContain('Safe to remove');
  });

  it('pulled in the middle ends the backup with a sentence, and plugged in again it goes on', async () => {
    const stick = new Removable('PHOTOS', '384M');
    stick.plugIn();
    await stick.use(9);
    stick.unplug();
    for (let number = 0; number < 10; number++) stick.ann.write(`Documents/big ${number}`, randomBytes(20_000_000));
    const { page } = await openWindow(stick.ann, 'web');
    stick.plugIn();
    const begin = prompt(page).getByRole('button', { name: 'Back up', exact: true });
    await begin.waitFor();
    const torn = Promise.withResolvers<void>();
    let packs = 0;
    const stop = onFile(`${stick.mountPoint}/Holdfast/data`, () => ++packs === 2 && torn.resolve());
    await begin.click();
    await torn.promise;
    stop();
    stick.device.tearOff();
    await prompt(page).getByText('The backup failed.').waitFor({ timeout: 60_000 });
    expect(await prompt(page).innerText()).toMatch(/drive it was on is not there any more|is not plugged in/);
    await prompt(page).getByRole('button', { name: 'Close' }).click();
    await toDrives(page);
    await page.getByRole('article', { name: STICK }).getByText('Away').waitFor();
    stick.plugIn();
    await begin.click();
    await prompt(page).getByText(`${PAPERS} is backed up to ${STICK}.`).waitFor({ timeout: 60_000 });
    await stick.ann.ok('check', '-r', STICK);
  });
});
