/** Somebody without a mouse. After every key there is something that has the focus, or the way is lost. */
import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { soon } from './window.ts';

/** Tabs within which anything on a page is reached. */
const FAR = 60;

export class Keys {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.#page.keyboard.press(key);
      await soon(() => this.focused()).not.toBe('nothing');
    }
  }

  type(text: string): Promise<void> {
    return this.#page.keyboard.type(text);
  }

  /** Tabs on until it has the focus. */
  async to(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await target.waitFor();
    for (let tabs = 0; !(await this.has(target)); tabs++) {
      if (tabs === FAR) throw new Error(`${String(target)} is not reached by ${FAR} times ${key}; the focus is on ${await this.focused()}.`);
      await this.press(key);
    }
  }

  /** Tabs to it and presses a key on it. */
  async on(target: Locator, key: 'Enter' | 'Space'): Promise<void> {
    await this.to(target);
    await this.press(key);
  }

  /** What has the focus, by what it is. */
  focused(): Promise<string> {
    return this.#page.evaluate(`(() => {
      const { activeElement: element, body } = document;
      return element === null || element === body ? 'nothing' : element.tagName + ' ' + (element.getAttribute('aria-label') ?? element.textContent).slice(0, 60);
    })()`);
  }

  /** It gets the focus by itself. */
  async expectFocus(target: Locator): Promise<void> {
    await target.waitFor();
    await soon(() => this.has(target)).toBe(true);
    expect(await this.focused()).not.toBe('nothing');
  }

  has(target: Locator): Promise<boolean> {
    return target.evaluate((element) => element === element.ownerDocument.activeElement);
  }
}
