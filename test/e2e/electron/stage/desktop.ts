/** A desktop app for one test: a state folder of its own, the app on the stand-in, a client in its page. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { launchStandIn, type LaunchOptions, type StandInApp } from '../../../fake/electron/launch.ts';
import { ask, putProbe, still } from '../../../fake/electron/page/probe.ts';
import { scratch } from '../../../fixture/cli/scratch.ts';

export interface Desk {
  app: StandInApp;
  /** Folder of this test; the state is in `home` below. */
  folder: string;
  /** Evaluates in the page that is open, where `probe.client` is the client. */
  ask<T>(expression: string): Promise<T>;
}

/** With the window's own page. */
export async function startApp(options: Partial<LaunchOptions> = {}, folder = scratch()): Promise<Desk> {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const app = await launchStandIn({ home, ...options });
  onTestFinished(() => app.close());
  return { app, folder, ask: (expression) => ask(app.page, expression) };
}

/** With a page that has nothing but a client. */
export async function startProbe(options: Partial<LaunchOptions> = {}, folder = scratch()): Promise<Desk> {
  const desk = await startApp(options, folder);
  await still(desk.app.page);
  await putProbe(desk.app.page);
  return desk;
}

/** A server on this machine that is not the app's, and what reached it. */
export async function foreignServer(): Promise<{ origin: string; heard: string[] }> {
  const heard: string[] = [];
  const server = createServer(({ url }, response) => {
    heard.push(url ?? '');
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/html' }).end('<h1>foreign</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

/** Starts a backup that takes about this many seconds. @returns the run's id. */
export async function startRun({ folder, ask: evaluate }: Desk, seconds: number): Promise<string> {
  const source = join(folder, 'source');
  mkdirSync(source, { recursive: true });
  for (let file = 0; file < 4; file++) writeFileSync(join(source, `${file}`), randomBytes(200_000 * seconds));
  const started = await evaluate<{ runId: string }>(`probe.client.plan.run(${JSON.stringify({ source: { kind: 'folder', paths: [source] }, limitUpload: 800_000 })})`);
  return started.runId;
}

/** Looks again and again, for ten seconds at most. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let look = 0; !(await holds()); look++) {
    if (look > 500) throw new Error('It did not happen within ten seconds.');
    await setTimeout(20);
  }
}
