/** The wizard with a second place: a copy is carried on to it from the start. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireRestic, Restic } from '../../fixture/restic/restic.ts';
import { breachesOf } from '../stage/axe.ts';
import { closeBrowser } from '../stage/browser.ts';
import { meet } from '../stage/person.ts';
import { expectSafe, keeps, protectedFiles } from '../stage/safe.ts';
import { openWindow } from '../stage/window.ts';
import { Wizard } from '../stage/wizard.ts';

beforeAll(requireRestic);
afterAll(closeBrowser);

describe('a second place', () => {
  it('is made along with the first, and gets a verified copy at once', async () => {
    const ann = meet();
    const [first, weekly] = [ann.folder('first'), ann.folder('weekly')];
    const window = await openWindow(ann, 'web', { width: 900, height: 600 });
    const wizard = new Wizard(window);
    const { page } = window;
    await wizard.asks('what');
    await wizard.on('where');
    await wizard.choosePlace(first);
    await page.getByRole('checkbox', { name: 'Carry a copy on to a second place' }).check();
    await wizard.on('second');
    await wizard.refuses('Choose a place.');
    await wizard.choosePlace(ann.folder('user/Documents/Copy'));
    await wizard.refuses('A backup cannot lie inside what it backs up. Choose another place.');
    await wizard.choosePlace(first);
    await wizard.refuses('The backup goes to this place already. Choose one on another drive.');
    await wizard.choosePlace('/');
    await page.getByRole('checkbox', { name: 'Put them beside the other things instead' }).check();
    await page.getByText('is the topmost folder of the system\'s disk').waitFor();
    await wizard.choosePlace(weekly);
    await page.getByText('This is on the same disk as your files').waitFor();
    await page.getByText('This is on the same disk as the first place').waitFor();
    await page.getByLabel('What to call this place').fill('first');
    await wizard.refuses('Another place has this name. Choose a different one.');
    await page.getByLabel('What to call this place').fill('Weekly');
    expect(await breachesOf(page)).toEqual([]);
    expect(await wizard.sentence()).toMatch(/^Back up .* to first, encrypted, keeping .*\. A copy is carried on to Weekly, encrypted\.$/);
    await wizard.on('password');
    await page.getByText('It opens both: first and Weekly.').waitFor();
    const phrase = await wizard.phrase();
    ann.secret(phrase);
    await wizard.understand();
    const kit = await wizard.saveKit();
    expect([kit.includes(first), kit.includes(weekly)]).toEqual([true, true]);
    await wizard.on('keep');
    await wizard.on('summary');
    await page.getByText('Every backup carries the copy on to Weekly; if it is away then, a later one does.').waitFor();
    expect(await wizard.start()).toContain('Succeeded');
    expect(window.complaints).toEqual([]);
    await window.close();
    await expectSafe(ann, weekly, phrase, /\.cache/);
    const chunking = async (place: string): Promise<unknown> => (await new Restic(ann.root, place, { RESTIC_PASSWORD: phrase }).ok('cat', 'config')).json<{ chunker_polynomial: string }>().chunker_polynomial;
    expect(await chunking(weekly)).toBe(await chunking(first));
  });

  it('in another format needs no password, and keeps its answers on the way back', async () => {
    const ann = meet();
    const [first, plain] = [ann.folder('first'), ann.folder('plain')];
    const window = await openWindow(ann, 'web');
    const wizard = new Wizard(window);
    const { page } = window;
    await wizard.asks('what');
    await wizard.on('where');
    await wizard.choosePlace(first);
    await page.getByRole('radio', { name: /^Archive/ }).check();
    await page.getByRole('checkbox', { name: 'Carry a copy on to a second place' }).check();
    await wizard.on('second');
    await wizard.choosePlace(plain);
    await page.getByRole('radio', { name: /^Mirror/ }).check();
    await wizard.back();
    await wizard.on('second');
    expect(await page.getByRole('radio', { name: /^Mirror/ }).isChecked()).toBe(true);
    await wizard.on('keep'); // nothing is encrypted
    await wizard.on('summary');
    await page.getByText(`Plain folders are made in ${plain}`).waitFor();
    expect(await wizard.start()).toContain('Succeeded');
    await window.close();
    const [snapshot] = await ann.json<{ paths: string[] }[]>('snapshots', '-r', 'plain');
    expect(snapshot?.paths).toHaveLength(2);
    await ann.ok('restore', 'latest', '-r', 'plain', '--into', ann.at('out'));
    expect(keeps(join(ann.at('out'), ann.own()))).toEqual(protectedFiles(ann, /\.cache/));
  });
});
