/** Boards as somebody uses them in the window: plugged in, backed up, changed, compared, brought back, cloned. */
import { afterAll, describe, expect, it } from 'vitest';
import { breachesOf } from '../stage/axe.ts';
import { askedAbout, Boards, cardOf, CODE, ENDLESS, GREENHOUSE, toBoard, toDevices } from '../stage/boards.ts';
import { closeBrowser } from '../stage/browser.ts';
import { Keys } from '../stage/keys.ts';
import { openWindow, soon } from '../stage/window.ts';

afterAll(closeBrowser);

describe('a board in the window', () => {
  it('is met by its port, backed up, and brought back to what it was', async () => {
    const boards = new Boards();
    const board = await boards.plugIn();
    const before = board.files();
    const { page, complaints } = await openWindow(boards.ann, 'web');
    await toDevices(page);
    await page.getByText('No board is plugged in.').waitFor();
    await page.getByLabel('Port of the board').fill(board.port);
    await page.getByLabel('Port of the board').press('Enter');
    const met = page.getByRole('article');
    await met.getByText('Never backed up').waitFor();
    await met.getByRole('button', { name: 'Rename …' }).click();
    await page.getByLabel('What to call it').fill(GREENHOUSE);
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
    const card = cardOf(page, GREENHOUSE);
    await card.getByRole('button', { name: /^Back up now/ }).click();
    await card.getByText(/^Last backed up/).waitFor();
    await card.getByText('Boards now have a place of their own').waitFor();

    board.put('main.py', 'import time\nprint("flooding")\n');
    board.put('new.txt', 'new');
    await card.getByRole('button', { name: /^What changed/ }).click();
    await card.getByText('1 changed, 1 added').waitFor();
    expect(await breachesOf(page)).toEqual([]);

    await card.getByRole('link', { name: /^Open/ }).click();
    await page.getByRole('heading', { level: 1, name: GREENHOUSE }).waitFor();
    await page.getByText('The next backup goes to: the place for boards').waitFor();
    await page.getByRole('button', { name: /^Compare with the board/ }).click();
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.getByRole('button', { name: 'Show the difference: /main.py' }).click();
    await page.getByRole('dialog').getByText('print("flooding")').waitFor();
    expect(await page.getByRole('dialog').innerText()).toContain('print("watering")');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Bring the board back to this …' }).click();
    await page.getByRole('button', { name: 'Continue to the list' }).click();
    await page.getByRole('checkbox', { name: 'Remove what the version does not have' }).check();
    await page.getByRole('button', { name: 'Write 1 item, remove 1 item' }).click();
    await page.getByRole('dialog').getByText('Succeeded').waitFor();
    expect(board.files()).toEqual(before);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('button', { name: 'Compare', exact: true }).or(page.getByText('The board holds exactly this version')).first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('is brought back in part, its other files left alone', async () => {
    const boards = new Boards();
    const board = await boards.plugIn();
    await boards.keep(board, GREENHOUSE, 3);
    for (const path of ['lib/dht.py', 'main.py', 'config.json']) board.put(path, 'broken');
    const { page } = await openWindow(boards.ann, 'web');
    await toBoard(page, GREENHOUSE);
    await page.getByRole('button', { name: /^Restore … / }).click();
    await page.getByRole('radio', { name: 'Chosen files' }).check();
    await page.getByRole('checkbox', { name: '/lib/', exact: true }).check();
    await page.getByRole('checkbox', { name: '/main.py', exact: true }).check();
    await page.getByRole('button', { name: 'Continue to the list' }).click();
    await page.getByText('Keep a copy').click();
    await page.getByRole('button', { name: 'Write 2 items' }).click();
    await page.getByRole('dialog').getByText('Succeeded').waitFor();
    const files = board.files();
    expect([files['lib/dht.py'], files['main.py'], files['main.py.bak'], files['config.json']]).toEqual([CODE['lib/dht.py'], CODE['main.py'], 'broken', 'broken']);
  });

  it('that runs a program is only interrupted with consent, and runs it again afterwards', async () => {
    const boards = new Boards();
    const board = await boards.plugIn({ ...CODE, 'main.py': ENDLESS });
    await boards.keep(board, GREENHOUSE, null);
    await soon(() => board.files()['runs']).toMatch(/^x+$/);
    const runs = (): number => board.files()['runs']!.length;
    const started = runs();
    const { page } = await openWindow(boards.ann, 'web');
    await toDevices(page);
    const card = cardOf(page, GREENHOUSE);
    await card.getByRole('button', { name: /^Back up now/ }).click();
    const consent = page.getByRole('dialog', { name: `A program runs on ${GREENHOUSE}` });
    await consent.getByRole('button', { name: 'Leave it running' }).click();
    await consent.waitFor({ state: 'hidden' });
    expect(runs()).toBe(started);
    await card.getByText('Not backed up yet').waitFor();
    await card.getByRole('button', { name: /^Back up now/ }).click();
    await consent.getByRole('button', { name: 'Interrupt the program' }).click();
    await card.getByText(/^Last backed up/).waitFor();
    await soon(runs).toBeGreaterThan(started);
  });

  it('is asked about when it is plugged in, on any page, by keyboard alone', async () => {
    const boards = new Boards();
    const board = await boards.plugIn();
    await boards.keep(board, GREENHOUSE, 12);
    await board.unplug();
    const { page } = await openWindow(boards.ann, 'web');
    await toDevices(page);
    await cardOf(page, GREENHOUSE).getByText('Away').waitFor();
    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'History' }).click();
    board.put('main.py', 'changed');
    board.put('new.txt', 'new');
    await board.plugIn();
    await askedAbout(page).getByRole('heading', { name: /^greenhouse was last backed up 1[12] days ago, 2 files changed\.$/ }).waitFor();
    expect(await breachesOf(page)).toEqual([]);
    const keys = new Keys(page);
    await keys.press('b');
    await keys.expectFocus(askedAbout(page).getByRole('button', { name: 'Back up now' }));
    await keys.press('Enter');
    await askedAbout(page).waitFor({ state: 'hidden' });
    await toDevices(page);
    await cardOf(page, GREENHOUSE).getByText('Backed up', { exact: true }).waitFor();
  });

  it('that runs a program is asked about without being disturbed: what changed is left out', async () => {
    const boards = new Boards();
    const board = await boards.plugIn({ ...CODE, 'main.py': ENDLESS });
    await boards.keep(board, GREENHOUSE, 12);
    await board.unplug();
    const { page } = await openWindow(boards.ann, 'web');
    await toDevices(page);
    await cardOf(page, GREENHOUSE).getByText('Away').waitFor();
    const before = board.files()['runs']!;
    await board.plugIn();
    await soon(() => board.files()['runs']).toBe(`${before}x`);
    await askedAbout(page).getByText('once the program that runs on it may be interrupted').waitFor();
    await askedAbout(page).getByRole('heading', { name: /^greenhouse was last backed up 1[12] days ago\.$/ }).waitFor();
    await cardOf(page, GREENHOUSE).getByText('A program runs on it and is left alone').waitFor();
    expect(board.files()['runs']).toBe(`${before}x`);
  });

  it('shows what changed since its last backup by itself', async () => {
    const boards = new Boards();
    const board = await boards.plugIn();
    await boards.keep(board, GREENHOUSE, 2);
    board.put('config.json', '{"every": 5}\n');
    const { page } = await openWindow(boards.ann, 'web');
    await toDevices(page);
    await cardOf(page, GREENHOUSE).getByText('Changed since the last backup: 1 changed').waitFor();
    await cardOf(page, GREENHOUSE).getByText('/config.json').waitFor();
    board.put('late.txt', 'late');
    await cardOf(page, GREENHOUSE).getByRole('button', { name: /^What changed/ }).click();
    await cardOf(page, GREENHOUSE).getByText('1 changed, 1 added').waitFor();
  });

  it('is cloned onto another one, after a list of what that does', async () => {
    const boards = new Boards();
    const [board, second] = await Promise.all([boards.plugIn(), boards.plugIn({ 'main.py': 'print(2)\n', 'old.py': '' }, 'aa00bb11')]);
    await boards.keep(board, GREENHOUSE, null);
    await boards.keep(second, 'shed', null);
    const { page } = await openWindow(boards.ann, 'web');
    await toBoard(page, GREENHOUSE);
    await page.getByRole('button', { name: 'Clone …' }).click();
    await page.getByRole('button', { name: 'Compare the two' }).click();
    await page.getByRole('dialog').getByText('/old.py').waitFor();
    expect(await breachesOf(page)).toEqual([]);
    expect(second.files()['old.py']).toBe('');
    await page.getByRole('button', { name: /remove 1 item$/ }).click();
    await page.getByRole('dialog').getByText('Succeeded').waitFor();
    expect(second.files()).toEqual(board.files());
  });

  it.each([{ scheme: 'light', width: 1440, height: 900 }, { scheme: 'dark', width: 900, height: 600 }] as const)('keeps nobody out of its page, in $scheme ($width)', async (look) => {
    const boards = new Boards();
    const board = await boards.plugIn();
    await boards.keep(board, GREENHOUSE, 2);
    board.put('main.py', 'changed');
    const { page, complaints } = await openWindow(boards.ann, 'web', { ...look, reducedMotion: true });
    const dialog = page.getByRole('dialog');
    const walk: Record<string, () => Promise<void>> = {
      list: () => toDevices(page).then(() => cardOf(page, GREENHOUSE).waitFor()),
      name: async () => {
        await page.getByRole('button', { name: 'Rename …' }).click();
        await dialog.getByLabel('What to call it').waitFor();
      },
      versions: async () => {
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'hidden' });
        await cardOf(page, GREENHOUSE).getByRole('link', { name: /^Open/ }).click();
        await page.getByRole('button', { name: /^Restore … / }).waitFor();
      },
      differences: async () => {
        await page.getByRole('tab', { name: 'What differs' }).click();
        await page.getByRole('button', { name: 'Compare', exact: true }).click();
        await page.getByText('/main.py').waitFor();
      },
      difference: async () => {
        await page.getByRole('button', { name: 'Show the difference: /main.py' }).click();
        await dialog.getByText(/lines, /).waitFor();
      },
      files: async () => {
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'hidden' });
        await page.getByRole('tab', { name: 'On the board' }).click();
        await page.getByRole('button', { name: 'lib', exact: true }).waitFor();
      },
      details: async () => {
        await page.getByRole('tab', { name: 'Details' }).click();
        await page.getByRole('meter').first().waitFor();
      },
      choice: async () => {
        await page.getByRole('tab', { name: 'Versions' }).click();
        await page.getByRole('button', { name: /^Restore … / }).click();
        await page.getByRole('radio', { name: 'Chosen files' }).check();
        await page.getByRole('checkbox', { name: '/main.py', exact: true }).check();
      },
      plan: async () => {
        await page.getByRole('button', { name: 'Continue to the list' }).click();
        await page.getByRole('button', { name: 'Write 1 item' }).waitFor();
      },
    };
    const breaches: Record<string, string[]> = {};
    for (const [what, go] of Object.entries(walk)) {
      await go();
      const found = await breachesOf(page);
      if (found.length > 0) breaches[what] = found;
    }
    expect(breaches).toEqual({});
    expect(complaints).toEqual([]);
  });

  it('that is not there, or no board, is a sentence with the next step', async () => {
    const boards = new Boards();
    const { page } = await openWindow(boards.ann, 'web');
    await toDevices(page);
    await page.getByLabel('Port of the board').fill('/dev/ttyNONE');
    await page.getByLabel('Port of the board').press('Enter');
    await page.getByRole('alert').getByText('There is no port /dev/ttyNONE.').waitFor();
  });
});
