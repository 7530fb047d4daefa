/** The web host in a real browser: what the browser itself enforces. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { Desk } from '../../fixture/cli/desk.ts';
import { serve, type Served } from '../../fixture/web/served.ts';
import { browser, closeBrowser } from '../stage/browser.ts';

afterAll(closeBrowser);

interface Visit {
  served: Served;
  context: BrowserContext;
  page: Page;
  /** What the browser complained about. */
  complaints: string[];
}

async function visited(desk: Desk): Promise<Visit> {
  const served = await serve(desk.home);
  const context = await (await browser()).newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(served.url);
  return { served, context, page, complaints };
}

describe('in a browser', () => {
  it('the window opens, under an address without the token, and breaks none of its own rules', async () => {
    using desk = new Desk();
    const { page, complaints, served } = await visited(desk);
    await page.locator('h1').waitFor();
    expect(page.url().startsWith(new URL(served.url).origin) && !page.url().includes('token')).toBe(true);
    expect(complaints).toEqual([]);
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it('nothing that got into the page can run or reach elsewhere', async () => {
    using desk = new Desk();
    const { page } = await visited(desk);
    await page.locator('h1').waitFor();
    const inline = "(() => { const s = document.createElement('script'); s.textContent = 'window.broken = true'; document.body.append(s); return window.broken === true; })()";
    expect(await page.evaluate(inline)).toBe(false);
    expect(await page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'reached', (error) => error.name)")).toBe('TypeError');
  });

  it('another browser that uses the address again reads what to do', async () => {
    using desk = new Desk();
    const { served } = await visited(desk);
    const other = await (await browser()).newContext();
    onTestFinished(() => other.close());
    const page = await other.newPage();
    expect((await page.goto(served.url))?.status()).toBe(401);
    expect(await page.locator('main').innerText()).toMatch(/was used already(.|\n)*holdfast serve --open/);
    expect(await other.cookies()).toEqual([]);
  });

  it('a page of another port of this machine can neither call it nor connect to it', async () => {
    using desk = new Desk();
    const { served, context } = await visited(desk);
    const { origin } = new URL(served.url);
    const stranger = createServer((_, response) => response.end('<!doctype html><title>elsewhere</title>')).listen(0, '127.0.0.1');
    onTestFinished(() => void stranger.close());
    await once(stranger, 'listening');
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`);
    const answers: number[] = [];
    page.on('response', (response) => void (response.url().startsWith(origin) && answers.push(response.status())));
    expect(await page.evaluate(`fetch('${origin}/rpc/app/info', { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}' }).then(({ type }) => type, () => 'refused')`)).toBe('refused');
    expect(await page.evaluate(`new Promise((resolve) => { const socket = new WebSocket('${origin.replace('http', 'ws')}/socket'); socket.onopen = () => resolve('open'); socket.onerror = () => resolve('refused'); })`)).toBe('refused');
    expect(answers.filter((status) => status < 400)).toEqual([]);
  });
});
