/** Getting something back: the right day, the right file, the right place, and not one byte else. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { archive, BANK, LANDLORD, NOTES, RETURNS } from '../stage/archive.ts';
import { closeBrowser } from '../stage/browser.ts';
import { RestoreRoom } from '../stage/restore-room.ts';
import { HOSTS, openWindow, type Look } from '../stage/window.ts';

const ann = archive();
afterAll(closeBrowser);

const LOOKS = [{ scheme: 'light', width: 1440, height: 900 }, { scheme: 'dark', width: 900, height: 600 }] as const satisfies Look[];
const read = (...path: string[]): string => readFileSync(ann.own(...path), 'utf8');

describe.each(HOSTS)('restoring, on the host %s', (host) => {
  it.each(LOOKS)('goes back to a day, keeps the folder and what was selected, and writes the same bytes elsewhere ($scheme, $width)', async (look) => {
    const window = await openWindow(ann, host, look);
    const room = await RestoreRoom.enter(window.page);
    await room.atVersion(3, 3);
    await room.open('Documents', 'Taxes', '2025');
    await room.row('return.txt').getByText('same').waitFor();
    expect(await room.row('notes.txt').count()).toBe(0);
    await room.select('return.txt');

    await room.slider.focus();
    await room.page.keyboard.press('Home');
    await room.atVersion(1, 3);
    await room.row('notes.txt').getByText('gone now').waitFor();
    await room.row('return.txt').getByText('changed').waitFor();
    expect(await room.row('return.txt').getAttribute('aria-selected')).toBe('true');
    await room.climbTo('Documents');
    await room.open('Letters');
    await room.select('To the landlord.txt');
    await window.page.getByText('2 selected').waitFor();

    const out = ann.folder('out');
    await window.pickFolder(window.page.getByRole('button', { name: 'Restore to folder…' }), out);
    expect((await room.planned()).filter((line) => line.endsWith('.txt'))).toEqual([`Create ${out}/Letters/To the landlord.txt`, `Create ${out}/Taxes/2025/return.txt`]);
    await room.start();
    await room.sheet.getByText('2 files restored').waitFor();
    expect(readFileSync(ann.at('out/Taxes/2025/return.txt'), 'utf8')).toBe(RETURNS[0]);
    expect(readFileSync(ann.at('out/Letters/To the landlord.txt'), 'utf8')).toBe(LANDLORD);
    expect(new Set(readdirSync(out, { recursive: true, encoding: 'utf8' }))).toEqual(new Set(['Letters', 'Letters/To the landlord.txt', 'Taxes', 'Taxes/2025', 'Taxes/2025/return.txt']));
    expect(read('Documents/Taxes/2025/return.txt')).toBe(RETURNS[2]);
    if (window.desktop === null) await room.sheet.getByRole('button', { name: 'Copy the path' }).waitFor();
    else {
      await room.sheet.getByRole('button', { name: 'Show in folder' }).click();
      await expect.poll(() => window.desktop?.shown).toEqual([expect.stringContaining(out)]);
    }
    expect(window.complaints).toEqual([]);
  });

  it('finds a name in all versions, says where else it is, and opens the folder of that day', async () => {
    const { page } = await openWindow(ann, host);
    const room = await RestoreRoom.enter(page);
    await page.keyboard.press('/');
    await page.keyboard.type('landlord');
    const hit = page.getByRole('listbox', { name: 'Found' }).getByRole('option');
    await hit.getByText('also in 1 other').waitFor();
    await page.getByText('1 found').first().waitFor();
    await hit.click();
    await room.inFolder('Letters');
    await room.atVersion(2, 3);
    await room.preview.getByRole('heading', { name: 'To the landlord.txt' }).waitFor();
    await room.preview.getByText('The heating does not work again.').waitFor();
    await page.goBack();
    await hit.waitFor();
  });

  it('shows the versions of a file, its text, a picture, and what changed between two', async () => {
    const { page } = await openWindow(ann, host);
    const room = await RestoreRoom.enter(page);
    await room.open('Documents', 'Taxes', '2025');
    await room.row('return.txt').getByText('return.txt').click();
    await room.preview.getByRole('heading', { name: '3 versions' }).waitFor();
    await room.preview.getByText('Home office 600').waitFor();
    await room.preview.getByRole('listitem').nth(2).getByRole('button').first().click();
    await room.atVersion(1, 3);
    await room.preview.getByText('Income 41,200').waitFor();
    await room.preview.getByRole('button', { name: /^Compare the shown version/ }).first().click();
    const diff = page.getByRole('dialog', { name: 'What changed in return.txt' });
    await diff.getByText(/^\+ \d lines, − \d lines$/).waitFor();
    await diff.getByText('Income 41,200').waitFor();
    await diff.getByText('Home office 600').waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('treeitem', { name: 'Pictures' }).click();
    await room.inFolder('Pictures');
    await room.row('Harbour.png').getByText('Harbour.png').click();
    const picture = room.preview.getByRole('img', { name: 'Harbour.png' });
    await picture.waitFor();
    await expect.poll(() => picture.evaluate((image: { naturalWidth: number }) => image.naturalWidth)).toBe(1);
  });

  it('keeps what is there aside, and puts it back when asked', async () => {
    const { page } = await openWindow(ann, host);
    const room = await RestoreRoom.enter(page);
    await room.slider.press('Home');
    await room.atVersion(1, 3);
    await room.open('Documents', 'Taxes', '2025');
    await page.keyboard.press('Control+a');
    await page.getByText('2 selected').waitFor();
    await page.getByRole('button', { name: 'Restore to original place…' }).click();
    expect(await room.numbers()).toEqual(['All 2', 'Create 1', 'Keep both 1']);
    await room.start();
    expect([read('Documents/Taxes/2025/return.txt'), read('Documents/Taxes/2025/notes.txt')]).toEqual([RETURNS[0], NOTES]);
    const aside = readdirSync(ann.own('Documents/Taxes/2025')).find((name) => name.includes('before-restore')) ?? '';
    expect(read('Documents/Taxes/2025', aside)).toBe(RETURNS[2]);
    await room.sheet.getByRole('button', { name: 'Undo' }).click();
    await room.sheet.getByText('What was there before is back in its place.').waitFor();
    expect(read('Documents/Taxes/2025/return.txt')).toBe(RETURNS[2]);
    expect(existsSync(ann.own('Documents/Taxes/2025', aside))).toBe(false);
  });
});

const CHOICES = [
  { choice: 'Keep both', numbers: ['Create 1', 'Keep both 2'], own: 'kept', old: 'kept' },
  { choice: 'Replace it', numbers: ['Create 1', 'Replace 2'], own: 'replaced', old: 'replaced' },
  { choice: 'Skip', numbers: ['Create 1', 'Skip 3'], own: 'untouched', old: 'untouched' },
  { choice: 'Keep the newer', numbers: ['Create 1', 'Replace 1', 'Skip 2'], own: 'untouched', old: 'replaced' },
] as const;

describe('what the list says, happens', () => {
  it.each(CHOICES)('$choice', async ({ choice, numbers, own, old }) => {
    const mine = 'written today, by Ann';
    ann.write('Documents/Taxes/2025/return.txt', mine);
    ann.write('Documents/Taxes/2024/return.txt', mine, new Date('2020-02-02T02:02:02Z'));
    ann.remove('Documents/Letters/To the bank.txt');
    const { page } = await openWindow(ann, 'web');
    const room = await RestoreRoom.enter(page);
    await room.select('Documents');
    await page.getByRole('button', { name: 'Restore to original place…' }).click();
    await room.sheet.getByRole('radiogroup').getByText(choice, { exact: true }).click();
    await expect.poll(async () => (await room.numbers()).filter((text) => !/^(All|Same)/.test(text))).toEqual(numbers);
    const planned = await room.planned();
    await room.start();
    const happened = (path: string): string => {
      const now = read(path);
      const beside = readdirSync(ann.own(path, '..')).filter((name) => name.startsWith('return.txt.before-restore')).map((name) => read(path, '..', name));
      return now === mine ? 'untouched' : beside.length === 0 ? 'replaced' : beside[0] === mine ? 'kept' : 'lost';
    };
    expect([happened('Documents/Taxes/2025/return.txt'), happened('Documents/Taxes/2024/return.txt')]).toEqual([own, old]);
    if (own !== 'untouched') expect(read('Documents/Taxes/2025/return.txt')).toBe(RETURNS[2]);
    expect(read('Documents/Letters/To the bank.txt')).toBe(BANK);
    const words = { kept: 'Keep both', replaced: 'Replace', untouched: 'Skip' } as const;
    expect(planned).toEqual(expect.arrayContaining([
      `Create ${ann.own('Documents/Letters/To the bank.txt')}`, `${words[own]} ${ann.own('Documents/Taxes/2025/return.txt')}`, `${words[old]} ${ann.own('Documents/Taxes/2024/return.txt')}`,
    ]));
  });

  it('and when something changed meanwhile, nothing does before it was shown again', async () => {
    const { page } = await openWindow(ann, 'web');
    const room = await RestoreRoom.enter(page);
    await room.open('Documents', 'Taxes', '2025');
    ann.remove('Documents/Taxes/2025/return.txt');
    await room.select('return.txt');
    await page.getByRole('button', { name: 'Restore to original place…' }).click();
    expect(await room.numbers()).toEqual(['All 1', 'Create 1']);
    ann.write('Documents/Taxes/2025/return.txt', 'new, just now');
    await room.sheet.getByRole('button', { name: 'Restore 1 item' }).click();
    await room.sheet.getByRole('alert').getByText('Something changed since this list was made.').waitFor();
    expect(await room.numbers()).toEqual(['All 1', 'Keep both 1']);
    expect(read('Documents/Taxes/2025/return.txt')).toBe('new, just now');
  });
});

describe('by keyboard alone', () => {
  it.each(HOSTS)('somebody finds the day, selects, restores and closes, on the host %s', async (host) => {
    const { page } = await openWindow(ann, host);
    const keys = async (...names: string[]): Promise<void> => {
      for (const name of names) await page.keyboard.press(name);
    };
    await page.getByRole('navigation', { name: 'Rooms' }).waitFor();
    const room = new RestoreRoom(page);
    await tabTo(page, 'Restore');
    await keys('Enter');
    await room.grid.waitFor();
    await tabTo(page, 'Items in');
    await room.row('Documents').waitFor(); // Enter opens nothing where nothing is shown yet
    await keys('Enter');
    await room.inFolder('Documents');
    await keys('ArrowDown', 'Enter');
    await room.inFolder('Taxes');
    await keys('ArrowDown', 'Enter');
    await room.inFolder('2025');
    await keys('Alt+ArrowLeft');
    await room.atVersion(2, 3);
    await room.row('notes.txt').waitFor();
    await keys('Home', ' ');
    await page.getByText('1 selected').waitFor();
    await keys('Control+Enter');
    expect(await room.numbers()).toEqual(['All 1', 'Create 1']);
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Restore 1 item');
    await keys('Enter');
    await room.sheet.getByText('1 file restored').waitFor();
    expect(read('Documents/Taxes/2025/notes.txt')).toBe(NOTES);
    await keys('Escape');
    await room.sheet.waitFor({ state: 'hidden' });
    await room.row('notes.txt').getByText('same').waitFor();
  });
});

/** Presses Tab until something with this name has the focus. */
async function tabTo(page: RestoreRoom['page'], name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).startsWith(${JSON.stringify(name)})`)) return;
  }
  throw new Error(`Tab does not lead to ${name}.`);
}
