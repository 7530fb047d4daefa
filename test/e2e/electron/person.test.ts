/** What a person does to a desktop app: dialogs, windows, closing and quitting, also while something runs. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { putProbe, still } from '../../fake/electron/page/probe.ts';
import { scratch } from '../../fixture/cli/scratch.ts';
import { startApp, startProbe, startRun, until, type Desk } from './stage/desktop.ts';

const state = ({ ask }: Desk, runId: string): Promise<string> => ask(`probe.client.run.get({ runId: '${runId}' }).then(({ state, outcome }) => outcome ?? state)`);

/** The page that was opened anew, with a client. */
async function probeAgain({ app }: Desk): Promise<void> {
  await still(app.page);
  await putProbe(app.page);
}

describe('the dialogs of the system', () => {
  it('let a folder be chosen, or not', async () => {
    const { app, ask } = await startProbe();
    app.dialogs.chooseFolder('/home/ann/Documents', null);
    const pick = () => ask("probe.client.app.pickFolder({ title: 'What to protect', startAt: '/home/ann' })");
    expect([await pick(), await pick()]).toEqual([{ path: '/home/ann/Documents' }, { path: null }]);
    expect(app.dialogs.asked[0]).toMatchObject({ kind: 'open', options: { title: 'What to protect', defaultPath: '/home/ann' } });
  });

  it('show where something is', async () => {
    const { app, ask, folder } = await startProbe();
    const place = join(folder, 'a “place”');
    mkdirSync(place);
    expect(await ask(`probe.client.app.reveal({ path: ${JSON.stringify(place)} })`)).toEqual({ shown: true });
    expect(app.shown).toEqual([place]);
  });

  it('show the log from the menu, before there is one', async () => {
    const { app, folder } = await startApp();
    await app.clickMenu('Help', 'Show Log Files');
    await until(() => app.shown.length === 1);
    expect(app.shown).toEqual([join(folder, 'home', 'log')]);
  });
});

describe('a second start', () => {
  it('shows the window of the first, and ends', async () => {
    const { app } = await startApp();
    await app.minimize();
    expect(await app.startAgain()).toBe(0);
    await until(async () => (await app.windows())[0]?.focused === true);
    expect(await app.windows()).toMatchObject([{ minimized: false, focused: true }]);
    expect(await app.engines()).toHaveLength(1);
  });
});

describe('the window', () => {
  it('opens where it was, as large as it was', async () => {
    const folder = scratch();
    const first = await startApp({}, folder);
    await first.app.moveWindow({ x: 300, y: 200, width: 900, height: 640 });
    await first.app.closeWindow();
    expect(await first.app.ended).toBe(0);
    const second = await startApp({}, folder);
    expect(await second.app.windows()).toMatchObject([{ x: 300, y: 200, width: 900, height: 640, maximized: false }]);
    await second.app.maximize();
    await second.app.quit();
    expect(await second.app.ended).toBe(0);
    const third = await startApp({}, folder);
    expect(await third.app.windows()).toMatchObject([{ maximized: true, shown: true, width: 900 }]);
  });

  it('opens where it can be seen when the display it was on is gone', async () => {
    const folder = scratch();
    const two = { displays: [{ id: 1, workArea: { x: 0, y: 0, width: 1280, height: 700 } }, { id: 2, workArea: { x: 1280, y: 0, width: 2560, height: 1400 } }] };
    const first = await startApp({ setting: two }, folder);
    await first.app.moveWindow({ x: 2000, y: 100, width: 1500, height: 1200 });
    await first.app.closeWindow();
    await first.app.ended;
    expect(JSON.parse(readFileSync(join(folder, 'home', 'window.json'), 'utf8'))).toMatchObject({ x: 2000, width: 1500 });
    const second = await startApp({ setting: { displays: [two.displays[0]!] } }, folder);
    const [window] = await second.app.windows();
    expect(window).toMatchObject({ width: 1280, height: 700 });
    expect(window!.x).toBeLessThan(1280);
  });

  it('begins in the chosen colours, whatever the system has', async () => {
    const folder = scratch();
    const first = await startProbe({}, folder);
    await first.ask("probe.client.settings.save({ appearance: { scheme: 'dark' } })");
    await first.app.quit();
    await first.app.ended;
    const second = await startApp({}, folder);
    expect(await second.app.windows()).toMatchObject([{ background: '#12161c' }]);
  });
});

describe('while a run goes on', () => {
  it('the machine is kept awake, and no longer', async () => {
    const desk = await startProbe();
    const runId = await startRun(desk, 20);
    await until(() => desk.app.keepsAwake());
    await desk.ask(`probe.client.run.cancel({ runId: '${runId}' })`);
    await until(async () => !(await desk.app.keepsAwake()));
  });

  it('the window can be closed: the run goes on, is there when it opens again, and the app stays', async () => {
    const desk = await startProbe();
    const runId = await startRun(desk, 4);
    await desk.app.closeWindow();
    expect(await desk.app.windows()).toEqual([]);
    const next = desk.app.nextPage();
    expect(await desk.app.startAgain()).toBe(0);
    await next;
    await probeAgain(desk);
    expect(await state(desk, runId)).toBe('running');
    await desk.ask(`(async () => { for await (const _ of await probe.client.run.follow({ runId: '${runId}' })); })()`);
    expect(await state(desk, runId)).toBe('succeeded');
    expect(desk.app.dialogs.asked).toEqual([]);
    expect(await desk.app.windows()).toHaveLength(1);
  });

  it('a closed window means that the app ends with the run', async () => {
    const folder = scratch();
    const desk = await startProbe({}, folder);
    const runId = await startRun(desk, 3);
    await desk.app.closeWindow();
    expect(await desk.app.ended).toBe(0);
    const again = await startProbe({}, folder);
    expect(await state(again, runId)).toBe('succeeded');
  });

  it('quitting asks, and going on changes nothing', async () => {
    const desk = await startProbe();
    const runId = await startRun(desk, 20);
    desk.app.dialogs.press('Go on');
    await desk.app.quit();
    expect((await desk.app.dialogs.next()).options).toMatchObject({ message: 'A run is going on.', buttons: ['Quit when it has ended', 'Stop it and quit', 'Go on'], cancelId: 2 });
    expect([await state(desk, runId), (await desk.app.windows()).length]).toEqual(['running', 1]);
  });

  it('quitting can stop it: it is cancelled, not torn off', async () => {
    const folder = scratch();
    const desk = await startProbe({}, folder);
    const runId = await startRun(desk, 20);
    desk.app.dialogs.press('Stop it and quit');
    await desk.app.quit();
    expect(await desk.app.ended).toBe(0);
    const again = await startProbe({}, folder);
    expect(await state(again, runId)).toBe('cancelled');
  });

  it('quitting can wait for it', async () => {
    const folder = scratch();
    const desk = await startProbe({}, folder);
    const runId = await startRun(desk, 3);
    desk.app.dialogs.press('Quit when it has ended');
    await desk.app.quit();
    expect(await desk.app.ended).toBe(0);
    const again = await startProbe({}, folder);
    expect(await state(again, runId)).toBe('succeeded');
  });
});

describe('when nothing runs', () => {
  it('closing the window ends the app, without a question, and leaves no engine', async () => {
    const { app } = await startApp();
    const [pid] = await app.engines();
    await app.closeWindow();
    expect([await app.ended, app.dialogs.asked]).toEqual([0, []]);
    expect(() => process.kill(pid!, 0)).toThrow(/ESRCH/);
  });
});
