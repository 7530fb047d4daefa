/** Boards under protection, as somebody sets that up in the window: by the wizard, and again when the place has gone. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { breachesOf } from '../stage/axe.ts';
import { Boards, cardOf, GREENHOUSE, toBoard, toDevices } from '../stage/boards.ts';
import { closeBrowser } from '../stage/browser.ts';
import { openWindow } from '../stage/window.ts';

afterAll(closeBrowser);

describe('a board in the window', () => {
  it('is protected by the wizard: what, where, how often, and the first backup runs', async () => {
    const boards = new Boards();
    const board = await boards.plugIn();
    await boards.keep(board, GREENHOUSE, null);
    const { page, complaints } = await openWindow(boards.ann, 'web');
    await page.getByRole('link', { name: `Protect … ${GREENHOUSE}` }).waitFor(); // the first thing to protect may be a board
    expect(await breachesOf(page)).toEqual([]);
    await page.getByRole('link', { name: `Protect … ${GREENHOUSE}` }).click();
    await page.getByRole('heading', { level: 1, name: `Protect ${GREENHOUSE}` }).waitFor();
    await page.getByRole('combobox', { name: 'Leave out' }).fill('*.csv');
    await page.keyboard.press('Enter');
    expect(await breachesOf(page)).toEqual([]);
    const next = page.getByRole('button', { name: 'Continue' });
    await next.click();
    await page.getByRole('radio', { name: /^A place of its own for boards/ }).check();
    expect(await breachesOf(page)).toEqual([]);
    await next.click();
    await page.getByLabel('Ask when it is plugged in').fill('3');
    await page.getByRole('radio', { name: /^A few weeks/ }).check();
    expect(await breachesOf(page)).toEqual([]);
    await page.getByText('all of greenhouse without *.csv').waitFor();
    await next.click();
    expect(await breachesOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Start the first backup' }).click();
    await page.getByText('Succeeded').first().waitFor();
    await toDevices(page);
    await cardOf(page, GREENHOUSE).getByText('Protected to the place for boards, asked for when it is plugged in after 3 days').waitFor();
    await cardOf(page, GREENHOUSE).getByText('5 files').waitFor();
    expect(complaints).toEqual([]);
  });

  it('whose destination was taken off the list is asked where to: a folder is looked at first, and archives begin in one of their own', async () => {
    const boards = new Boards();
    await boards.keep(await boards.plugIn(), GREENHOUSE, null);
    const full = dirname(boards.ann.write('Full/other.txt', 'other'));
    await boards.ann.ok('init', '--format', 'mirror', boards.ann.at('nas'));
    await boards.ann.ok('destination', 'add', 'NAS', boards.ann.at('nas'));
    await boards.ann.ok('device', 'protect', GREENHOUSE, '--to', 'NAS');
    expect((await boards.ann.expect(2, ['destination', 'remove', 'NAS'])).stderr).toContain('The board "greenhouse" is backed up to "NAS".');
    const settings = join(boards.ann.env['HOLDFAST_HOME']!, 'settings.json');
    writeFileSync(settings, JSON.stringify({ ...JSON.parse(readFileSync(settings, 'utf8')), destinations: [] })); // as somebody may who edits it
    const { page, pickFolder, complaints } = await openWindow(boards.ann, 'web');
    await toBoard(page, GREENHOUSE);
    await page.getByRole('link', { name: `Change how it is protected: ${GREENHOUSE}` }).click();
    const next = page.getByRole('button', { name: 'Continue' });
    await next.click();
    await page.getByText('“NAS” is no longer in the list of destinations.').waitFor();
    await next.click();
    await page.getByRole('status').getByText('Choose a place: the one it went to is no longer in the list.').waitFor();
    await pickFolder(page.getByRole('button', { name: 'Choose a folder …' }), full);
    await page.getByText('Archives (.blb) are begun there').waitFor();
    expect(await breachesOf(page)).toEqual([]);
    await next.click();
    await next.click();
    await page.getByText(`Archives of boards are begun in ${full}/Holdfast`).waitFor();
    expect(await breachesOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Start the first backup' }).click();
    await page.getByText('Succeeded').first().waitFor();
    expect(existsSync(join(full, 'Holdfast/.holdfast-archive/archive.json'))).toBe(true);
    expect(existsSync(boards.ann.at('NAS'))).toBe(false);
    expect(complaints).toEqual([]);
  });
});
