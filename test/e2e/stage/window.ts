/** The window on any host, for a person: the same page, whatever serves it. */
import { expect, onTestFinished } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { bareEnvironment } from '../../fixture/cli/holdfast.ts';
import { launch, type DesktopApp } from '../../fake/electron/launch.ts';
import { browser } from './browser.ts';
import type { Person } from './person.ts';
import { shoot } from './shots.ts';
import { startWebHost, type WebHost } from './web-host.ts';

export const HOSTS = ['web', 'desktop'] as const;
export type Host = (typeof HOSTS)[number];

export interface Look {
  scheme?: 'light' | 'dark';
  width?: number;
  height?: number;
  locale?: string;
  reducedMotion?: boolean;
  /** Who runs the web host; default: whoever runs the tests. */
  uid?: number;
}

export interface OpenWindow {
  page: Page;
  /** What the page complained about in its console: errors, and everything the content policy refused. */
  complaints: string[];
  /** The address without its token. */
  origin: string;
  close(): Promise<void>;
  /** The engine dies. */
  killEngine(): Promise<void>;
  /** Presses a button that asks for a folder, and answers the host's dialog. */
  pickFolder(button: Locator, path: string): Promise<void>;
  /** The system around it; null in a browser. */
  desktop: DesktopApp | null;
}

export const environmentOf = (person: Person): Record<string, string> => ({ ...bareEnvironment(person.at('user')), TZ: 'UTC', ...person.env });

/** Closed with the test at the latest. */
export async function openWindow(person: Person, host: Host, look: Look = {}): Promise<OpenWindow> {
  const window = host === 'web' ? await openInBrowser(person, look) : await openOnDesktop(person, look);
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await shoot(window.page, `failed ${task.name.replaceAll(/[^\w ]+/g, ' ').slice(0, 60)} on ${host}`).catch(() => undefined); // it may be what failed
    await window.close();
  });
  return window;
}

async function openInBrowser(person: Person, { scheme = 'light', width = 1440, height = 900, locale = 'en-GB', reducedMotion = false, uid }: Look): Promise<OpenWindow> {
  const host: WebHost = await startWebHost(environmentOf(person), person.root, uid);
  const context = await (await browser()).newContext({
    viewport: { width, height }, colorScheme: scheme, locale, timezoneId: 'UTC', reducedMotion: reducedMotion ? 'reduce' : 'no-preference', acceptDownloads: true,
  });
  const page = await context.newPage();
  const complaints = listen(page);
  await page.goto(host.url);
  let closed = false;
  return {
    page, complaints, origin: new URL(host.url).origin, killEngine: () => host.kill(), pickFolder: (button, path) => pickInPage(page, button, path), desktop: null,
    close: async () => {
      if (closed) return;
      closed = true;
      await context.close();
      await host.stop();
    },
  };
}

async function openOnDesktop(person: Person, { scheme = 'light', width = 1440, height = 900, locale = 'en-GB', reducedMotion = false }: Look): Promise<OpenWindow> {
  const app = await launch({
    home: person.home, env: environmentOf(person), setting: { dark: scheme === 'dark' },
    page: { locale, timezoneId: 'UTC', reducedMotion: reducedMotion ? 'reduce' : 'no-preference' },
  });
  const { page } = app;
  await page.setViewportSize({ width, height });
  const pickFolder = async (button: Locator, path: string): Promise<void> => {
    app.dialogs.chooseFolder(path);
    await button.click();
  };
  return { page, complaints: listen(page), origin: new URL(page.url()).origin, killEngine: async () => void (await app.killEngine()), pickFolder, desktop: app, close: () => app.close() };
}

/** In the window's own dialog, by typing the path. */
async function pickInPage(page: Page, button: Locator, path: string): Promise<void> {
  await button.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('listbox').waitFor();
  await dialog.getByLabel('Path of the folder').fill(path);
  await dialog.getByLabel('Path of the folder').press('Enter');
  await dialog.getByRole('contentinfo').or(dialog.locator('footer')).getByText(path, { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Choose this folder' }).click();
  await dialog.getByRole('button', { name: 'Choose this folder' }).waitFor({ state: 'hidden' }); // what asked may be a dialog too
}

/** Ten times what anything takes on a busy machine; what never comes is told before the test's own time is over. Milliseconds. */
const PATIENCE = 20_000;

/** What becomes true without a word or a role that could be waited for. */
export function soon<T>(look: () => T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(look, { timeout: PATIENCE });
}

export function listen(page: Page): string[] {
  page.setDefaultTimeout(PATIENCE);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}
