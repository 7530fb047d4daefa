/** One Chromium for all windows of a test file. */
import { chromium, type Browser } from 'playwright-core';

/** Root has no sandbox to offer; the pages are our own. */
const OPTIONS = { executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', headless: true, args: ['--no-sandbox'] };

let started: Promise<Browser> | null = null;

export const browser = (): Promise<Browser> => (started ??= chromium.launch(OPTIONS));

export async function closeBrowser(): Promise<void> {
  await (await started)?.close();
  started = null;
}
