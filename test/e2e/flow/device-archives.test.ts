/** Archives of boards as somebody handles them in the window: chains, and restores with everything that can be chosen. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { breachesOf } from '../stage/axe.ts';
import { Boards, CODE, GREENHOUSE, toBoard } from '../stage/boards.ts';
import { closeBrowser } from '../stage/browser.ts';
import { Keys } from '../stage/keys.ts';
import { openWindow, soon } from '../stage/window.ts';

afterAll(closeBrowser);

describe('the backups of a board in the window', () => {
  it('shows its archives as chains: merged, exported, imported, and repaired from another place when one is gone', async () => {
    const boards = new Boards();
    const { ann } = boards;
    const board = await boards.plugIn();
    await boards.keep(board, GREENHOUSE, 3);
    await ann.ok('init', ann.at('mirror'), '--format', 'mirror');
    await ann.ok('destination', 'add', 'Second', ann.at('mirror'), '--format', 'mirror');
    board.put('main.py', 'print(2)\n');
    await ann.ok('device', 'backup', GREENHOUSE, '--to', 'Second');
    board.put('config.json', '{}');
    await ann.ok('device', 'backup', GREENHOUSE);
    const place = join(ann.env['HOLDFAST_HOME']!, 'boards');
    const { page, complaints } = await openWindow(ann, 'web');
    const toArchives = async (): Promise<void> => {
      await toBoard(page, GREENHOUSE);
      await page.getByRole('tab', { name: 'Archives' }).click();
    };
    await toArchives();
    const rows = page.getByRole('button', { name: /needs|stands alone/ });
    await rows.last().click();
    await page.getByRole('button', { name: /^Export … / }).click();
    await page.getByRole('dialog').getByLabel('Folder').fill(ann.root);
    expect(await breachesOf(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByText('Succeeded').first().waitFor();
    const blb = readdirSync(ann.root).find((name) => name.endsWith('.blb'))!;
    expect(blb).toMatch(/^greenhouse-.*\.blb$/);

    await toArchives();
    await rows.last().click();
    await page.getByRole('button', { name: /^Merge … / }).click();
    await page.getByRole('dialog').getByText('2 archives become one').waitFor();
    expect(await breachesOf(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Merge, forget 1 version' }).click();
    await soon(() => readdirSync(place).filter((name) => name.endsWith('.blb')).length).toBe(1);

    for (const name of readdirSync(place).filter((file) => file.endsWith('.blb'))) rmSync(join(place, name));
    await toArchives();
    await page.getByRole('button', { name: 'Repair from another place …' }).click();
    expect(await breachesOf(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Look there' }).click();
    await page.getByRole('dialog').getByText('is not there, either').waitFor(); // config.json was changed after the backup there
    await page.keyboard.press('Escape');
    await ann.ok('device', 'backup', GREENHOUSE, '--to', 'Second');
    await page.getByRole('button', { name: 'Repair from another place …' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Look there' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Repair 1 version' }).click();
    await soon(() => readdirSync(place).filter((name) => name.endsWith('.blb')).length).toBe(1);
    await page.getByText('Succeeded').first().waitFor();
    await ann.ok('check', '-r', place, '--read-data');

    await toArchives();
    await page.getByRole('combobox', { name: 'Kept in' }).click(); // the last backup went to Second
    await page.getByRole('option', { name: 'a place of its own for boards' }).click();
    await rows.first().waitFor();
    await page.getByRole('button', { name: 'Import a file …' }).click();
    await page.getByRole('dialog').getByLabel('File', { exact: true }).fill(join(ann.root, blb));
    await page.getByRole('checkbox', { name: /^Another program made it/ }).check();
    expect(await breachesOf(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('Succeeded').first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('is restored to other paths, with everything that can be chosen', async () => {
    const boards = new Boards();
    const board = await boards.plugIn();
    await boards.keep(board, GREENHOUSE, 1);
    const { page } = await openWindow(boards.ann, 'web');
    await toBoard(page, GREENHOUSE);
    await page.getByRole('button', { name: /^Restore … / }).click();
    await page.getByRole('radio', { name: 'Chosen files' }).check();
    await page.getByRole('checkbox', { name: '/lib/', exact: true }).check();
    await page.getByRole('button', { name: 'Continue to the list' }).click();
    await page.getByRole('button', { name: 'More choices' }).click();
    await page.getByRole('button', { name: 'Add a path' }).click();
    await page.getByRole('button', { name: /^Take the path away/ }).click();
    await new Keys(page).expectFocus(page.getByRole('button', { name: 'Add a path' }));
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'From' }).fill('/lib');
    await page.getByRole('textbox', { name: 'To' }).fill('/old');
    await page.getByRole('textbox', { name: 'To' }).press('Tab');
    await page.getByRole('checkbox', { name: /^Give files their times/ }).check();
    await page.getByText('/old/dht.py').waitFor();
    expect(await breachesOf(page)).toEqual([]);
    await page.getByRole('button', { name: /^Write \d items/ }).click();
    await page.getByRole('dialog').getByText('Succeeded').waitFor();
    expect(board.files()['old/dht.py']).toBe(CODE['lib/dht.py']);
  });
});
