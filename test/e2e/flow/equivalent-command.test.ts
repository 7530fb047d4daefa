/** The command beside what is done in a room: run in a terminal it does the same. Those of the settings are tried with them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { archive, RETURNS } from '../stage/archive.ts';
import { closeBrowser } from '../stage/browser.ts';
import { asShellLine, copiedCommand } from '../stage/clipboard.ts';
import { RestoreRoom } from '../stage/restore-room.ts';
import { openWindow } from '../stage/window.ts';

const ann = archive();
afterAll(closeBrowser);

describe('the equivalent command', () => {
  it('of a restore writes the very files that were selected', async () => {
    const { page, pickFolder } = await openWindow(ann, 'web');
    const room = await RestoreRoom.enter(page);
    await room.slider.press('Home');
    await room.atVersion(1, 3);
    await room.open('Documents', 'Taxes', '2025');
    await room.select('return.txt');
    const out = ann.folder("Ann's out");
    await pickFolder(page.getByRole('button', { name: 'Restore to folder…' }), out);
    await room.planned();
    const command = await copiedCommand(page, room.sheet);
    (await ann.shell(asShellLine(command), [])).expect(0);
    expect(readdirSync(out, { recursive: true })).toEqual(['return.txt']);
    expect(readFileSync(join(out, 'return.txt'), 'utf8')).toBe(RETURNS[0]);
  });

  it('of a search finds the same, of a comparison shows the same', async () => {
    const { page } = await openWindow(ann, 'web');
    await RestoreRoom.enter(page);
    await page.getByRole('searchbox').fill('landlord');
    await page.getByText('1 found').first().waitFor();
    const find = await ann.shell(asShellLine(await copiedCommand(page, page.getByRole('main'))), []);
    expect(find.expect(0).stdout).toContain('To the landlord.txt');
    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'History' }).click();
    await page.getByRole('grid', { name: 'History' }).getByRole('row').nth(1).click();
    const changes = page.getByRole('complementary', { name: 'Details' }).locator('section').filter({ has: page.getByRole('heading', { name: /^Changed since/ }) });
    const diff = await ann.shell(asShellLine(await copiedCommand(page, changes)), []);
    expect(diff.expect(0).stdout).toMatch(/\+ .*To the bank\.txt/);
  });
});
