/** Ann's boards: a real interpreter on a serial port each, known by name, with a backup some days old. */
import { onTestFinished } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { startBoard, type TestBoard } from '../../fixture/board/board.ts';
import { Archive, evening } from './archive.ts';

export const GREENHOUSE = 'greenhouse';

/** What is on it when it is backed up. */
export const CODE = {
  'boot.py': 'import network\n', 'main.py': 'import time\nprint("watering")\n', 'config.json': '{"every": 60}\n', 'lib/dht.py': '# moisture\n'.repeat(200), 'lib/display/font.bin': new Uint8Array(900).map((_, index) => index), 'data/log.csv': 'time,moisture\n',
} as const;

/** A program that runs until it is interrupted, and says in a file how often it was started. */
export const ENDLESS = 'import time\nopen("/runs", "a").write("x")\nwhile True:\n    time.sleep_ms(5)\n';

export class Boards {
  readonly ann = new Archive();

  constructor() {
    onTestFinished(() => this.ann[Symbol.dispose]());
  }

  async plugIn(files: Readonly<Record<string, string | Uint8Array>> = CODE, id?: string): Promise<TestBoard> {
    const board = await startBoard({ files, ...(id === undefined ? {} : { id }) });
    onTestFinished(() => board[Symbol.asyncDispose]());
    return board;
  }

  /** Known by its name, and backed up so many days ago. */
  async keep(board: TestBoard, name: string, daysAgo: number | null): Promise<void> {
    await this.ann.ok('device', 'info', board.port, '--interrupt');
    await this.ann.ok('device', 'name', board.port, name);
    if (daysAgo === null) return;
    this.ann.liveAt(evening(daysAgo));
    await this.ann.ok('device', 'backup', name, '--interrupt');
    this.ann.liveAt(null);
  }
}

export const toDevices = (page: Page): Promise<void> => page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Devices', exact: true }).click();

export const cardOf = (page: Page, name: string): Locator => page.getByRole('article', { name });

/** The page of one board. */
export async function toBoard(page: Page, name: string): Promise<void> {
  await toDevices(page);
  await cardOf(page, name).getByRole('link', { name: /^Open/ }).click();
}

export const askedAbout = (page: Page): Locator => page.getByRole('region', { name: 'About the board that was plugged in' });
