/**
 * Times as Go writes them in JSON: RFC 3339 in the local zone, with as many digits of the second as it takes.
 *
 * Offsets are whole minutes. Go cuts those of the time before time zones (+00:53:28) in the text but not in the clock it shows, which
 * moves the instant; here the text always names the very instant that was given.
 */
import { Fault } from '../../../base/fault.ts';
import { DAYS_400, dateOfDays, daysInMonth, daysOfDate } from './calendar.ts';

const SECOND = 1_000_000_000n;
const DAY_MINUTES = 1440;
const CYCLE_SECONDS = BigInt(DAYS_400) * 86_400n;
/** 0000-01-01 and 10000-01-01 UTC: what lies between needs no clamping, but for the hours an offset adds. */
const FIRST = BigInt(daysOfDate(0, 1, 1)) * 86_400n;
const END = BigInt(daysOfDate(10_000, 1, 1)) * 86_400n;

/** The text of one minute, all but seconds and fraction. */
interface Minute {
  minute: number;
  /** `2026-11-21T09:15:` */
  head: string;
  /** `Z` or `+01:00`. */
  zone: string;
}

/** Files come in flocks: most minutes are asked for many times. One place each, by the minute's low bits. */
const SEEN = 4096;
const seen: (Minute | undefined)[] = Array.from({ length: SEEN });

const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

/** @param time nanoseconds since the epoch. Years before 0 and after 9999 become these, as in restic. */
export function formatTime(time: bigint): string {
  let seconds = time / SECOND;
  let nanos = Number(time - seconds * SECOND);
  if (nanos < 0) {
    nanos += 1e9;
    seconds -= 1n;
  }
  const second = Number(nearestCycle(seconds));
  const minute = Math.floor(second / 60);
  const place = minute & (SEEN - 1);
  let known = seen[place];
  if (known === undefined || known.minute !== minute) known = seen[place] = textOf(minute);
  return known.head + TWO_DIGITS[second - minute * 60] + fraction(nanos) + known.zone;
}

/** Far-off seconds moved by whole 400 years, which changes nothing but the year, to where numbers and time zones still work. */
function nearestCycle(seconds: bigint): bigint {
  if (seconds >= FIRST && seconds < END) return seconds;
  return seconds < FIRST ? FIRST + ((seconds - FIRST) % CYCLE_SECONDS) - (seconds % CYCLE_SECONDS === FIRST % CYCLE_SECONDS ? CYCLE_SECONDS : 0n) : END + ((seconds - END) % CYCLE_SECONDS);
}

function textOf(minute: number): Minute {
  let offset = offsetAt(minute);
  const wall = minute + offset;
  let days = Math.floor(wall / DAY_MINUTES);
  const ofDay = wall - days * DAY_MINUTES;
  let date = dateOfDays(days);
  if (date.year < 0 || date.year > 9999) {
    days = daysOfDate(date.year < 0 ? 0 : 9999, date.month, date.day);
    offset = offsetAt(days * DAY_MINUTES + ofDay - offset);
    date = dateOfDays(days);
  }
  const clock = `${TWO_DIGITS[Math.floor(ofDay / 60)]}:${TWO_DIGITS[ofDay % 60]}:`;
  const year = String(date.year).padStart(4, '0');
  return { minute, head: `${year}-${TWO_DIGITS[date.month]}-${TWO_DIGITS[date.day]}T${clock}`, zone: zoneText(offset) };
}

/** Minutes the local clock is ahead of UTC. */
const offsetAt = (minute: number): number => -new Date(minute * 60_000).getTimezoneOffset();

function zoneText(offset: number): string {
  if (offset === 0) return 'Z';
  const size = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${TWO_DIGITS[Math.floor(size / 60)]}:${TWO_DIGITS[size % 60]}`;
}

function fraction(nanos: number): string {
  if (nanos === 0) return '';
  const digits = String(nanos + 1e9);
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 0x30) end--;
  return `.${digits.slice(1, end)}`;
}

/** Nanoseconds since the epoch of any RFC 3339 time; digits beyond the nanosecond are dropped. @throws Fault `damaged`. */
export function parseTime(text: string): bigint {
  const bytes = Buffer.from(text, 'latin1');
  const time = timeOfBytes(bytes, 0, bytes.length);
  if (time === null) throw new Fault('damaged', `"${text.slice(0, 50)}" is no time.`);
  return time;
}

const [DOT, MINUS, PLUS, COLON] = [0x2e, 0x2d, 0x2b, 0x3a];

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
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) && hour <= 23 && minute <= 59 && second <= 60 && offset !== null)) return null;
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
