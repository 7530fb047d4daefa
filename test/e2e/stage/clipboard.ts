/** "Copy the equivalent command", and what then can be pasted. */
import type { Locator, Page } from 'playwright-core';

/** The command that a button copied. Only in a browser: it is asked for the permission first. */
export async function copiedCommand(page: Page, within: Locator): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(page.url()).origin });
  await page.evaluate("navigator.clipboard.writeText('')");
  await within.getByRole('button', { name: 'Copy the equivalent command' }).click();
  await within.getByRole('button', { name: 'Copied' }).first().waitFor();
  return page.evaluate('navigator.clipboard.readText()');
}

/** A line for a shell in which the program is called by its name, as one in which `"$@"` stands for it. */
export function asShellLine(command: string): string {
  if (!command.startsWith('holdfast ')) throw new Error(`Not a command of ours: ${command}`);
  return command.replace(/^holdfast/, '"$@"');
}
