/** Everything of the first run without a mouse, the command palette, and the help on shortcuts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Restic, requireRestic } from '../../fixture/restic/restic.ts';
import { closeBrowser } from '../stage/browser.ts';
import { Keys } from '../stage/keys.ts';
import { meet } from '../stage/person.ts';
import { givePlan } from '../stage/plans.ts';
import { HOSTS, openWindow } from '../stage/window.ts';
import { QUESTIONS, resultOf, Wizard, type Question } from '../stage/wizard.ts';

beforeAll(requireRestic);
afterAll(closeBrowser);

describe.each(HOSTS)('the first run by keyboard, %s', (host) => {
  it('leads from the empty window to a finished backup, and the focus is never lost', async () => {
    const ann = meet();
    const drive = ann.folder('drive');
    const window = await openWindow(ann, host, { width: 1100, height: 720 });
    const { page } = window;
    const keys = new Keys(page);
    const wizard = new Wizard(window);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const next = async (question: Question): Promise<void> => {
      await keys.on(button('Continue'), 'Enter');
      await keys.expectFocus(page.getByRole('heading', { level: 2, name: QUESTIONS[question] }));
    };
    await wizard.asks('what');
    await keys.expectFocus(page.getByRole('heading', { level: 1, name: 'Home' }));
    await keys.on(wizard.folder('Pictures'), 'Space');
    expect(await wizard.folder('Pictures').isChecked()).toBe(false);

    await next('where');
    if (window.desktop === null) {
      await keys.on(button('Choose a folder …'), 'Enter');
      const list = page.getByRole('listbox', { name: 'Folders' });
      await keys.expectFocus(list);
      await page.getByRole('option', { name: 'Documents' }).waitFor();
      await keys.press('ArrowLeft'); // out of her home folder
      await page.getByRole('option', { name: 'drive' }).waitFor();
      await keys.expectFocus(list);
      await keys.press('d');
      await keys.on(button('Choose this folder'), 'Enter');
    } else {
      window.desktop.dialogs.chooseFolder(drive);
      await keys.on(button('Choose a folder …'), 'Enter');
    }
    await keys.expectFocus(button('Choose a folder …'));
    await page.getByLabel('What to call this place').waitFor();

    await next('password');
    const phrase = await wizard.phrase();
    await keys.on(page.getByRole('checkbox', { name: /^I know/ }), 'Space');
    const [download] = await Promise.all([page.waitForEvent('download'), keys.on(button('Save'), 'Enter')]);
    expect(download.suggestedFilename()).toBe('holdfast-recovery-kit-drive.html');

    await next('keep');
    await keys.to(page.getByRole('radio', { name: 'A year' }));
    await keys.press('ArrowUp');
    expect(await page.getByRole('radio', { name: 'A few weeks' }).isChecked()).toBe(true);

    await next('summary');
    await keys.on(page.getByRole('button', { name: /^Start the first backup/ }), 'Enter');
    await keys.expectFocus(page.getByRole('heading', { level: 1, name: 'Documents → drive' }));
    expect(await resultOf(page)).toMatch(/Succeeded/);
    await keys.on(page.getByRole('link', { name: 'What changed' }), 'Enter');
    await page.getByRole('heading', { level: 1, name: 'History' }).waitFor();
    expect(window.complaints).toEqual([]);
    await window.close();
    await new Restic(ann.root, drive, { RESTIC_PASSWORD: phrase }).check('--read-data');
  });
});

describe('the keys that work everywhere', () => {
  it('Ctrl+K finds a command by a few letters and carries it out; Escape goes back to where one was', async () => {
    const ann = meet();
    await givePlan(ann, { name: 'Papers', paths: [ann.own('Documents')] });
    const window = await openWindow(ann, 'web');
    const { page } = window;
    const keys = new Keys(page);
    const field = page.getByRole('combobox', { name: 'Search commands' });
    await page.getByText('Papers has never been backed up.').waitFor();
    await keys.to(page.getByRole('link', { name: 'Plans', exact: true }), 'Shift+Tab');
    await keys.press('Control+k');
    await keys.expectFocus(field);
    await keys.press('Escape');
    await keys.expectFocus(page.getByRole('link', { name: 'Plans', exact: true }));

    await keys.press('Control+k');
    await keys.expectFocus(field);
    await keys.type('back pap');
    await page.getByRole('option', { name: 'Back up Papers now', selected: true }).waitFor();
    await keys.press('Enter');
    await field.waitFor({ state: 'hidden' });
    await keys.press('Control+k');
    await keys.expectFocus(field);
    await keys.type('go to hist');
    await keys.press('Enter');
    await keys.expectFocus(page.getByRole('heading', { level: 1, name: 'History' }));
    await page.getByRole('row', { name: /Backup.*Succeeded/ }).waitFor();
    await keys.press('Control+k');
    await keys.expectFocus(field);
    await keys.type('xyzzy');
    await page.getByText('No command is called that.').waitFor();
    await keys.press('Escape');
    expect(window.complaints).toEqual([]);
  });

  it('? tells the shortcuts of the page, which do what they say', async () => {
    const ann = meet();
    await givePlan(ann, { name: 'Papers', paths: [ann.own('Documents')] });
    const { page } = await openWindow(ann, 'web');
    const keys = new Keys(page);
    await page.getByText('Papers has never been backed up.').waitFor();
    await keys.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await help.getByText('New plan').waitFor();
    await help.getByText('Commands').waitFor();
    await keys.press('Escape');
    await help.waitFor({ state: 'hidden' });
    await keys.press('n');
    await keys.expectFocus(page.getByRole('heading', { level: 1, name: 'Protect something' }));
  });
});
