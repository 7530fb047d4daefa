/**
 * The window in a browser, on the built program: how soon it is there, how much it loads, and what a run costs it.
 * `node bench/window.mjs [--loads 5] [--files 100000] [--updates 1000]`; needs Chromium (CHROMIUM_PATH, default /usr/bin/chromium).
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { median } from './measure.mjs';

const { values } = parseArgs({ options: { loads: { type: 'string', default: '5' }, files: { type: 'string', default: '100000' }, updates: { type: 'string', default: '1000' } } });
const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'holdfast-bench-window-'));
const env = { PATH: process.env.PATH, HOME: join(scratch, 'user'), HOLDFAST_HOME: join(scratch, 'state'), HOLDFAST_PASSWORD: 'benchmark' };
const command = join(root, 'main/cli/holdfast.js');
const holdfast = (...args) => execFileSync(process.execPath, [command, ...args], { env, cwd: scratch, stdio: ['ignore', 'pipe', 'inherit'] });

/** A plan of many small files and, under another name, one of a file that is never read to its end. */
function setUp() {
  for (let at = 0; at < Number(values.files); at++) {
    const folder = join(scratch, 'user/many', String(at % 100));
    if (at < 100) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, String(at)), `file ${at}\n`.repeat(20));
  }
  mkdirSync(join(scratch, 'user/endless'));
  writeFileSync(join(scratch, 'user/endless/film.mp4'), '');
  truncateSync(join(scratch, 'user/endless/film.mp4'), 2 ** 40);
  holdfast('init', join(scratch, 'drive'));
  holdfast('destination', 'add', 'Drive', join(scratch, 'drive'));
  holdfast('key', 'remember', '-r', 'Drive');
  holdfast('plan', 'add', 'Many', '--path', join(scratch, 'user/many'), '--to', 'Drive');
  holdfast('plan', 'add', 'Endless', '--path', join(scratch, 'user/endless'), '--to', 'Drive');
}

function serve() {
  const child = spawn(process.execPath, [command, 'serve'], { env, cwd: scratch, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const stop = async () => {
    const again = setInterval(() => child.kill('SIGINT'), 1000); // the first waits for what is running
    child.kill('SIGINT');
    await ended.finally(() => clearInterval(again));
  };
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (url) => resolve({ url, stop }));
    child.on('close', (code) => reject(new Error(`holdfast serve ended with ${code}`)));
  });
}

/** Milliseconds since the navigation began, when the first card can be used. */
const interactive = (page) => page.waitForFunction(() => document.querySelector('main article button:not([disabled])') !== null && performance.now(), undefined, { polling: 'raf' }).then((handle) => handle.jsonValue());
const firstPaint = (page) => page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime).then((handle) => handle.jsonValue());

/** A browser that has never been here: nothing is cached. */
async function load(browser) {
  const { url, stop } = await serve();
  const context = await browser.newContext();
  const page = await context.newPage();
  const scripts = new Set();
  page.on('response', (response) => void (response.request().resourceType() === 'script' && scripts.add(new URL(response.url()).pathname)));
  await page.goto(url);
  const usable = await interactive(page);
  const loaded = [...scripts];
  const figures = { paint: await firstPaint(page), usable, loaded };
  await page.reload();
  const again = { paintAgain: 0, usableAgain: await interactive(page) };
  again.paintAgain = await firstPaint(page);
  await context.close();
  await stop();
  return { ...figures, ...again };
}

/** What the page itself asks for: its script, and what that needs before it can run. */
const begun = () => [...readFileSync(join(root, 'dist/renderer/index.html'), 'utf8').matchAll(/(?:src|modulepreload" crossorigin href)="([^"]+\.js)"/g)].map(([, path]) => path);
const gzipped = (paths) => paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(root, 'dist/renderer', path)), { level: 9 }).length, 0);

/** Seconds of the main thread: as the clock on the wall has it, so that a busy machine makes more of it. */
async function metrics(session) {
  const { metrics: list } = await session.send('Performance.getMetrics');
  const of = (name) => list.find((metric) => metric.name === name).value;
  return { at: of('Timestamp'), busy: of('TaskDuration') };
}

async function heap(session) {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

/** Seconds of all threads of the page's process. */
async function processSeconds(browserSession) {
  const { processInfo } = await browserSession.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

const startRun = async (page, plan) => {
  const card = page.getByRole('article', { name: plan });
  await card.getByRole('button', { name: 'Back up now' }).click();
  await card.getByRole('link', { name: 'Details' }).click();
};

/** What a run of many files costs the page that shows it. */
async function fastRun(page, session, browserSession) {
  await startRun(page, 'Many');
  await page.getByRole('region', { name: 'Being read now' }).waitFor();
  const [before, threads] = [await metrics(session), await processSeconds(browserSession)];
  await page.getByRole('region', { name: 'Result' }).waitFor({ timeout: 300_000 });
  const [after, threadsAfter] = [await metrics(session), await processSeconds(browserSession)];
  const seconds = after.at - before.at;
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  return { filesPerSecond: Number(values.files) / seconds, share: (after.busy - before.busy) / seconds, process: (threadsAfter - threads) / seconds };
}

/** The heap after every tenth of the messages; each carries a run as it stands. */
async function longRun(page, session, browserSession) {
  let frames = 0;
  session.on('Network.webSocketFrameReceived', () => frames++);
  await session.send('Network.enable');
  await startRun(page, 'Endless');
  await page.getByRole('region', { name: 'Being read now' }).getByText('film.mp4').waitFor();
  const steps = 10;
  const sizes = [];
  frames = 0;
  const [began, threads] = [performance.now(), await processSeconds(browserSession)];
  for (let step = 0; step <= steps; step++) {
    while (frames < (Number(values.updates) / steps) * step) await new Promise((resolve) => session.once('Network.webSocketFrameReceived', resolve));
    sizes.push(await heap(session));
  }
  const share = ((await processSeconds(browserSession)) - threads) / ((performance.now() - began) / 1000);
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('button', { name: 'Stop this backup' }).click();
  await page.getByRole('region', { name: 'Result' }).waitFor();
  return { sizes, share };
}

async function runs(browser) {
  const { url, stop } = await serve();
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const browserSession = await browser.newBrowserCDPSession();
  await session.send('Performance.enable');
  await page.goto(url);
  await interactive(page);
  const fast = await fastRun(page, session, browserSession);
  const long = await longRun(page, session, browserSession);
  await context.close();
  await stop();
  return { fast, long };
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', headless: true, args: ['--no-sandbox'] });
try {
  setUp();
  const loads = [];
  for (let at = 0; at < Number(values.loads); at++) loads.push(await load(browser));
  const { fast, long: { sizes, share } } = await runs(browser);
  const of = (name) => Math.round(median(loads.map((figures) => figures[name])));
  const half = sizes.slice(Math.floor(sizes.length / 2));
  const table = [
    { what: 'first paint, ms', figure: of('paint'), limit: 1000 },
    { what: 'interactive, ms', figure: of('usable'), limit: 1500 },
    { what: 'first paint of a reload, ms', figure: of('paintAgain'), limit: null },
    { what: 'interactive after a reload, ms', figure: of('usableAgain'), limit: null },
    { what: 'JavaScript it begins with, kB gzip', figure: Math.round(gzipped(begun()) / 1000), limit: 250 },
    { what: 'all that came until it was interactive, kB gzip', figure: Math.round(gzipped(loads[0].loaded) / 1000), limit: null },
    { what: 'files a second of the fast run', figure: Math.round(fast.filesPerSecond), limit: null },
    { what: 'its page: main thread busy, % of the time', figure: Number((fast.share * 100).toFixed(1)), limit: null },
    { what: 'its page: whole process, % of a core', figure: Number((fast.process * 100).toFixed(1)), limit: 5 },
    { what: 'page of the long run: whole process, % of a core', figure: Number((share * 100).toFixed(1)), limit: 5 },
    { what: `heap at the first of ${values.updates} updates, MB`, figure: Number((sizes[0] / 1e6).toFixed(2)), limit: null },
    { what: 'heap at the last, MB', figure: Number((sizes.at(-1) / 1e6).toFixed(2)), limit: null },
    { what: 'heap growth over their second half, kB', figure: Math.round((half.at(-1) - half[0]) / 1000), limit: 500 },
  ];
  console.table(table);
  mkdirSync(join(root, 'bench/results'), { recursive: true });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const made = { version, chromium: browser.version(), cores: cpus().length, loads: loads.length, files: Number(values.files), updates: Number(values.updates), heaps: sizes };
  writeFileSync(join(root, 'bench/results/window.json'), `${JSON.stringify({ ...made, table }, null, 2)}\n`);
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}
