/** The restore pages, as a person handles them. */
import type { Locator, Page } from 'playwright-core';

export class RestoreRoom {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** By the rail. */
  static async enter(page: Page): Promise<RestoreRoom> {
    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Restore' }).click();
    const room = new RestoreRoom(page);
    await room.grid.waitFor();
    return room;
  }

  get grid(): Locator {
    return this.page.getByRole('grid', { name: /^Items in/ });
  }

  get slider(): Locator {
    return this.page.getByRole('slider', { name: 'Version' });
  }

  get preview(): Locator {
    return this.page.getByRole('complementary', { name: 'Preview' });
  }

  get sheet(): Locator {
    return this.page.getByRole('dialog', { name: /^Restore / });
  }

  row(name: string): Locator {
    return this.grid.getByRole('row').filter({ has: this.page.getByTitle(name, { exact: true }) });
  }

  /** Folders on the way down. */
  async open(...names: string[]): Promise<void> {
    for (const name of names) {
      await this.row(name).getByText(name, { exact: true }).click();
      await this.inFolder(name);
    }
  }

  /** Up, by the way that is shown. */
  async climbTo(name: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Folder' }).getByRole('link', { name, exact: true }).click();
    await this.inFolder(name);
  }

  /** Until this folder is shown. */
  async inFolder(name: string): Promise<void> {
    await this.page.getByRole('grid', { name: `Items in ${name}`, exact: true }).and(this.page.locator(':not([aria-busy=true] *)')).waitFor();
  }

  async select(name: string): Promise<void> {
    await this.row(name).getByRole('checkbox', { name: `Select ${name}`, exact: true }).click();
  }

  /** @param number from the oldest, 1. */
  async atVersion(number: number, of: number): Promise<void> {
    await this.page.locator(`[role=slider][aria-valuenow="${number}"][aria-valuemax="${of}"]`).waitFor();
  }

  /** What will happen, one line an item: `Create /home/…`. */
  async planned(): Promise<string[]> {
    await this.sheet.getByText(/to write|Nothing to write/).waitFor();
    const lines = this.sheet.getByRole('region', { name: 'What will happen to each item' }).getByRole('listitem');
    return Promise.all((await lines.all()).map(async (line) => `${await line.locator('span').nth(1).innerText()} ${await line.locator('bdi').innerText()}`));
  }

  /** What will happen in numbers: `Create 1`. Those of which there is none are left out. */
  async numbers(): Promise<string[]> {
    await this.sheet.getByText(/to write|Nothing to write/).waitFor();
    const chips = await this.sheet.getByRole('group', { name: 'What will happen' }).getByRole('button').allInnerTexts();
    return chips.map((text) => text.replaceAll(/[^\w ]/g, '').trim()).filter((text) => !text.endsWith(' 0'));
  }

  async start(): Promise<void> {
    await this.sheet.getByRole('button', { name: /^Restore \d+ items?$/ }).click();
    await this.sheet.getByRole('button', { name: 'Stop' }).waitFor({ state: 'hidden' });
    await this.sheet.getByText(/restored, /).waitFor();
  }
}
