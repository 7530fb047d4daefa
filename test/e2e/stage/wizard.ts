/** The wizard as somebody goes through it: its questions, its way on and back, and the backup it ends in. */
import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { soon, type OpenWindow } from './window.ts';

export const QUESTIONS = {
  what: 'What do you want to protect?', where: 'Where should the backup go?', second: 'Where should a copy be carried on to?', password: 'Which password protects it?', keep: 'How long should old versions stay?', summary: 'Is this right?',
} as const;
export type Question = keyof typeof QUESTIONS;

export class Wizard {
  readonly window: OpenWindow;
  readonly page: Page;

  constructor(window: OpenWindow) {
    [this.window, this.page] = [window, window.page];
  }

  /** Waits for a question. */
  asks(question: Question): Promise<void> {
    return this.page.getByRole('heading', { level: 2, name: QUESTIONS[question] }).waitFor();
  }

  continue(): Promise<void> {
    return this.page.getByRole('button', { name: 'Continue', exact: true }).click();
  }

  back(): Promise<void> {
    return this.page.getByRole('button', { name: 'Back', exact: true }).click();
  }

  /** Goes on, and the next question comes. */
  async on(question: Question): Promise<void> {
    await this.continue();
    await this.asks(question);
  }

  /** Goes on, and is told why not. */
  async refuses(reason: string): Promise<void> {
    await this.continue();
    await this.page.getByRole('status').getByText(reason).waitFor();
  }

  folder(name: string): Locator {
    return this.page.getByRole('checkbox', { name, exact: true });
  }

  /** A place that is a folder. */
  choosePlace(path: string): Promise<void> {
    return this.window.pickFolder(this.page.getByRole('button', { name: 'Choose a folder …' }), path);
  }

  /** What the plan is by now. */
  async sentence(): Promise<string> {
    return spaced(await this.page.getByRole('region', { name: 'The plan so far' }).getByText('Back up').innerText());
  }

  /** Once there is one. */
  async phrase(): Promise<string> {
    const shown = this.page.getByLabel('The phrase');
    await soon(() => shown.innerText()).toMatch(/^[a-z]+(-[a-z]+){5}$/);
    return shown.innerText();
  }

  understand(): Promise<void> {
    return this.page.getByRole('checkbox', { name: /^I know: without this password/ }).check();
  }

  /** @returns the page that was saved. */
  async saveKit(): Promise<string> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.page.getByRole('region', { name: 'Recovery kit' }).getByRole('button', { name: 'Save' }).click()]);
    expect(download.suggestedFilename()).toMatch(/^holdfast-recovery-kit-.+\.html$/);
    const parts: Buffer[] = [];
    for await (const part of await download.createReadStream()) parts.push(part as Buffer);
    await this.page.getByText('Kept', { exact: true }).waitFor();
    return Buffer.concat(parts).toString();
  }

  /** Presses the last button, and waits for the end of the backup. @returns what is said of it. */
  async start(): Promise<string> {
    await this.page.getByRole('button', { name: /^Start the first backup/ }).click();
    return resultOf(this.page);
  }
}

/** On the page of a run: what it came to, once it has ended. */
export async function resultOf(page: Page): Promise<string> {
  const result = page.getByRole('region', { name: 'Result' });
  await result.waitFor({ timeout: 60_000 });
  return spaced(await result.innerText());
}

/** With ordinary spaces for those that numbers and units are kept together by. */
export const spaced = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');
