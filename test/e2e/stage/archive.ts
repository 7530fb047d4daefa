/** What Ann has kept for some days: a plan for her papers and pictures, a drive, and a version of each day. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { makeRepository } from '../../fixture/restic/made.ts';
import { Person } from './person.ts';

const DAY = 86_400_000;
const CLOCK = new URL('./clock.ts', import.meta.url).href;

export const PLAN = 'Papers and pictures';
export const DRIVE = 'Photos drive';

/** Days ago on which a version was made, oldest first. */
export const DAYS = [10, 4, 1] as const;

/** Half past six in the evening, UTC. */
export function evening(daysAgo: number): Date {
  const day = new Date(Date.now() - daysAgo * DAY);
  day.setUTCHours(18, 30, 0, 0);
  return day;
}

export const RETURNS = ['Income 41,200\nTax paid 9,870\nRefund 312\n', 'Income 41,500\nTax paid 9,870\nRefund 251\n', 'Income 41,500\nHome office 600\nTax paid 9,700\nRefund 402\n'] as const;
export const LANDLORD = 'The heating does not work again.\n';
export const NOTES = 'Ask about the home office.\n';
export const BANK = 'Dear bank, the card is lost.\n';

export class Archive extends Person {
  readonly drive = this.at('media', DRIVE);

  /** The programs that are started from now on live at this time; null: now. */
  liveAt(time: Date | null): void {
    const { NODE_OPTIONS: _, HOLDFAST_TEST_CLOCK: __, ...env } = this.env;
    this.env = time === null ? env : { ...env, NODE_OPTIONS: `--import=${CLOCK}`, HOLDFAST_TEST_CLOCK: String(time.getTime() - Date.now()) };
  }

  async begin(...keep: string[]): Promise<void> {
    this.folder('media');
    this.use(makeRepository(this.drive));
    await this.ok('destination', 'add', DRIVE, this.drive);
    await this.ok('plan', 'add', PLAN, '--path', this.own('Documents'), '--path', this.own('Pictures'), '--to', DRIVE, '--exclude', '.cache', ...keep);
  }

  async backUp(time: Date): Promise<void> {
    this.liveAt(time);
    await this.ok('plan', 'run', PLAN);
    this.liveAt(null);
  }

  remove(path: string): void {
    rmSync(this.own(path), { recursive: true });
  }

  /** Three days, as the tests tell them. */
  async fill(): Promise<void> {
    const [first, second, third] = DAYS.map(evening) as [Date, Date, Date];
    this.write('Documents/Taxes/2025/return.txt', RETURNS[0], first);
    await this.backUp(first);
    this.write('Documents/Taxes/2025/return.txt', RETURNS[1], second);
    await this.backUp(second);
    this.write('Documents/Taxes/2025/return.txt', RETURNS[2], third);
    this.remove('Documents/Letters/To the landlord.txt');
    this.remove('Documents/Taxes/2025/notes.txt');
    this.write('Documents/Letters/To the bank.txt', BANK, third);
    await this.backUp(third);
  }
}

/** For a test file: made once, and as it was at the beginning of every test. */
export function archive(fill: (archive: Archive) => Promise<void> = beginAndFill): Archive {
  const ann = new Archive();
  const kept = `${ann.root}.kept`;
  beforeAll(async () => {
    await fill(ann);
    copy(ann.root, kept);
  });
  beforeEach(() => {
    rmSync(ann.root, { recursive: true, force: true });
    copy(kept, ann.root);
  });
  afterAll(() => {
    rmSync(kept, { recursive: true, force: true });
    ann[Symbol.dispose]();
  });
  return ann;
}

async function beginAndFill(ann: Archive): Promise<void> {
  await ann.begin('--keep-daily', '7', '--keep-weekly', '4');
  await ann.fill();
}

/** With times to the nanosecond, which decide whether a file counts as changed. */
const copy = (from: string, to: string): Buffer => execFileSync('cp', ['-a', from, to]);
