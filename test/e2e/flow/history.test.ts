/** Looking back: what ran, what it made, what changed, why it stays, and letting versions go. */
import { afterAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { restic } from '../../fixture/cli/vaults.ts';
import { archive, DAYS, DRIVE, evening, PLAN } from '../stage/archive.ts';
import { closeBrowser } from '../stage/browser.ts';
import { HOSTS, openWindow } from '../stage/window.ts';

const ann = archive();
afterAll(closeBrowser);

const moment = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const [FIRST, SECOND, THIRD] = DAYS.map(evening) as [Date, Date, Date];

const list = (page: Page): Locator => page.getByRole('grid', { name: 'History' });
const details = (page: Page): Locator => page.getByRole('complementary', { name: 'Details' });
const line = (page: Page, day: Date): Locator => list(page).getByRole('row').filter({ hasText: moment.format(day) });

async function enter(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'History' }).click();
  await line(page, THIRD).waitFor();
}

const choose = (page: Page, day: Date): Promise<void> => line(page, day).getByRole('gridcell').first().click();

describe.each(HOSTS)('the history, on the host %s', (host) => {
  it('has a line for each run with its outcome, and a month in which the days can be seen', async () => {
    const { page, complaints } = await openWindow(ann, host);
    await enter(page);
    for (const day of [FIRST, SECOND, THIRD]) await line(page, day).getByText('Succeeded').waitFor();
    const days = page.getByRole('region', { name: /^Days of / });
    if (FIRST.getUTCMonth() !== new Date().getUTCMonth()) await days.getByRole('button', { name: 'Earlier month' }).click();
    await days.getByRole('button', { name: `${date.format(FIRST)}: Succeeded, 1 entry` }).click();
    await line(page, THIRD).waitFor({ state: 'hidden' });
    await line(page, FIRST).waitFor();
    await page.getByRole('button', { name: /: All days$/ }).click();
    await line(page, THIRD).waitFor();
    expect(complaints).toEqual([]);
  });

  it('opens a version beside the list: what changed, why it stays and until when, and its numbers', async () => {
    const { page } = await openWindow(ann, host);
    await enter(page);
    await line(page, THIRD).click();
    const panel = details(page);
    await panel.getByRole('heading', { name: `Version of ${moment.format(THIRD)}` }).waitFor();
    await panel.getByText(/1 added.*1 changed.*2 removed/).first().waitFor();
    const tree = panel.getByRole('list', { name: 'Changes by folder' });
    const closed = tree.locator('details:not([open]) > summary').first();
    while ((await closed.count()) > 0) await closed.click();
    for (const [sign, name] of [['added', 'To the bank.txt'], ['changed', 'return.txt'], ['removed', 'notes.txt'], ['removed', 'To the landlord.txt']] as const) {
      await tree.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) }).last().getByText(sign, { exact: true }).waitFor({ state: 'attached' });
    }
    await panel.getByText(/^It is kept as .*stays until about \d+ \w+ \d{4}\.$/s).waitFor();
    expect(await panel.getByRole('definition').allInnerTexts()).toEqual(expect.arrayContaining([ann.own('Documents') + '\n' + ann.own('Pictures')]));
    await panel.getByRole('button', { name: 'Close the details' }).click();
    await panel.waitFor({ state: 'hidden' });
  });

  it('gives a version a tag, which restic sees too, and takes it away', async () => {
    const { page } = await openWindow(ann, host);
    await enter(page);
    await line(page, SECOND).click();
    await details(page).getByLabel('New tag').fill('before the audit');
    await page.keyboard.press('Enter');
    const remove = details(page).getByRole('button', { name: 'Remove the tag before the audit' });
    await remove.waitFor();
    expect(JSON.parse(restic(ann, 'snapshots', '--json', '--tag', 'before the audit'))).toHaveLength(1);
    await remove.click();
    await details(page).getByText('No tags').waitFor();
    expect(JSON.parse(restic(ann, 'snapshots', '--json', '--tag', 'before the audit'))).toEqual([]);
  });

  it('compares any two, both ways round', async () => {
    const { page } = await openWindow(ann, host);
    await enter(page);
    await choose(page, THIRD);
    await choose(page, FIRST);
    await page.getByText('2 versions selected').waitFor();
    await page.getByRole('button', { name: 'Compare these two' }).click();
    await page.getByRole('heading', { name: `Changes from ${moment.format(FIRST)} to ${moment.format(THIRD)}` }).waitFor();
    await page.getByText(/1 added.*1 changed.*2 removed/).first().waitFor();
    await page.getByRole('button', { name: 'Other way round' }).click();
    await page.getByText(/2 added.*1 changed.*1 removed/).first().waitFor();
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await line(page, FIRST).waitFor();
  });

  it('forgets what was chosen, after saying exactly what, and frees the space; restic agrees', async () => {
    const { page } = await openWindow(ann, host);
    await enter(page);
    await choose(page, FIRST);
    await page.getByRole('button', { name: 'Forget …' }).click();
    const sheet = page.getByRole('dialog', { name: 'Forget 1 version?' });
    await sheet.getByText(`− ${moment.format(FIRST)}`).waitFor();
    await sheet.getByText('2 other versions stay.').waitFor();
    expect(JSON.parse(restic(ann, 'snapshots', '--json'))).toHaveLength(3);
    await sheet.getByRole('button', { name: 'Forget 1 version' }).click();
    const after = page.getByRole('dialog', { name: '1 version was forgotten.' });
    await after.getByText(/can be freed/).waitFor();
    const left = JSON.parse(restic(ann, 'snapshots', '--json')) as { time: string }[];
    expect(left.map(({ time }) => time.slice(0, 10))).toEqual([SECOND, THIRD].map((day) => day.toISOString().slice(0, 10)));
    await after.getByRole('button', { name: /^Free/ }).click();
    await page.getByRole('heading', { name: `Free space in ${DRIVE}` }).waitFor();
    await page.getByText(/freed, .* remain/).first().waitFor();
    expect(restic(ann, 'check', '--read-data')).toContain('no errors were found');
    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'History' }).click();
    await line(page, FIRST).click();
    await details(page).getByText('The version it made is not here any more: it was forgotten.').waitFor();
  });
});

it('says when the rules of the plan let nothing go', async () => {
  const { page } = await openWindow(ann, 'web');
  await enter(page);
  await page.getByRole('button', { name: 'Apply the plan’s rules …' }).click();
  await page.getByRole('dialog').getByText('By these rules every version stays: there is nothing to forget.').waitFor();
});

it('goes on from a version to its files on that day', async () => {
  const { page } = await openWindow(ann, 'web');
  await enter(page);
  await line(page, SECOND).click();
  await details(page).getByRole('link', { name: 'Browse and restore' }).click();
  await page.locator('[role=slider][aria-valuenow="2"]').waitFor();
  await page.getByLabel('From').and(page.locator(`[value="${PLAN}"]`)).waitFor();
});
