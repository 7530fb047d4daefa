/** When things go wrong around the window: it says what happened and what to do, and loses nothing. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { openCatalog } from '../../../main/state/catalog.ts';
import { encodeLock } from '../../../main/store/lock/lock-file.ts';
import { PASSWORD } from '../../fixture/cli/holdfast.ts';
import { openAt, restic } from '../../fixture/cli/vaults.ts';
import { archive, DRIVE, PLAN, RETURNS } from '../stage/archive.ts';
import { browser, closeBrowser } from '../stage/browser.ts';
import { RestoreRoom } from '../stage/restore-room.ts';
import { startWebHost } from '../stage/web-host.ts';
import { environmentOf, HOSTS, openWindow } from '../stage/window.ts';

const ann = archive();
afterAll(closeBrowser);

describe('the engine', () => {
  it('of the browser is killed: the window says so, and what it shows stays', async () => {
    const { page, killEngine } = await openWindow(ann, 'web');
    const room = await RestoreRoom.enter(page);
    await room.open('Documents', 'Taxes', '2025');
    await room.row('return.txt').waitFor();
    await killEngine();
    await page.getByText('The connection to the engine is lost.', { exact: false }).waitFor();
    await room.row('return.txt').getByText('return.txt').click();
    await room.select('return.txt');
    await page.getByText('1 selected').waitFor();
    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Home' }).click();
    await page.getByRole('heading', { name: PLAN }).waitFor();
  });

  it('of the desktop is killed: it comes back by itself, and the window goes on where it was', async () => {
    const { page, killEngine } = await openWindow(ann, 'desktop');
    const room = await RestoreRoom.enter(page);
    await room.open('Documents', 'Taxes');
    await killEngine();
    await room.open('2025');
    await room.row('return.txt').getByText('return.txt').click();
    await room.preview.getByText('Home office 600').waitFor();
    await room.slider.press('Home');
    await room.row('notes.txt').waitFor();
  });
});

it('an address that was used, or is not right, opens nothing and says what does', async () => {
  const host = await startWebHost(environmentOf(ann), ann.root);
  onTestFinished(() => host.stop());
  const first = await (await browser()).newContext();
  const second = await (await browser()).newContext();
  onTestFinished(async () => void (await Promise.all([first.close(), second.close()])));
  const wrong = await second.newPage();
  await wrong.goto(host.url.replace(/.{6}$/, 'abcdef'));
  await wrong.getByText('This address is not right').waitFor();
  const page = await first.newPage();
  await page.goto(host.url);
  await page.getByRole('heading', { name: PLAN }).waitFor();
  await wrong.goto(host.url);
  await wrong.getByText('This address was used already').waitFor();
  await wrong.goto(new URL(host.url).origin);
  await wrong.getByText('Holdfast does not know this browser').waitFor();
  await page.reload();
  await page.getByRole('heading', { name: PLAN }).waitFor();
});

describe.each(HOSTS)('the destination, on the host %s', (host) => {
  it('is away: it is named, and when it is back it can be gone on with', async () => {
    renameSync(ann.drive, `${ann.drive} away`);
    const { page } = await openWindow(ann, host);
    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Restore' }).click();
    const problem = page.getByRole('alert');
    await problem.getByText(ann.drive, { exact: false }).first().waitFor();
    await problem.getByText('What is backed up has not been touched.').waitFor();
    renameSync(`${ann.drive} away`, ann.drive);
    await problem.getByRole('button', { name: 'Try again' }).click();
    await new RestoreRoom(page).grid.waitFor();
  });

  it('is locked by another machine: it says by whom, and forgets nothing', async () => {
    const { page } = await openWindow(ann, host);
    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'History' }).click();
    const line = page.getByRole('grid', { name: 'History' }).getByRole('row').nth(3);
    await line.getByRole('gridcell').first().click();
    await page.getByRole('button', { name: 'Forget …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Forget 1 version' }).waitFor();
    const store = await openAt(ann.drive);
    await store.repository.save('locks', encodeLock({ time: new Date().toISOString(), exclusive: true, hostname: 'elsewhere', username: 'berta', pid: 4711, uid: 1, gid: 1 }), { signal: new AbortController().signal });
    await dialog.getByRole('button', { name: 'Forget 1 version' }).click();
    await dialog.getByRole('alert').getByText(/locked by.*berta on elsewhere/).waitFor();
    await dialog.getByText('Nothing was forgotten.').waitFor();
    rmSync(join(ann.drive, 'locks'), { recursive: true });
    mkdirSync(join(ann.drive, 'locks'));
    expect(JSON.parse(restic(ann, 'snapshots', '--json'))).toHaveLength(3);
    await dialog.getByRole('button', { name: 'Forget 1 version' }).click();
    await page.getByRole('dialog', { name: '1 version was forgotten.' }).waitFor();
  });

  it('asks for its password in place, says when it is wrong, and goes on when it is right', async () => {
    const { HOLDFAST_PASSWORD: _, RESTIC_PASSWORD: __, RESTIC_REPOSITORY: ___, ...env } = ann.env;
    const whole = ann.env;
    ann.env = env;
    onTestFinished(() => void (ann.env = whole));
    const { page } = await openWindow(ann, host);
    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Restore' }).click();
    const field = page.getByRole('main').getByRole('textbox', { name: /password/i });
    await field.fill('not this one');
    await field.press('Enter');
    await page.getByText(/^This password does not open/).waitFor();
    expect(await field.inputValue()).toBe('not this one');
    await field.fill(PASSWORD);
    await field.press('Enter');
    const room = new RestoreRoom(page);
    await room.open('Documents', 'Taxes', '2025');
    await room.row('return.txt').waitFor();
  });
});

it('a version that is forgotten while it is looked at gives way to the nearest', async () => {
  const { page } = await openWindow(ann, 'web');
  const room = await RestoreRoom.enter(page);
  await room.slider.press('Home');
  await room.atVersion(1, 3);
  const [oldest] = await ann.snapshotIds();
  await ann.ok('forget', oldest!, '--yes', '-q');
  await ann.ok('prune', '--yes', '-q');
  await room.row('Documents').getByText('Documents').click();
  await page.getByText(/is not there any more: it was forgotten\. This is the nearest one/).waitFor();
  await room.atVersion(1, 2);
  await room.inFolder('Documents');
});

it('a folder that is deleted while it is being picked: the nearest above it is offered', async () => {
  ann.folder('user/Wanted/Inner');
  const { page } = await openWindow(ann, 'web');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: /^Add a destination/ }).click();
  await page.getByRole('button', { name: 'Choose a folder …' }).click();
  const path = page.getByLabel('Path of the folder');
  await path.fill(ann.own('Wanted/Inner'));
  await path.press('Enter');
  await page.getByText('No folders in here. You can choose the folder itself.').waitFor();
  ann.remove('Wanted');
  await page.getByText(`${ann.own('Wanted/Inner')} is no longer there. This is the nearest folder above it.`).waitFor();
  expect(await path.inputValue()).toBe(ann.own());
});

const NAMES = {
  'a line\nbreak.txt': String.raw`a line\x0abreak.txt`,
  'right to left שלום עולם.txt': 'right to left שלום עולם.txt',
  'gnp.evil\u202Egpj.txt': null,
  'four bytes 🛟🏖️.txt': 'four bytes 🛟🏖️.txt',
  ' spaces and \t tab ': null,
  [`${'ä'.repeat(125)}12345`]: `${'ä'.repeat(125)}12345`,
};

it('names with line breaks, from right to left, of four bytes and of 255 come back to the letter', async () => {
  for (const name of Object.keys(NAMES)) ann.write(`Documents/Odd/${name}`, `inside of ${name}`);
  writeFileSync(Buffer.concat([Buffer.from(ann.own('Documents/Odd/not UTF-8 ')), Buffer.from([0xff, 0xfe])]), 'bytes');
  await ann.backUp(new Date());
  const before = readdirSync(ann.own('Documents/Odd'), { encoding: 'buffer' });
  const { page, pickFolder, complaints } = await openWindow(ann, 'web');
  const room = await RestoreRoom.enter(page);
  await room.open('Documents', 'Odd');
  expect(await room.grid.getByRole('row').count()).toBe(before.length + 1);
  for (const shown of Object.values(NAMES)) if (shown !== null) await room.grid.getByText(shown, { exact: true }).waitFor();
  await room.grid.getByText(`${'ä'.repeat(125)}12345`).click();
  await room.preview.getByText('inside of').waitFor();
  await room.grid.press('Control+a');
  await page.getByText(`${before.length} selected`).waitFor();
  const out = ann.folder('out');
  await pickFolder(page.getByRole('button', { name: 'Restore to folder…' }), out);
  await room.start();
  expect(readdirSync(out, { encoding: 'buffer' }).toSorted(Buffer.compare)).toEqual(before.toSorted(Buffer.compare));
  for (const name of Object.keys(NAMES)) expect(readFileSync(join(out, name), 'utf8')).toBe(`inside of ${name}`);
  expect(execFileSync('diff', ['-r', ann.own('Documents/Odd'), out], { encoding: 'utf8' })).toBe('');
  expect(complaints).toEqual([]);
});

it('a run with 100,000 problems is shown, and those that are kept of them are scrolled through', async () => {
  const catalog = openCatalog({ home: ann.home, actor: 'ann@here test' });
  const id = catalog.runs.start({ kind: 'backup', plan: 'papers-and-pictures', destination: ann.drive, source: ann.own('Documents') });
  const problems = Array.from({ length: 500 }, (_, number) => ({ item: ann.own('Documents', `${number} ${'long name '.repeat(24)}`), during: 'read', severity: 'warning' as const, kind: 'denied' as const, message: 'Permission denied.', advice: 'Let the file be read.' }));
  catalog.runs.end(id, 'warned', { problems, problemCount: 100_000 });
  catalog.close();
  const { page } = await openWindow(ann, 'web');
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'History' }).click();
  await page.getByRole('grid', { name: 'History' }).getByRole('row').nth(1).click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await details.getByText('100,000 things could not be read or done. The run in full names them.').waitFor();
  await details.getByRole('link', { name: 'The run in full' }).click();
  await page.getByRole('button', { name: /paths/i }).first().click();
  const paths = page.getByRole('main').getByRole('region').filter({ has: page.getByRole('listitem') }).last();
  await expect.poll(async () => {
    await paths.press('End'); // as far as it is loaded
    return Number(await paths.getByRole('listitem').last().getAttribute('aria-posinset'));
  }).toBeGreaterThan(50);
  expect(await paths.getByRole('listitem').count()).toBeLessThan(100);
});

it('a backup of somebody else and the window do not stand in each other’s way', async () => {
  const { page } = await openWindow(ann, 'web');
  const room = await RestoreRoom.enter(page);
  await room.atVersion(3, 3);
  ann.write('Documents/Letters/To the mayor.txt', 'Dear mayor\n');
  await ann.ok('plan', 'run', PLAN);
  await page.reload();
  await room.atVersion(4, 4);
  expect(readFileSync(ann.own('Documents/Taxes/2025/return.txt'), 'utf8')).toBe(RETURNS[2]);
  expect(DRIVE).toBe('Photos drive');
});
