/** Ann as the pictures of the documentation show her: the folders, sizes and days of somebody who has had Holdfast for some weeks. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { sha256Hex } from '../../../main/base/ids.ts';
import { PASSWORD } from '../../fixture/cli/holdfast.ts';
import { makeRepository } from '../../fixture/restic/made.ts';
import { Archive } from './archive.ts';

/** In the pictures that are kept everything has its full size and its many days; otherwise the same story is told quickly. */
export const KEPT = process.env['HOLDFAST_SCREENSHOTS'] !== undefined;
/** Folders of a machine that looks like somebody's own, where the script that makes the pictures has given us one. */
const MACHINE = process.env['HOLDFAST_SAMPLE_MACHINE'];
const SIZE = KEPT ? 1 : 0.01;
const DAYS_BACK = KEPT ? 33 : 4;
const DAY = 86_400_000;

/** In the pictures it is this day, whenever they are made. */
export const TODAY = new Date('2026-11-17T14:20:00Z');

/** @param clock `HH:MM`. */
export const at = (daysAgo: number, clock: string): Date => new Date(`${new Date(TODAY.getTime() - daysAgo * DAY).toISOString().slice(0, 10)}T${clock}:00Z`);

const BUDGET = (boat: string): string => `House 2026\n\nHeating      1,840\nInsurance      620\n${boat}Repairs      2,300\n`;

export class Sample extends Archive {
  override readonly drive = this.media('Photos drive');
  readonly nas = this.media('NAS');

  override at(...parts: string[]): string {
    return MACHINE !== undefined && parts[0] === 'user' ? join('/home/ann', ...parts.slice(1)) : super.at(...parts);
  }

  media(name: string): string {
    return MACHINE === undefined ? this.at('media', name) : join('/media/ann', name);
  }

  /** An empty drive. */
  place(): string {
    const place = this.media('Blue drive');
    mkdirSync(place, { recursive: true });
    return place;
  }

  /** Of this many bytes when it is for the pictures. */
  big(path: string, bytes: number, time: Date): void {
    this.write(path, randomBytes(Math.ceil(bytes * SIZE)), time);
  }

  async furnish(page: Page): Promise<void> {
    for (const path of ['Documents', 'Pictures']) this.remove(path);
    const old = at(60, '10:00');
    for (const year of ['2023', '2024', '2025']) {
      this.big(`Documents/Taxes/${year}/Tax return ${year}.pdf`, 1_240_000, at(200, '17:12'));
      for (const [index, shop] of ['Boat yard', 'Chandlery', 'Dentist', 'Heating', 'Insurance', 'Train'].entries()) this.big(`Documents/Taxes/${year}/Receipts/${shop}.pdf`, 180_000 + index * 61_000, at(220 + index * 9, '09:30'));
    }
    this.write('Documents/Taxes/2025/Notes.txt', 'Ask about the home office.\nThe boat is not deductible.\n', at(30, '20:41'));
    this.write('Documents/House/Budget.txt', BUDGET(''), old);
    this.big('Documents/House/Floor plan.pdf', 3_410_000, at(410, '11:02'));
    for (const [name, bytes] of [['Heating contract.pdf', 812_000], ['Land register.pdf', 1_930_000], ['Kitchen.jpg', 2_760_000], ['Meter readings.ods', 38_400], ['Repairs 2025.pdf', 455_000], ['Windows offer.pdf', 1_120_000]] as const) this.big(`Documents/House/${name}`, bytes, at(90 + (bytes % 300), '14:11'));
    this.big('Documents/House/Contracts/Electricity.pdf', 331_000, old);
    this.big('Documents/House/Insurance.pdf', 640_000, at(300, '15:27'));
    this.write('Documents/Letters/To Grandma.txt', 'Dear Grandma,\n\nthe boat is in the water at last.\nSee you on Sunday.\n\nAnn\n', at(25, '21:08'));
    this.write('Documents/Letters/To the landlord.txt', 'The heating does not work again.\n', at(21, '08:15'));
    for (let number = 0; number < (KEPT ? 16 : 3); number++) this.big(`Pictures/2025 Brittany/IMG_20${41 + number}.jpg`, 2_600_000 + ((number * 733_331) % 2_900_000), at(120 - number, '16:20'));
    this.write('Pictures/Harbour at six.png', await harbour(page), at(40, '18:04'));
    this.write('Videos/Regatta.mp4', '', old);
    truncateSync(this.own('Videos/Regatta.mp4'), 412_000_000 * SIZE);
  }

  async furnishPlaces(): Promise<void> {
    this.liveAt(at(DAYS_BACK, '12:00'));
    for (const [name, folder] of [['Photos drive', this.drive], ['NAS', this.nas]] as const) {
      mkdirSync(dirname(folder), { recursive: true });
      await this.ok('destination', 'add', name, signed(makeRepository(folder)));
      await this.expect(0, ['key', 'remember', '-r', name], { env: { HOLDFAST_PASSWORD: PASSWORD } });
    }
    const keep = ['--keep-daily', '7', '--keep-weekly', '5', '--keep-monthly', '12'];
    await this.ok('plan', 'add', 'Documents', '--path', this.own('Documents'), '--to', 'Photos drive', '--to', 'NAS', '--keep-daily', '30', '--keep-weekly', '5', '--keep-monthly', '12');
    await this.ok('plan', 'add', 'Pictures and videos', '--path', this.own('Pictures'), '--path', this.own('Videos'), '--to', 'Photos drive', ...keep);
  }

  /** Day after day, with what changes on it. */
  async live(): Promise<void> {
    for (let daysAgo = DAYS_BACK; daysAgo >= 0; daysAgo--) {
      this.#change(daysAgo);
      const away = daysAgo === 12;
      if (daysAgo === 5 || daysAgo === 19) continue; // the machine was off
      if (daysAgo % 3 === 0 && !away) {
        this.liveAt(at(daysAgo, '12:20'));
        await this.ok('plan', 'run', 'pictures-and-videos', '-q');
      }
      if (away) renameSync(this.drive, `${this.drive}.away`);
      this.liveAt(at(daysAgo, `12:${30 + (daysAgo % 3)}`));
      await this.run(['plan', 'run', 'documents', '-q']);
      if (away) renameSync(`${this.drive}.away`, this.drive);
    }
    this.liveAt(TODAY);
  }

  /** So much that it takes a while. */
  film(): void {
    for (let number = 1; number <= 30; number++) this.big(`Videos/2026 Regatta/MVI_04${10 + number}.mp4`, 24_000_000, TODAY);
  }

  #change(daysAgo: number): void {
    this.big('Documents/Boat/Logbook.odt', 48_000 + (33 - daysAgo) * 2_900, at(daysAgo, '08:10'));
    if (daysAgo % 3 === 1) this.big('Documents/Boat/Maintenance.ods', 91_000 + daysAgo * 700, at(daysAgo, '09:02'));
    if (daysAgo % 4 === 1) this.big(`Documents/Taxes/2025/Receipts/Scan ${40 - daysAgo}.pdf`, 240_000 + daysAgo * 13_000, at(daysAgo, '11:20'));
    if (daysAgo % 7 === 3) this.big(`Pictures/2026 Autumn/IMG_31${10 + daysAgo}.jpg`, 3_900_000, at(daysAgo, '10:44'));
    if (daysAgo === 3) this.write('Documents/House/Budget.txt', BUDGET('Boat         3,150\n'), at(3, '09:12'));
    if (daysAgo === 1) this.write('Documents/House/Budget.txt', BUDGET('Boat         4,480\nMooring        960\n'), at(1, '22:37'));
    if (daysAgo === 2) this.remove('Documents/Letters/To the landlord.txt');
    if (daysAgo === 1) this.write('Documents/Letters/To the bank.txt', 'Dear bank,\n\nthe card is lost.\n', at(1, '19:55'));
  }
}

/** Its key says whose it is. */
function signed(vault: string): string {
  const [name = ''] = readdirSync(join(vault, 'keys'));
  const key = JSON.parse(readFileSync(join(vault, 'keys', name), 'utf8')) as object;
  const text = Buffer.from(JSON.stringify({ ...key, hostname: 'harbour', username: 'ann', created: at(DAYS_BACK, '12:00').toISOString() }));
  rmSync(join(vault, 'keys', name));
  writeFileSync(join(vault, 'keys', sha256Hex(text)), text);
  return vault;
}

const HARBOUR = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600" viewBox="0 0 900 600">
  <defs><linearGradient id="a" x2="0" y2="1"><stop stop-color="#f6c48a"/><stop offset=".6" stop-color="#f7e3c0"/></linearGradient>
  <linearGradient id="b" x2="0" y2="1"><stop stop-color="#6aa7ad"/><stop offset="1" stop-color="#1d5560"/></linearGradient></defs>
  <rect width="900" height="330" fill="url(#a)"/><circle cx="640" cy="250" r="54" fill="#fff3d6"/>
  <path d="M0 290 150 215 300 270 470 200 640 285 900 225V340H0z" fill="#8e9fa6"/><path d="M0 318 220 270 420 316 700 280 900 312V340H0z" fill="#5f7680"/>
  <rect y="328" width="900" height="272" fill="url(#b)"/>
  <path d="M585 340h110l-18 14h-74zM560 380h150l-20 10H590zM600 430h90l-12 8h-66z" fill="#f5d9ae" opacity=".55"/>
  <path d="M250 470h210l-32 44H282z" fill="#7d2f27"/><path d="M352 190v270H240c40-80 85-170 112-270zM364 230c40 70 64 150 72 230h-72z" fill="#fbf7ee"/><path d="M355 180h6v290h-6z" fill="#3d2b22"/>
  <path d="M96 418h110l-18 26H112z" fill="#24424a"/><path d="M152 280v130H92zM160 300l42 110h-42z" fill="#fdf4e2"/>
  <path d="M760 300h30v110h-30z" fill="#f3efe6"/><path d="M760 330h30v22h-30zM760 374h30v22h-30z" fill="#b5473b"/><path d="M754 288h42v12h-42zM764 266h22v22h-22z" fill="#3a4a50"/><path d="M700 410h200v60H730z" fill="#44545a"/>
</svg>`;

/** A picture worth keeping, as the browser draws it. */
async function harbour(page: Page): Promise<Buffer> {
  await page.setContent(`<body style="margin:0">${HARBOUR}`);
  return page.screenshot({ clip: { x: 0, y: 0, width: 900, height: 600 } });
}
