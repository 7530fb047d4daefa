/** What happens when a part of the desktop dies: nothing that runs is lost, and what died comes back. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { putProbe, still } from '../../fake/electron/page/probe.ts';
import { startProbe, startRun, until, type Desk } from './stage/desktop.ts';

const logOf = ({ folder }: Desk): string => {
  const place = join(folder, 'home', 'log');
  return readdirSync(place).map((name) => readFileSync(join(place, name), 'utf8')).join('');
};

describe('an engine that was killed', () => {
  it('is noticed by the page, logged, started again, and works over a new port', async () => {
    const desk = await startProbe();
    const { app, ask } = desk;
    const pid = await app.killEngine();
    await ask("probe.until('open', 2)");
    expect(await ask('probe.client.app.info().then(({ host }) => host)')).toBe('desktop');
    expect(await ask('probe.states')).toEqual(['connecting', 'open', 'lost', 'open']);
    const engines = await app.engines();
    expect(engines).toHaveLength(1);
    expect(engines).not.toContain(pid);
    await until(() => logOf(desk).includes('The engine stopped'));
  });

  it('ends the streams of the page, which do not hang', async () => {
    const { app, ask } = await startProbe();
    await ask('(globalThis.stream = (async () => { for await (const _ of await probe.client.run.live()); })().then(() => "ended", () => "failed"), 0)');
    await ask('probe.client.app.info()');
    await app.killEngine();
    expect(await ask('stream')).toBe('failed');
  });

  it('leaves a run behind that is told to have been interrupted', async () => {
    const desk = await startProbe();
    const runId = await startRun(desk, 20);
    await desk.app.killEngine();
    await desk.ask("probe.until('open', 2)");
    await until(async () => (await desk.ask<string>(`probe.client.run.get({ runId: '${runId}' }).then(({ outcome }) => outcome)`)) === 'interrupted');
    expect(await desk.app.keepsAwake()).toBe(false);
  });

  it('shows itself when the window was closed over a run that is cut off', async () => {
    const desk = await startProbe();
    const { app } = desk;
    await startRun(desk, 20);
    await until(() => app.keepsAwake());
    await app.closeWindow();
    const next = app.nextPage();
    await app.killEngine();
    await next;
    expect(await app.windows()).toHaveLength(1);
    await until(async () => (await app.engines()).length === 1);
  });

  it('five times in a minute is not started again before the person says so', async () => {
    const { app, ask } = await startProbe();
    app.dialogs.press('Show log files', 'Try again');
    for (let crash = 0; crash < 5; crash++) {
      await until(async () => (await app.engines()).length === 1);
      const pid = await app.killEngine();
      await until(async () => !(await app.engines()).includes(pid));
    }
    const { options } = await app.dialogs.next();
    expect(options).toMatchObject({ message: expect.stringMatching(/keeps stopping/), detail: expect.stringMatching(/signal.*[\s\S]*log/), buttons: ['Try again', 'Show log files', 'Quit'] });
    await app.dialogs.next(2);
    expect(app.shown).toEqual([expect.stringMatching(/log$/)]);
    await ask("probe.until('open', 6)");
    expect(await ask('probe.client.app.info().then(({ host }) => host)')).toBe('desktop');
  });

  it('ends the app when the person says so', async () => {
    const { app } = await startProbe();
    app.dialogs.press('Quit');
    for (let crash = 0; crash < 5; crash++) {
      await until(async () => (await app.engines()).length === 1);
      const pid = await app.killEngine();
      if (crash < 4) await until(async () => !(await app.engines()).includes(pid));
    }
    expect(await app.ended).toBe(0);
  });
});

describe('a page that crashed', () => {
  it('is loaded again, with a new port to the same engine, in which the run goes on', async () => {
    const desk = await startProbe();
    const { app, ask } = desk;
    const engines = await app.engines();
    const runId = await startRun(desk, 4);
    const next = app.nextPage();
    app.crashPage();
    await next;
    await still(app.page);
    await putProbe(app.page);
    expect(await app.engines()).toEqual(engines);
    expect(await ask(`probe.client.run.get({ runId: '${runId}' }).then(({ state }) => state)`)).toBe('running');
    await ask(`(async () => { for await (const _ of await probe.client.run.follow({ runId: '${runId}' })); })()`);
    expect(await ask(`probe.client.run.get({ runId: '${runId}' }).then(({ outcome }) => outcome)`)).toBe('succeeded');
    await until(() => logOf(desk).includes('The window crashed (crashed'));
  });

  it('five times in a minute is not loaded again before the person says so', async () => {
    const { app } = await startProbe();
    app.dialogs.press('Open it again');
    for (let crash = 0; crash < 5; crash++) {
      const next = app.nextPage();
      app.crashPage();
      await next;
    }
    expect(app.dialogs.asked).toMatchObject([{ options: { message: expect.stringMatching(/keeps crashing/) } }]);
  });
});
