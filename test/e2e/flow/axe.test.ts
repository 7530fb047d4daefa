/** Every page, and what opens over it, in light and dark: nothing that keeps somebody out. */
import { afterAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { archive, DRIVE, PLAN } from '../stage/archive.ts';
import { breachesOf } from '../stage/axe.ts';
import { closeBrowser } from '../stage/browser.ts';
import { meet } from '../stage/person.ts';
import { RestoreRoom } from '../stage/restore-room.ts';
import { openWindow } from '../stage/window.ts';

const ann = archive();
afterAll(closeBrowser);

const room = (page: Page, name: string): Promise<void> => page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name, exact: true }).click();
const press = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();

/** There the preview opens over the page, and details take the place of the list. */
const isNarrow = (page: Page): boolean => (page.viewportSize()?.width ?? 0) <= 1000;

/** Each goes on from where the one before ended. */
const WALK: readonly (readonly [what: string, go: (page: Page) => Promise<void>])[] = [
  ['home', (page) => page.getByRole('heading', { name: PLAN }).waitFor()],
  ['activity', async (page) => {
    await press(page, /^Activity/);
    await page.getByText('All of it in the history').waitFor();
  }],
  ['commands', async (page) => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByLabel('Search commands').waitFor();
  }],
  ['shortcuts', async (page) => {
    await page.keyboard.press('Escape');
    await page.getByLabel('Search commands').waitFor({ state: 'hidden' });
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
  }],
  ['restore', async (page) => {
    await page.keyboard.press('Escape');
    await room(page, 'Restore');
    await new RestoreRoom(page).open('Documents', 'Taxes', '2025');
    await new RestoreRoom(page).row('return.txt').getByText('return.txt').click();
    if (!isNarrow(page)) await page.getByText('Home office 600').waitFor();
  }],
  ['preview', async (page) => {
    if (!isNarrow(page)) return;
    await press(page, 'Preview');
    await page.getByRole('dialog').getByText('Home office 600').waitFor();
  }],
  ['difference', async (page) => {
    await press(page, /^Compare the shown version/);
    await page.getByRole('dialog').getByText(/lines, /).waitFor();
  }],
  ['restore sheet', async (page) => {
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: /^What changed/ }).waitFor({ state: 'hidden' });
    if (isNarrow(page)) await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await press(page, 'Restore to original place…');
    await new RestoreRoom(page).numbers();
  }],
  ['folder dialog', async (page) => {
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await press(page, 'Restore to folder…');
    await page.getByLabel('Path of the folder').waitFor();
  }],
  ['search', async (page) => {
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('searchbox').fill('return');
    await page.getByText('2 found').first().waitFor();
  }],
  ['history', async (page) => {
    await room(page, 'History');
    await page.getByRole('grid', { name: 'History' }).getByRole('row').nth(3).waitFor();
  }],
  ['version', async (page) => {
    await page.getByRole('grid', { name: 'History' }).getByRole('row').nth(1).click();
    await page.getByText(/1 added.*1 changed/).first().waitFor();
    await page.getByText(/^It is kept as/).waitFor();
  }],
  ['forget sheet', async (page) => {
    if (isNarrow(page)) await press(page, 'Close the details');
    await page.getByRole('grid', { name: 'History' }).getByRole('row').nth(3).getByRole('gridcell').first().click();
    await press(page, 'Forget …');
    await page.getByRole('dialog').getByText('2 other versions stay.').waitFor();
  }],
  ['run', async (page) => {
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    if (isNarrow(page)) await page.getByRole('grid', { name: 'History' }).getByRole('row').nth(1).click();
    await page.getByRole('link', { name: 'The run in full' }).click();
    await page.getByRole('heading', { level: 1, name: new RegExp(PLAN) }).waitFor();
  }],
  ['plans', async (page) => {
    await room(page, 'Plans');
    await page.getByRole('main').getByText(PLAN).first().waitFor();
  }],
  ['plan', async (page) => {
    await page.getByRole('main').getByRole('link', { name: PLAN }).first().click();
    await page.getByRole('main').getByRole('button', { name: /^(Save|Remove)/ }).first().waitFor();
  }],
  ['drives', async (page) => {
    await room(page, 'Drives');
    await page.getByRole('heading', { level: 2 }).first().waitFor();
  }],
  ['devices', async (page) => {
    await room(page, 'Devices');
    await page.getByText('No board is plugged in.').waitFor();
  }],
  ['new plan', async (page) => {
    await page.goto(`${new URL(page.url()).origin}/protect`);
    await page.getByRole('heading', { level: 1 }).waitFor();
  }],
  ...(['Destinations', 'Speed', 'Appearance', 'Program', 'About'] as const).map((section) => [`settings: ${section}`, async (page: Page) => {
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: section }).click();
    await page.getByRole('heading', { level: 2, name: section }).waitFor();
  }] as const),
  ['destination', async (page) => {
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Destinations' }).click();
    await page.getByRole('main').getByRole('listitem').getByText(DRIVE, { exact: true }).click();
    await page.getByRole('dialog').getByRole('heading', { name: 'Passwords' }).waitFor();
    await page.getByRole('dialog').getByText('· in use').waitFor();
  }],
  ['new password', async (page) => {
    await press(page, 'Add a password …');
    await page.getByRole('radio', { name: 'A phrase drawn by lot' }).waitFor();
  }],
  ['lost address', async (page) => {
    await page.goto(`${new URL(page.url()).origin}/nowhere`);
    await page.getByText('There is no such page.').waitFor();
  }],
];

const SCHEMES = ['light', 'dark'] as const;

/** In the colours of both; it stays in light. */
async function breachesInBoth(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    found.push(...(await breachesOf(page, colorScheme === 'dark' ? 'colours' : undefined)).map((breach) => `${colorScheme}: ${breach}`));
  }
  return found;
}

it.each([{ width: 1440, height: 900 }, { width: 900, height: 600 }])('axe finds nothing on any page, in light and dark ($width)', async (size) => {
  const { page, complaints } = await openWindow(ann, 'web', { scheme: 'light', ...size, reducedMotion: true });
  const breaches: Record<string, string[]> = {};
  for (const [what, go] of WALK) {
    await go(page);
    const found = await breachesInBoth(page);
    if (found.length > 0) breaches[what] = found;
  }
  expect(breaches).toEqual({});
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
});

it.each(SCHEMES)('axe finds nothing in the first window of somebody new, in %s', async (scheme) => {
  const newcomer = meet();
  const { page } = await openWindow(newcomer, 'web', { scheme });
  await page.getByRole('heading', { level: 1 }).waitFor();
  const found = [await breachesOf(page)];
  for (const name of ['Restore', 'History', 'Plans', 'Drives', 'Devices']) {
    await room(page, name);
    await page.getByRole('heading', { level: 1, name }).waitFor();
    found.push(await breachesOf(page));
  }
  expect(found.flat()).toEqual([]);
});
