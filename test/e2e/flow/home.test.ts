/** Home: one sentence that is true, a card for each plan, and what can be done from there. */
import { renameSync, truncateSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { closeBrowser } from '../stage/browser.ts';
import { meet } from '../stage/person.ts';
import { givePlan } from '../stage/plans.ts';
import { shoot } from '../stage/shots.ts';
import { openWindow } from '../stage/window.ts';

afterAll(closeBrowser);

const DAY = 86_400_000;

/** In large letters. */
const says = (page: Page, sentence: string | RegExp): Promise<void> => page.getByRole('main').getByText(sentence).first().waitFor();
const card = (page: Page, plan: string) => page.getByRole('article', { name: plan });

/** As the same page looks days from now. */
async function daysLater(page: Page, days: number): Promise<void> {
  await page.clock.setFixedTime(Date.now() + days * DAY);
  await page.reload();
}

describe('the sentence and the cards', () => {
  it('tell of a plan that never ran, then of its first backup, from the card alone', async () => {
    const ann = meet();
    await givePlan(ann, { name: 'Papers', paths: [ann.own('Documents')] });
    const { page, complaints } = await openWindow(ann, 'web');
    await says(page, 'Papers has never been backed up.');
    await card(page, 'Papers').getByText('No version yet').waitFor();
    await card(page, 'Papers').getByRole('button', { name: 'Back up now' }).click();
    await says(page, /^Everything was backed up today at \d\d:\d\d\.$/);
    await card(page, 'Papers').getByText(/in 6 files$/).waitFor();
    await card(page, 'Papers').getByText('1 version', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('name the plan that is overdue and its age; trouble stands first', async () => {
    const ann = meet();
    await givePlan(ann, { name: 'Pictures', paths: [ann.own('Pictures')], options: ['--remind-after', '30'] });
    await ann.ok('plan', 'add', 'Albums', '--path', ann.own('Pictures/2026'), '--to', 'Blue drive', '--remind-after', '30');
    await ann.ok('plan', 'add', 'Papers', '--path', ann.own('Documents'), '--to', 'Blue drive');
    for (const plan of ['Pictures', 'Albums', 'Papers']) await ann.ok('plan', 'run', plan, '-q');
    const { page } = await openWindow(ann, 'web');
    await says(page, /^Everything was backed up today at \d\d:\d\d or later\.$/);
    await daysLater(page, 9);
    await says(page, 'Papers has not been backed up for 9 days.');
    await card(page, 'Papers').getByText('Overdue').waitFor();
    expect(await page.getByRole('article').getByRole('heading').allInnerTexts()).toEqual(['Papers', 'Albums', 'Pictures']);
    await shoot(page, 'home-overdue');
    await page.getByRole('main').getByRole('link', { name: 'Open the plan' }).click();
    await page.getByRole('heading', { level: 1, name: 'Papers' }).waitFor();
    await page.goBack();
    await daysLater(page, 31);
    await says(page, /^(Papers|Albums|Pictures) has not been backed up for 31 days\.$/);
    await says(page, '2 more plans need a look.');
  });

  it('say that the drive is away, and since when that matters', async () => {
    const ann = meet();
    await givePlan(ann, { name: 'Papers', paths: [ann.own('Documents')] });
    await ann.ok('plan', 'run', 'Papers', '-q');
    renameSync(ann.at('Blue drive'), ann.at('unplugged'));
    const { page } = await openWindow(ann, 'web');
    await says(page, 'Blue drive is away: Papers cannot be backed up there now.');
    await card(page, 'Papers').getByText('Drive away').waitFor();
    await shoot(page, 'home-away');
    await daysLater(page, 12);
    await says(page, 'Papers has not been backed up for 12 days: Blue drive is away.');
    renameSync(ann.at('unplugged'), ann.at('Blue drive'));
    await page.clock.setSystemTime(Date.now());
    await page.reload();
    await says(page, /^Everything was backed up today/);
  });

  it('say which folder is missing', async () => {
    const ann = meet();
    await givePlan(ann, { name: 'Papers', paths: [ann.own('Documents'), ann.own('Pictures')] });
    await ann.ok('plan', 'run', 'Papers', '-q');
    renameSync(ann.own('Pictures'), ann.own('Photos'));
    const { page } = await openWindow(ann, 'web');
    await says(page, `${ann.own('Pictures')} of Papers is not there.`);
    await card(page, 'Papers').getByText('Folder missing').waitFor();
  });

  it('say why a backup failed, lead there, and are well again after the next', async () => {
    const ann = meet();
    await givePlan(ann, { name: 'Papers', paths: [ann.own('Documents')] });
    await ann.ok('plan', 'run', 'Papers', '-q');
    const { page } = await openWindow(ann, 'web');
    await says(page, /^Everything was backed up today/);
    renameSync(ann.at('Blue drive'), ann.at('unplugged'));
    await card(page, 'Papers').getByRole('button', { name: 'Back up now' }).click();
    await says(page, /^The backup of Papers failed today at \d\d:\d\d: .*Blue drive/);
    await card(page, 'Papers').getByText('Failed', { exact: true }).waitFor();
    await shoot(page, 'home-failed');
    await page.getByRole('link', { name: 'See what happened' }).click();
    const result = page.getByRole('region', { name: 'Result' });
    await result.getByText('This run made no new version. The versions from before stay as they are.').waitFor();
    renameSync(ann.at('unplugged'), ann.at('Blue drive'));
    await result.getByRole('button', { name: 'Back up now' }).click();
    await result.getByText('Succeeded').waitFor();
    await page.getByRole('link', { name: 'Home', exact: true }).click();
    await says(page, /^Everything was backed up today/);
    await card(page, 'Papers').getByText('2 versions', { exact: true }).waitFor();
  });

  it('follow a backup, which can be stopped from the card', async () => {
    const ann = meet();
    await givePlan(ann, { name: 'Papers', paths: [ann.own('Documents')] });
    await ann.ok('plan', 'run', 'Papers', '-q');
    truncateSync(ann.write('Documents/Film.mp4', ''), 2 ** 40);
    const { page } = await openWindow(ann, 'web');
    await card(page, 'Papers').getByRole('button', { name: 'Back up now' }).click();
    await says(page, 'Papers is being backed up.');
    await card(page, 'Papers').getByText('Working').waitFor();
    await card(page, 'Papers').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog', { name: 'Cancel Papers?' }).getByRole('button', { name: 'Stop this backup' }).click();
    await says(page, /^The last backup of Papers was cancelled today at \d\d:\d\d\.$/);
    await card(page, 'Papers').getByText('Not finished').waitFor();
    await card(page, 'Papers').getByRole('button', { name: 'Back up now' }).waitFor();
  });
});
