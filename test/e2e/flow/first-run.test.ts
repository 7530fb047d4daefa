/** Somebody opens Holdfast for the first time and is protected a minute later. */
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../../fixture/cli/holdfast.ts';
import { makeRepository } from '../../fixture/restic/made.ts';
import { Restic, requireRestic } from '../../fixture/restic/restic.ts';
import { closeBrowser } from '../stage/browser.ts';
import { meet } from '../stage/person.ts';
import { expectSafe } from '../stage/safe.ts';
import { shoot } from '../stage/shots.ts';
import { HOSTS, openWindow, soon, type Host, type Look } from '../stage/window.ts';
import { spaced, Wizard } from '../stage/wizard.ts';

beforeAll(requireRestic);
afterAll(closeBrowser);

/** Each host once, and each way it looks once. */
const LOOKS: Record<Host, Look> = { web: { scheme: 'light', width: 1440, height: 900 }, desktop: { scheme: 'dark', width: 900, height: 600 } };

describe.each(HOSTS)('the first run, %s', (host) => {
  const look = LOOKS[host];

  it(`leads from an empty state to a backup that gives everything back (${look.scheme}, ${look.width}×${look.height})`, async () => {
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
    await page.getByText(/^\d+\sB in 7 files$/).waitFor();
    await page.getByRole('button', { name: /^What is left out/ }).click();
    await page.getByText('removes 300 kB', { exact: true }).waitFor();
    await page.getByLabel('Leave out a name or pattern of your own').fill('notes.txt');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText(`removes ${statSync(ann.own('Documents/Taxes/2025/notes.txt')).size} B`, { exact: true }).waitFor();
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
    await soon(kept).toBeLessThan(year);
    await shot('keep');

    await wizard.on('summary');
    const summary = spaced(await page.getByRole('main').innerText());
    expect(summary).toMatch(/Back up Documents and Pictures \(\d+ B\) to drive, encrypted, keeping .*7 days.*5 weeks/);
    await shot('summary');
    const result = await wizard.start();
    expect(result).toMatch(/Succeeded\s+.*new in 6 files/);
    await shot('run');

    await page.getByRole('link', { name: 'Home', exact: true }).click();
    await page.getByText(/^Everything was backed up today at \d\d:\d\d\.$/).waitFor();
    await page.getByRole('article', { name: 'Documents and Pictures' }).getByText('Safe').waitFor();
    await shot('home');
    expect(complaints).toEqual([]);
    expect(existsSync(join(ann.home, 'draft.json'))).toBe(false);
    await window.close();
    await expectSafe(ann, drive, phrase);
  });
});

/** Answers until the password is asked for. */
async function answerUpToThePassword(wizard: Wizard, drive: string): Promise<void> {
  await wizard.asks('what');
  await wizard.folder('Pictures').uncheck();
  await wizard.on('where');
  await wizard.choosePlace(drive);
  await wizard.page.getByLabel('What to call this place').fill('Blue drive');
  await wizard.on('password');
}

describe('answers already given', () => {
  it('are offered after leaving half-way, in another window, without any password', async () => {
    const ann = meet();
    const drive = ann.folder('drive');
    const first = await openWindow(ann, 'web');
    const before = new Wizard(first);
    await answerUpToThePassword(before, drive);
    const own = 'correct horse battery staple on Tuesdays';
    await first.page.getByRole('radio', { name: 'A password of my own' }).check();
    await first.page.getByLabel('Password', { exact: true }).fill(own);
    await first.page.getByLabel('The same password again').fill(own);
    await before.understand();
    await before.on('keep');
    await first.page.getByRole('radio', { name: 'Many years' }).check();
    await before.on('summary');
    await first.page.getByLabel('Name of the plan').fill('My papers');
    await first.page.getByRole('link', { name: 'History', exact: true }).click();
    await first.page.getByRole('heading', { level: 1, name: 'History' }).waitFor();
    await soon(() => readFileSync(join(ann.home, 'draft.json'), 'utf8')).toContain('My papers');
    await first.close();
    for (const word of [...own.split(' ').slice(0, 4), own]) expect(readFileSync(join(ann.home, 'draft.json'), 'utf8')).not.toContain(word);

    const second = await openWindow(ann, 'web');
    const { page } = second;
    const wizard = new Wizard(second);
    await page.getByText('You began to set this up.').waitFor();
    await page.getByRole('button', { name: 'Continue where you left' }).click();
    await wizard.asks('summary');
    expect(await page.getByLabel('Name of the plan').inputValue()).toBe('My papers');
    await page.getByText(/Back up Documents .*to Blue drive, encrypted, keeping .*10 years/).waitFor();
    await page.getByRole('button', { name: /^Start the first backup/ }).click();
    await wizard.asks('password'); // the one answer that is not kept is asked for again
    const phrase = await wizard.phrase();
    await wizard.understand();
    await wizard.on('keep');
    expect(await page.getByRole('radio', { name: 'Many years' }).isChecked()).toBe(true);
    await wizard.on('summary');
    expect(await wizard.start()).toMatch(/Succeeded/);
    await page.getByRole('heading', { level: 1, name: 'My papers → Blue drive' }).waitFor();
    expect([...first.complaints, ...second.complaints]).toEqual([]);
    await second.close();
    await new Restic(ann.root, drive, { RESTIC_PASSWORD: phrase }).check();
  });

  it('can be thrown away to start over', async () => {
    const ann = meet();
    const { page } = await openWindow(ann, 'web');
    await page.getByRole('checkbox', { name: 'Documents' }).uncheck();
    await soon(() => existsSync(join(ann.home, 'draft.json'))).toBe(true);
    await page.reload();
    await page.getByRole('button', { name: 'Start over' }).click();
    await soon(() => page.getByRole('checkbox', { name: 'Documents' }).isChecked()).toBe(true);
  });

  it('are all there after going back to the beginning, by step or by sentence', async () => {
    const ann = meet();
    const window = await openWindow(ann, 'web');
    const wizard = new Wizard(window);
    const { page } = window;
    await answerUpToThePassword(wizard, ann.folder('drive'));
    const phrase = await wizard.phrase();
    await wizard.understand();
    await wizard.saveKit();
    await wizard.on('keep');
    await page.getByRole('radio', { name: 'As long as there is room' }).check();
    const sentence = await wizard.sentence();
    for (const question of ['password', 'where', 'what'] as const) {
      await wizard.back();
      await wizard.asks(question);
    }
    expect(await wizard.folder('Pictures').isChecked()).toBe(false);
    expect(await wizard.sentence()).toBe(sentence);
    await wizard.on('where');
    expect(await page.getByLabel('What to call this place').inputValue()).toBe('Blue drive');
    await wizard.on('password');
    expect(await wizard.phrase()).toBe(phrase);
    expect(await page.getByRole('checkbox', { name: /^I know/ }).isChecked()).toBe(true);
    await page.getByText('Kept', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'every version' }).click();
    await wizard.asks('keep');
    expect(await page.getByRole('radio', { name: 'As long as there is room' }).isChecked()).toBe(true);
  });
});

describe('backups that are there already', () => {
  it('are recognised, open with their password only, and are continued', async () => {
    const ann = meet();
    const drive = ann.at('drive');
    const restic = new Restic(ann.root, makeRepository(drive));
    await restic.ok('backup', ann.own('Documents/Letters'));
    const window = await openWindow(ann, 'web');
    const wizard = new Wizard(window);
    const { page } = window;
    await wizard.asks('what');
    await wizard.on('where');
    await wizard.choosePlace(drive);
    await page.getByText('There are backups here already. They are kept, and new ones are added to them.').waitFor();
    await wizard.refuses('Open the existing backups with their password.');
    await page.getByLabel('Password of these backups').fill('open barley');
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByText('This password does not open them.').waitFor();
    await page.getByLabel('Password of these backups').fill(PASSWORD);
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByText('They open: 1 version inside.').waitFor();
    await wizard.on('keep'); // no new password is asked for
    await wizard.on('summary');
    await page.getByText(`The backups in ${drive} are continued.`).waitFor();
    expect(await wizard.start()).toMatch(/Succeeded/);
    expect(window.complaints).toEqual([]);
    await window.close();
    expect(await restic.snapshots()).toHaveLength(2);
    await restic.check();
  });
});
