/** Numbers as people feel them: sizes, counts, times taken, dates. */
import { rawFromText, showName } from '../../entry/name.ts';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `3.2 GB`: decimal units, one digit after the point below ten. */
export function size(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${unit === 0 || value >= 9.95 ? Math.round(value) : tenths(value)} ${UNITS[unit]}`;
}

const tenths = (value: number): string => value.toFixed(1).replace(/\.0$/, '');

/** `120,000`. Whole numbers; the first number that Intl shows costs 10 ms. */
export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 file`, `14 files` */
export const counted = (value: number, one: string, many = `${one}s`): string => `${count(value)} ${value === 1 ? one : many}`;

/** How long something took: `0.4 s`, `41 s`, `12 min`, `3 h 20 min`. */
export function took(seconds: number): string {
  if (seconds < 9.95) return `${seconds < 0.05 ? '0' : tenths(seconds)} s`;
  return seconds < 120 ? `${Math.round(seconds)} s` : hours(seconds);
}

/** How long something may still take: above two minutes nobody needs seconds. */
export function left(seconds: number): string {
  if (seconds <= 120) return `${Math.max(1, Math.round(seconds))} s left`;
  return `${hours(seconds)} left`;
}

function hours(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.round(minutes / 60 / 24)} days`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** An RFC 3339 time as `2026-11-17 14:02:11`, in this machine's time zone; the text itself when it is no time. */
export function when(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return shown(time);
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Text from elsewhere that may hold characters a terminal obeys. */
export const shown = (text: string): string => showName(rawFromText(text));

/** `a`, `a and b`, `a, b and c` */
export const list = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;

const KEPT_IN: Readonly<Record<string, string>> = { keyring: "the system's keyring", file: 'an encrypted file beside the settings' };

/** Where passwords are kept, in words. */
export const keptIn = (secretStore: string): string => KEPT_IN[secretStore] ?? shown(secretStore);
