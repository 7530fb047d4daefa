/** A backup that takes its time: watched, interfered with, left alone, and looked at when it is over. */
import { chmodSync, chownSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Run } from '../../../preload/contract/run.ts';
import { requireRestic } from '../../fixture/restic/restic.ts';
import { closeBrowser } from '../stage/browser.ts';
import { meet, type Person } from '../stage/person.ts';
import { givePlan } from '../stage/plans.ts';
import { shoot } from '../stage/shots.ts';
import { HOSTS, openWindow, soon } from '../stage/window.ts';
import { resultOf, spaced } from '../stage/wizard.ts';

beforeAll(requireRestic);
afterAll(closeBrowser);

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** A file of holes: it takes no room, and a long time to read. */
function endless(person: Person, path: string, bytes = 2 ** 40): string {
  const file = person.write(path, '');
  truncateSync(file, bytes);
  return file;
}

/** The newest run, as the command line has it. */
async function newestRun(person: Person): Promise<Run> {
  const [{ id }] = await person.json<[Run]>('run', 'list', '--limit', '1');
  return person.json<Run>('run', 'show', id);
}

/** Presses "Back up now" on the only card, and goes to the run. */
async function backUp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Back up now' }).click();
  await page.getByRole('article').getByRole('link', { name: 'Details' }).click();
  await page.getByRole('heading', { level: 1, name: /→/ }).waitFor();
}

describe.each(HOSTS)('a backup that runs, %s', (host) => {
  it('shows how far it is, and can leave out the file it is at', async () => {
    const ann = meet();
    const film = endless(ann, 'Documents/Film.mp4', 2 ** 34);
    const vault = await givePlan(ann, { name: 'Documents', paths: [ann.own('Documents')] });
    const window = await openWindow(ann, host);
    const { page } = window;
    await backUp(page);
    await page.getByRole('heading', { level: 1, name: 'Documents → Blue drive' }).waitFor();
    const now = page.getByRole('region', { name: 'Being read now' });
    await now.getByText('Film.mp4').waitFor();
    await page.getByRole('progressbar', { name: 'Documents → Blue drive' }).waitFor();
    await page.getByText(/of 17\.2 GB/).waitFor();
    await page.getByText(/left$/).first().waitFor();
    expect(await page.getByRole('link', { name: 'Choose the speed of the next run' }).getAttribute('href')).toContain('section=speed');
    await shoot(page, `run-${host}`);
    await now.getByRole('button', { name: 'Skip this file' }).click();
    expect(await resultOf(page)).toMatch(/With warnings\s+.* new in \d+ files/);
    await page.getByRole('heading', { level: 2, name: '1 problem' }).waitFor();
    await page.getByText('Files under a warning are not in the new version, or only in part. Everything else is.').waitFor();
    await shoot(page, `run-warned-${host}`);
    expect(window.complaints).toEqual([]);
    await window.close();

    await vault.check('--read-data');
    await vault.ok('restore', 'latest', '--target', ann.at('back'));
    const back = (path: string) => join(ann.at('back'), ann.own(path));
    expect(existsSync(join(ann.at('back'), film))).toBe(false);
    for (const path of ['Documents/Taxes/2025/return.txt', 'Documents/Letters/To Grandma ❤ שלום.txt']) expect(readFileSync(back(path))).toEqual(readFileSync(ann.own(path)));
  });

  it('can be stopped, and leaves the backups clean', async () => {
    const ann = meet();
    endless(ann, 'Documents/Film.mp4');
    const vault = await givePlan(ann, { name: 'Documents', paths: [ann.own('Documents')] });
    const window = await openWindow(ann, host);
    const { page } = window;
    await backUp(page);
    await page.getByRole('region', { name: 'Being read now' }).getByText('Film.mp4').waitFor();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Cancel Documents → Blue drive?' });
    await dialog.getByText('Everything stored so far stays and serves the next run').waitFor();
    await dialog.getByRole('button', { name: 'Let it go on' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await dialog.getByRole('button', { name: 'Stop this backup' }).click();
    expect(await resultOf(page)).toMatch(/Cancelled/);
    expect(window.complaints).toEqual([]);
    await window.close();
    await vault.check();
    expect(await vault.snapshots()).toEqual([]);
    expect((await vault.ok('list', 'locks', '--no-lock')).stdout).toBe('');
  });
});

describe('a backup nobody watches', () => {
  it('goes on, is there in the next window on every page, and rings the bell', async () => {
    const ann = meet();
    endless(ann, 'Documents/Film.mp4');
    await givePlan(ann, { name: 'Documents', paths: [ann.own('Documents')] });
    const window = await openWindow(ann, 'web');
    await window.page.getByRole('button', { name: 'Back up now' }).click();
    await window.page.getByRole('article').getByText(/\d %|\d%/).waitFor();
    const context = window.page.context();
    await window.page.close();

    const page = await context.newPage();
    await page.goto(window.origin);
    await page.getByText('Documents has no version yet: its first backup is running.').waitFor();
    const bar = page.getByRole('region', { name: 'What runs now' });
    for (const room of ['Restore', 'History', 'Plans', 'Settings', 'Home']) {
      await page.getByRole('link', { name: room, exact: true }).first().click();
      await page.getByRole('heading', { level: 1, name: room }).waitFor();
      await bar.getByText('Documents → Blue drive').waitFor();
    }
    await page.getByRole('link', { name: 'Restore', exact: true }).first().click();
    await bar.getByRole('link').click();
    await page.getByRole('button', { name: 'Skip this file' }).waitFor();
    await bar.waitFor({ state: 'hidden' }); // the page itself shows it
    await page.getByRole('region', { name: 'Being read now' }).getByText('Film.mp4').waitFor();
    await page.getByRole('button', { name: 'Skip this file' }).click();
    await page.getByRole('link', { name: 'History', exact: true }).click();
    await page.getByRole('button', { name: 'Activity, 1 run ended since you last looked, with problems' }).click();
    const list = page.getByRole('dialog', { name: 'Activity' });
    await list.getByText('Documents → Blue drive').waitFor();
    await list.getByText('With warnings').waitFor();
    await list.getByRole('link', { name: /Documents → Blue drive/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Documents → Blue drive' }).waitFor();
    await page.getByRole('button', { name: 'Activity', exact: true }).waitFor();
  });
});

describe('an ended run', () => {
  it('has the numbers the command line has', async () => {
    const ann = meet();
    await givePlan(ann, { name: 'Documents', paths: [ann.own('Documents'), ann.own('Pictures')] });
    await ann.ok('plan', 'run', 'Documents', '-q');
    const run = await newestRun(ann);
    const { page } = await openWindow(ann, 'web');
    await page.goto(`${new URL(page.url()).origin}/runs/${run.id}`);
    await page.getByText('Details', { exact: true }).click();
    const rows = page.getByRole('region', { name: 'In numbers' }).getByRole('row');
    const shown = Object.fromEntries(await Promise.all((await rows.all()).map(async (row) => [await row.getByRole('rowheader').innerText(), (await row.getByRole('cell').innerText()).replaceAll(',', '')])));
    const [result] = run.results;
    if (result?.kind !== 'backup') throw new Error('It was no backup.');
    for (const [name, value] of Object.entries(result.summary)) expect(shown[`summary.${name}`], name).toBe(String(value));
    expect(shown['snapshotId']).toBe(result.snapshotId);
    const files = result.summary.files_new;
    expect(spaced(await page.getByRole('region', { name: 'Result' }).innerText())).toContain(`new in ${files} files`);
  });

  it.runIf(isRoot)('tells what could not be read, why, and what helps (shown by running as another user, which takes root)', async () => {
    const ann = meet();
    const vault = await givePlan(ann, { name: 'Documents', paths: [ann.own('Documents')] });
    const closed = ['Documents/Letters/To the landlord.txt', 'Documents/Taxes/2024/return.txt'];
    execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, ann.root]);
    for (const path of closed) {
      chownSync(ann.own(path), 0, 0);
      chmodSync(ann.own(path), 0o600);
    }
    const window = await openWindow(ann, 'web', { uid: NOBODY });
    const { page } = window;
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByText(/^Documents was backed up today .*, but 2 problems were met\.$/).waitFor();
    await page.getByRole('link', { name: 'See what happened' }).click();
    expect(await resultOf(page)).toMatch(/With warnings/);
    const group = page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3, name: `Permission denied: 2 files in ${ann.own('Documents')}` }) });
    const run = await newestRun(ann);
    expect(run.problems).toBe(2);
    expect((await group.locator('p').allInnerTexts()).join(' ')).toMatch(/\w{3,}.*\.$/);
    await group.getByRole('button', { name: 'Show the paths' }).click();
    for (const path of closed) await soon(() => group.getByRole('region').innerText()).toContain(path.split('/').at(-1));
    await shoot(page, 'run-problems');
    expect(window.complaints).toEqual([]);
    await window.close();
    await vault.check();
  });
});
