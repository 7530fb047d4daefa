/** The pictures of the documentation: the window of somebody who has had Holdfast for some weeks. `npm run screenshots` keeps them. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Page } from 'playwright-core';
import { pluggable } from '../../fixture/drive/zram.ts';
import { Boards, cardOf, CODE, GREENHOUSE } from '../stage/boards.ts';
import { browser, closeBrowser } from '../stage/browser.ts';
import { Removable, STICK } from '../stage/removable.ts';
import { RestoreRoom } from '../stage/restore-room.ts';
import { KEPT, Sample, TODAY } from '../stage/sample.ts';
import { shoot } from '../stage/shots.ts';
import { openWindow, type OpenWindow } from '../stage/window.ts';
import { Wizard } from '../stage/wizard.ts';

const ann = new Sample();
const newcomer = new Sample();
beforeAll(async () => {
  const page = await (await browser()).newPage();
  await ann.furnish(page);
  await ann.furnishPlaces();
  await ann.live();
  await page.close();
}, 300_000);
afterAll(async () => {
  await closeBrowser();
  ann[Symbol.dispose]();
  newcomer[Symbol.dispose]();
});

const LOOKS = [
  { name: 'light', scheme: 'light', width: 1440, height: 900 }, { name: 'dark', scheme: 'dark', width: 1440, height: 900 }, { name: 'narrow', scheme: 'light', width: 900, height: 600 },
] as const;

/** On the day the pictures were taken. */
async function open(person: Sample, look: (typeof LOOKS)[number]): Promise<OpenWindow> {
  const window = await openWindow(person, 'web', { ...look, reducedMotion: true });
  await window.page.clock.setFixedTime(TODAY);
  await window.page.reload();
  await window.page.getByRole('button', { name: /^Activity/ }).click(); // all of it was seen
  await window.page.getByRole('dialog').or(window.page.getByText('Nothing has run yet')).first().waitFor();
  await window.page.mouse.move(0, 0);
  await window.page.reload();
  await window.page.getByRole('navigation', { name: 'Rooms' }).waitFor();
  return window;
}

const room = (page: Page, name: string): Promise<void> => page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name, exact: true }).click();

describe.each(LOOKS)('$name', (look) => {
  const keep = (page: Page, name: string): Promise<void> => shoot(page, `${name}-${look.name}`);

  it('home', async () => {
    const { page } = await open(ann, look);
    await page.getByText('Everything was backed up', { exact: false }).first().waitFor();
    await page.getByRole('article').nth(1).waitFor();
    await page.getByText(/versions$/).nth(1).waitFor();
    await keep(page, 'home');
  });

  it('restore, its list before it begins, and a difference', async () => {
    const { page } = await open(ann, look);
    const restore = await RestoreRoom.enter(page);
    await page.getByRole('treeitem', { name: 'House' }).click();
    await restore.inFolder('House');
    for (let step = 0; step < 2; step++) await page.getByRole('button', { name: 'Older version' }).click();
    await restore.row('Budget.txt').getByText('changed').waitFor();
    for (const name of ['Budget.txt', 'Insurance.pdf']) await restore.select(name);
    await restore.row('Budget.txt').getByText('Budget.txt').click();
    if (look.name !== 'narrow') await restore.preview.getByText(/Boat +3,150/).waitFor();
    await keep(page, 'restore');
    await page.getByRole('button', { name: 'Restore to original place…' }).click();
    await restore.numbers();
    await keep(page, 'restore-confirm');
    if (look.name === 'narrow') return;
    await page.keyboard.press('Escape');
    await restore.sheet.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /^Compare the shown version/ }).first().click();
    await page.getByRole('dialog').getByText(/lines, /).waitFor();
    await keep(page, 'restore-compare');
  });

  it('history and a run', async () => {
    const { page } = await open(ann, look);
    await room(page, 'History');
    const rows = page.getByRole('grid', { name: 'History' }).getByRole('row');
    await rows.nth(4).waitFor();
    if (look.name === 'narrow') await keep(page, 'history');
    await rows.nth(3).click();
    await page.getByText(/^It is kept as/).waitFor();
    await page.getByText(/changed|added/).first().waitFor();
    if (look.name !== 'narrow') await keep(page, 'history');
    await page.getByRole('link', { name: 'The run in full' }).click();
    await page.getByRole('heading', { level: 1, name: /Documents/ }).waitFor();
    await keep(page, 'run-ended');
  });

  it('plans and settings', async () => {
    const { page } = await open(ann, look);
    await room(page, 'Plans');
    await page.getByRole('main').getByText('Documents').first().waitFor();
    await keep(page, 'plans');
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('main').getByRole('listitem').getByText('Photos drive', { exact: true }).click();
    const drive = page.getByRole('dialog', { name: 'Photos drive' });
    await drive.getByRole('button', { name: 'Test' }).click();
    await drive.getByText(/It can be reached, opened and written/).waitFor();
    await keep(page, 'settings');
  });

  it.runIf(pluggable)('drives, and what is asked when one is plugged in', async () => {
    const stick = new Removable('PHOTOS', '8G');
    stick.plugIn();
    await stick.use(9);
    stick.unplug();
    const { page } = await openWindow(stick.ann, 'web', { ...look, reducedMotion: true });
    await room(page, 'Drives');
    stick.plugIn();
    await page.getByRole('article', { name: STICK }).getByText('Backup due').waitFor();
    await page.getByRole('region', { name: 'About the drive that was plugged in' }).getByRole('button').first().waitFor();
    await keep(page, 'drives');
  });

  it('devices, a board, what differs, and the list before a restore', async () => {
    const boards = new Boards();
    const [board, shed] = await Promise.all([boards.plugIn(), boards.plugIn(CODE, 'aa00bb11')]);
    await boards.keep(board, GREENHOUSE, 12);
    await boards.keep(shed, 'shed', 1);
    board.put('main.py', 'import time\nimport dht\nprint("watering, if it is dry")\n');
    board.put('lib/pump.py', 'ON = 1\n');
    const { page } = await openWindow(boards.ann, 'web', { ...look, reducedMotion: true });
    await room(page, 'Devices');
    await cardOf(page, GREENHOUSE).getByRole('button', { name: /^What changed/ }).click();
    await cardOf(page, GREENHOUSE).getByText('1 changed, 1 added').waitFor();
    await keep(page, 'devices');
    await cardOf(page, GREENHOUSE).getByRole('link', { name: /^Open/ }).click();
    await page.getByRole('button', { name: /^Compare with the board/ }).click();
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.getByText('/lib/pump.py').waitFor();
    await keep(page, 'device');
    await page.getByRole('button', { name: 'Bring the board back to this …' }).click();
    await page.getByRole('button', { name: 'Continue to the list' }).click();
    await page.getByRole('button', { name: 'Write 1 item' }).waitFor();
    await keep(page, 'device-restore');
  });

  it('the first run, question by question', async () => {
    rmSync(newcomer.home, { recursive: true, force: true }); // what was begun before is not gone on with
    const window = await open(newcomer, look);
    const { page } = window;
    const wizard = new Wizard(window);
    await wizard.asks('what');
    await page.getByRole('checkbox', { name: 'Pictures' }).waitFor();
    await keep(page, 'first-run-what');
    await wizard.on('where');
    await wizard.choosePlace(newcomer.place());
    await keep(page, 'first-run-where');
    await wizard.on('password');
    await wizard.phrase();
    await wizard.understand();
    await keep(page, 'first-run-password');
    await wizard.on('keep');
    await keep(page, 'first-run-keep');
    await wizard.on('summary');
    await keep(page, 'first-run-summary');
  });
});

/** Last: it is cancelled, and the pictures before show a quiet day. */
describe.runIf(KEPT)('a run while it goes', () => {
  it.each(LOOKS)('$name', async (look) => {
    ann.film();
    const { page } = await openWindow(ann, 'web', { ...look, reducedMotion: true });
    await page.clock.setSystemTime(TODAY);
    await page.reload();
    await page.getByRole('article', { name: 'Pictures and videos' }).getByRole('button', { name: 'Back up now' }).click();
    await page.getByRole('region', { name: 'What runs now' }).getByRole('link').first().click();
    await page.getByRole('button', { name: /^Cancel/ }).waitFor();
    await page.getByText(/^([2-9]|1\d)\ss/).first().waitFor(); // long enough for the chart to have a shape
    await shoot(page, `run-${look.name}`);
    await page.getByRole('button', { name: /^Cancel/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop this backup' }).click();
    await page.getByText('Cancelled').first().waitFor();
  });
});
