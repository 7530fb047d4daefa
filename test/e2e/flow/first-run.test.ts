/** Somebody opens Holdfast for the first time and is protected a minute later. */
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesBelow } from '../../fixture/cli/desk.ts';
import { Restic, requireRestic } from '../../fixture/restic/restic.ts';
import { closeBrowser } from '../stage/browser.ts';
import { meet, type Person } from '../stage/person.ts';
import { shoot } from '../stage/shots.ts';
import { HOSTS, openWindow, type Look } from '../stage/window.ts';
import { spaced, Wizard } from '../stage/wizard.ts';

beforeAll(requireRestic);
afterAll(closeBrowser);

const LOOKS: Record<string, Look> = { 'light, 1440×900': { scheme: 'light', width: 1440, height: 900 }, 'dark, 900×600': { scheme: 'dark', width: 900, height: 600 } };

/** What she keeps, by path below her home folder. */
const keeps = (root: string): Record<string, string> => Object.fromEntries(filesBelow(root).map((path) => [path.slice(root.length + 1), readFileSync(path).toString('base64')]));

/** Of her folders, without what is left out. */
const protectedFiles = (person: Person): Record<string, string> =>
  Object.fromEntries(Object.entries(keeps(person.own())).filter(([path]) => /^(Documents|Pictures)\//.test(path) && !/\.cache|notes\.txt/.test(path)));

/** A vault that opens with this password, is whole, and gives back what she has. */
async function expectSafe(person: Person, vault: string, password: string): Promise<void> {
  const restic = new Restic(person.root, vault, { RESTIC_PASSWORD: password });
  await restic.check('--read-data');
  await restic.ok('restore', 'latest', '--target', person.at('by-restic'));
  expect(keeps(join(person.at('by-restic'), person.own()))).toEqual(protectedFiles(person));
  await person.ok('restore', 'latest', '-r', vault, '--into', person.at('by-us'));
  expect(keeps(join(person.at('by-us'), person.own()))).toEqual(protectedFiles(person));
}

describe.each(HOSTS)('the first run, %s', (host) => {
  it.each(Object.entries(LOOKS))('leads from an empty state to a backup that gives everything back (%s)', async (name, look) => {
    const ann = meet();
    const drive = ann.folder('drive');
    const window = await openWindow(ann, host, look);
    const { page, complaints } = window;
    const wizard = new Wizard(window);
    const shot = (step: string) => shoot(page, `first-run-${host}-${look.scheme}-${step}`);

    await wizard.asks('what');
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    expect(await wizard.folder('Documents').isChecked()).toBe(true);
    expect(await wizard.folder('Pictures').isChecked()).toBe(true);
    await page.getByText(/^\d+ byte in 7 files$|^\d+ byte in 7 files/).first().waitFor();
    await page.getByRole('button', { name: /^What is left out/ }).click();
    await page.getByText('removes 300 kB').waitFor();
    await page.getByLabel('Leave out a name or pattern of your own').fill('notes.txt');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText(`removes ${statSync(ann.own('Documents/Taxes/2025/notes.txt')).size}`).waitFor();
    await shot('what');

    await wizard.on('where');
    mkdirSync(ann.own('Documents/Backup'));
    await wizard.choosePlace(ann.own('Documents/Backup'));
    await page.getByText('A backup would then hold itself and grow without end.').waitFor();
    await wizard.refuses('A backup cannot lie inside what it backs up. Choose another place.');
    await wizard.choosePlace(drive);
    await page.getByText('This is on the same disk as your files').waitFor();
    await shot('where');

    await wizard.on('password');
    const phrase = await wizard.phrase();
    ann.secret(phrase);
    await wizard.refuses('Confirm that you know what the password means.');
    await wizard.understand();
    await page.getByRole('checkbox', { name: 'With the password on it' }).uncheck();
    const kit = await wizard.saveKit();
    expect(kit).not.toContain(phrase);
    expect(kit).toContain(drive);
    expect(kit).toContain(`holdfast restore latest -r ${drive} --into ~/Restored`);
    expect(kit).toContain(`restic -r ${drive} restore latest --target ~/Restored`);
    await page.getByRole('checkbox', { name: 'With the password on it' }).check();
    expect(await wizard.saveKit()).toContain(phrase);
    await shot('password');

    await wizard.on('keep');
    await page.getByText(/^With a backup every day, \d+ days of these 13 months would be there today\.$/).waitFor();
    const kept = async (): Promise<number> => Number(/, (\d+) days/.exec(await page.getByText(/^With a backup every day/).innerText())?.[1]);
    const year = await kept();
    await page.getByRole('radio', { name: 'A few weeks' }).check();
    await expect.poll(kept).toBeLessThan(year);
    await shot('keep');

    await wizard.on('summary');
    const summary = spaced(await page.getByRole('main').innerText());
    expect(summary).toMatch(/Back up Documents and Pictures \(\d+ byte\) to drive, encrypted, keeping .*7 days.*5 weeks/);
    await shot('summary');
    const result = await wizard.start();
    expect(result).toMatch(/Succeeded\s+.*new in 6 files/);
    await shot('run');

    await page.getByRole('link', { name: 'Home', exact: true }).click();
    await page.getByText(/^Everything was backed up today \d\d:\d\d\.$/).waitFor();
    await page.getByRole('article', { name: 'Documents and Pictures' }).getByText('Safe').waitFor();
    await shot('home');
    expect(complaints).toEqual([]);
    expect(existsSync(join(ann.home, 'draft.json'))).toBe(false);
    await window.close();
    await expectSafe(ann, drive, phrase);
  });
});
