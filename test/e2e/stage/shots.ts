/** Pictures of the window as it is tested: kept for the documentation when asked for, else for whoever looks into a failure. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { withPalette } from './palette-png.ts';

const KEPT = fileURLToPath(new URL('../../../docs/screenshots', import.meta.url));
const ROUGH = fileURLToPath(new URL('../../../.setup/screenshots', import.meta.url));

/** @param name without extension. With `HOLDFAST_SCREENSHOTS` set (npm run screenshots) they become those of the documentation. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['HOLDFAST_SCREENSHOTS'] === undefined || name.startsWith('failed ') ? ROUGH : KEPT;
  mkdirSync(folder, { recursive: true });
  const picture = await page.screenshot({ animations: 'disabled' });
  writeFileSync(join(folder, `${name}.png`), folder === KEPT ? withPalette(picture) : picture);
}
