/**
 * Times as Go writes them in JSON: RFC 3339 in the local zone, with as many digits of the second as it takes.
 *
 * Offsets are whole minutes. Go cuts those of the time before time zones (+00:53:28) in the text but not in the clock it shows, which
 * moves the instant; here the text always names the very instant that was given.
 */
import { Fault } from '../../base/fault.ts';
import { ByteWriter } from './byte-writer.ts';
import { DAYS_400, dateOfDays, daysInMonth, daysOfDate } from './calendar.ts';
import type { JsonScanner } from './json-scan.ts';

const SECOND = 1_000_000_000n;
const [DOT, MINUS, PLUS, COLON, ZULU] = [0x2e, 0x2d, 0x2b, 0x3a, 0x5a];
const DAY = 86_400;
const CYCLE_SECONDS = BigInt(DAYS_400 * DAY);
/** From here, and up to there, years have four digits. */
const FIRST_DAY = daysOfDate(0, 1, 1);
const END_DAY = daysOfDate(10_000, 1, 1);
const FIRST = BigInt(FIRST_DAY * DAY);
const END = BigInt(END_DAY * DAY);

/** Nanoseconds that fit 63 bits (to the year 2262) are split without a big number in between. */
const MOST = 2n ** 63n - 1n;
const WORDS = new DataView(new ArrayBuffer(8));

/** What is known of a day of UTC: minutes the local clock is ahead; NaN where that changes during the day. */
interface DayOffset {
  day: number;
  offset: number;
}

/** A local day as text: `2026-11-21T`. */
interface DayText {
  day: number;
  text: string;
}

/** Files come in flocks: most days are asked for many times. One place each, by the low bits of the day's number. */
const SEEN = 16_384;
const offsets: (DayOffset | undefined)[] = Array.from({ length: SEEN });
const dates: (DayText | undefined)[] = Array.from({ length: SEEN });

/** @param time nanoseconds since the epoch. Years before 0 and after 9999 become these, as in restic. */
export function formatTime(time: bigint): string {
  SCRATCH.clear();
  writeTime(SCRATCH, time);
  return SCRATCH.text();
}

/** Used again for every text: memory of its own for each would keep the garbage collector busy. */
const SCRATCH = new ByteWriter(40);

/** The same, without making a string. */
export function writeTime(writer: ByteWriter, time: bigint): void {
  if (time >= 0n && time <= MOST) {
    WORDS.setBigInt64(0, time);
    const [high, low] = [WORDS.getUint32(0), WORDS.getUint32(4)];
    let second = Math.floor((high * 2 ** 32 + low) / 1e9); // at most one too many or too few
    let nanos = (low - Math.imul(second, 1e9)) >>> 0;
    if (nanos >= 2e9) [second, nanos] = [second - 1, (nanos + 1e9) >>> 0];
    else if (nanos >= 1e9) [second, nanos] = [second + 1, nanos - 1e9];
    return writeInstant(writer, second, nanos);
  }
  let seconds = time / SECOND;
  let nanos = Number(time - seconds * SECOND);
  if (nanos < 0) {
    nanos += 1e9;
    seconds -= 1n;
  }
  writeInstant(writer, Number(nearestCycle(seconds)), nanos);
}

function writeInstant(writer: ByteWriter, second: number, nanos: number): void {
  let offset = offsetAt(second);
  let day = Math.floor((second + offset * 60) / DAY);
  const ofDay = second + offset * 60 - day * DAY;
  if (day < FIRST_DAY || day >= END_DAY) {
    day = clampedDay(day);
    offset = offsetAt(day * DAY + ofDay - offset * 60);
  }
  writer.write(dateText(day));
  writeClock(writer, ofDay);
  if (nanos > 0) writeFraction(writer, nanos);
  writeZone(writer, offset);
}

/** Far-off seconds moved by whole 400 years, which changes nothing but the year, to where numbers and time zones still work. */
function nearestCycle(seconds: bigint): bigint {
  if (seconds >= FIRST && seconds < END) return seconds;
  const from = seconds < FIRST ? FIRST - CYCLE_SECONDS : END;
  return from + ((((seconds - from) % CYCLE_SECONDS) + CYCLE_SECONDS) % CYCLE_SECONDS);
}

/** The same date in the nearest year that can be written; 29 February becomes 1 March where there is none. */
function clampedDay(day: number): number {
  const date = dateOfDays(day);
  return daysOfDate(date.year < 0 ? 0 : 9999, date.month, date.day);
}

function dateText(day: number): string {
  const place = day & (SEEN - 1);
  let known = dates[place];
  if (known === undefined || known.day !== day) {
    const date = dateOfDays(day);
    known = dates[place] = { day, text: `${padded(date.year, 4)}-${padded(date.month, 2)}-${padded(date.day, 2)}T` };
  }
  return known.text;
}

const padded = (number: number, width: number): string => String(number).padStart(width, '0');

function writeClock(writer: ByteWriter, ofDay: number): void {
  const minute = Math.floor(ofDay / 60);
  writer.writeDigits(Math.floor(minute / 60), 2);
  writer.writeByte(COLON);
  writer.writeDigits(minute % 60, 2);
  writer.writeByte(COLON);
  writer.writeDigits(ofDay % 60, 2);
}

/** Without zeros at its end. */
function writeFraction(writer: ByteWriter, nanos: number): void {
  let number = nanos;
  let width = 9;
  for (; number % 10 === 0; number /= 10) width--;
  writer.writeByte(DOT);
  writer.writeDigits(number, width);
}

function writeZone(writer: ByteWriter, offset: number): void {
  if (offset === 0) return writer.writeByte(ZULU);
  const size = Math.abs(offset);
  writer.writeByte(offset < 0 ? MINUS : PLUS);
  writer.writeDigits(Math.floor(size / 60), 2);
  writer.writeByte(COLON);
  writer.writeDigits(size % 60, 2);
}

/** Minutes the local clock is ahead of UTC. */
function offsetAt(second: number): number {
  const day = Math.floor(second / DAY);
  const place = day & (SEEN - 1);
  let known = offsets[place];
  if (known === undefined || known.day !== day) {
    const [first, last] = [askOffset(day * DAY), askOffset(day * DAY + DAY - 1)];
    known = offsets[place] = { day, offset: first === last ? first : Number.NaN };
  }
  return Number.isNaN(known.offset) ? askOffset(second) : known.offset;
}

const askOffset = (second: number): number => -new Date(second * 1000).getTimezoneOffset();

/** Nanoseconds since the epoch of any RFC 3339 time; digits beyond the nanosecond are dropped. @throws Fault `damaged`. */
export function parseTime(text: string): bigint {
  const bytes = Buffer.from(text, 'latin1');
  const time = timeOfBytes(bytes, 0, bytes.length);
  if (time === null) throw new Fault('damaged', `"${text.slice(0, 50)}" is no time.`);
  return time;
}

/** The same for a string of JSON that comes next. @throws Fault `damaged` naming its place. */
export function readTime(scan: JsonScanner): bigint {
  scan.string();
  return timeOfBytes(scan.bytes, scan.start, scan.end) ?? scan.fail('this is no time', scan.start);
}

/** The same for the ASCII text in `bytes[start .. end)`; null when it is none. */
export function timeOfBytes(bytes: Uint8Array, start: number, end: number): bigint | null {
  if (end - start < 20 || bytes[start + 4] !== MINUS || bytes[start + 7] !== MINUS || (bytes[start + 10]! | 0x20) !== 0x74) return null;
  if (bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return null;
  const [year, month, day] = [digits(bytes, start, 4), digits(bytes, start + 5, 2), digits(bytes, start + 8, 2)];
  const [hour, minute, second] = [digits(bytes, start + 11, 2), digits(bytes, start + 14, 2), digits(bytes, start + 17, 2)];
  let at = start + 19;
  let nanos = 0;
  if (bytes[at] === DOT) {
    at++;
    for (let unit = 1e8; at < end && isDigit(bytes[at]!); at++, unit = Math.floor(unit / 10)) nanos += (bytes[at]! - 0x30) * unit;
    if (bytes[at - 1] === DOT) return null;
  }
  const offset = zoneOfBytes(bytes, at, end);
  // NaN, from anything that is no digit, fails these comparisons too
  const isDate = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!isDate || !(hour <= 23 && minute <= 59 && second <= 60) || offset === null) return null;
  return BigInt(daysOfDate(year, month, day) * 86_400 + (hour * 60 + minute - offset) * 60 + second) * SECOND + BigInt(nanos);
}

/** Minutes ahead of UTC. */
function zoneOfBytes(bytes: Uint8Array, at: number, end: number): number | null {
  const sign = bytes[at]!;
  if (end - at === 1 && (sign | 0x20) === 0x7a) return 0;
  if (end - at !== 6 || (sign !== PLUS && sign !== MINUS) || bytes[at + 3] !== COLON) return null;
  const [hours, minutes] = [digits(bytes, at + 1, 2), digits(bytes, at + 4, 2)];
  if (!(hours <= 23 && minutes <= 59)) return null;
  return sign === PLUS ? hours * 60 + minutes : -(hours * 60 + minutes);
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** NaN where one is none. */
function digits(bytes: Uint8Array, at: number, count: number): number {
  let number = 0;
  for (let next = at; next < at + count; next++) number = isDigit(bytes[next]!) ? number * 10 + bytes[next]! - 0x30 : Number.NaN;
  return number;
}

export function isTime(text: string): boolean {
  const bytes = Buffer.from(text, 'latin1');
  return timeOfBytes(bytes, 0, bytes.length) !== null;
}
