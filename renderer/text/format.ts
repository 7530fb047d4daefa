/** Numbers as people of a language write them. Sizes are decimal (1 kB = 1000 B), as drives are sold. */

export interface Format {
  /** Bytes: `3.2 GB`. */
  bytes(bytes: number): string;
  count(n: number): string;
  /** `Documents, Pictures and Music`. */
  list(items: readonly string[]): string;
  percent(share: number): string;
  /** Seconds: `41 s`, `3 min`, `2 h 10 min`; no seconds above two minutes. */
  duration(seconds: number): string;
  /** RFC 3339 or milliseconds: `14:02`. */
  time(at: string | number): string;
  /** `17 Nov 2026`. */
  date(at: string | number): string;
  /** `Tue 17 Nov 2026, 14:02`. */
  dateTime(at: string | number): string;
  /** `today at 14:02`, `yesterday at 9:10`, `Tuesday at 14:02`, else the date. */
  when(at: string | number): string;
  /** `9 days ago`, `in 3 hours`. */
  ago(at: string | number): string;
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;
const DAY = 86_400_000;

/** @param now milliseconds since the epoch. */
export function formatFor(locale: string, now: () => number = Date.now): Format {
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const clock = { hour: hasTwelveHours(locale) ? 'numeric' : '2-digit', minute: '2-digit' } as const;
  const time = new Intl.DateTimeFormat(locale, clock);
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
  const dateTime = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', ...clock });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const between = wordBetween(locale);
  const sizes = UNITS.map((unit) => [0, 1].map((digits) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits })));
  /** Symbols of the SI and those accepted beside it: the same in every language. */
  const unit = (value: number, symbol: string): string => `${number.format(value)}\u00a0${symbol}`;

  const bytes = (value: number): string => {
    if (value < 1000) return `${number.format(value)}\u00a0B`; // the units of Intl write "0 byte", or no space at all
    const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3));
    const scaled = value / 1000 ** step;
    return sizes[step]![scaled < 99.95 ? 1 : 0]!.format(scaled);
  };
  const duration = (seconds: number): string => {
    if (seconds < 120) return unit(Math.max(seconds < 1 && seconds > 0 ? 1 : 0, Math.round(seconds)), 's');
    const minutes = Math.round(seconds / 60);
    if (minutes < 120) return unit(minutes, 'min');
    const rest = minutes % 60;
    return minutes < 1440 && rest > 0 ? `${unit(Math.floor(minutes / 60), 'h')} ${unit(rest, 'min')}` : unit(Math.round(minutes / 60), 'h');
  };
  const ago = (at: string | number): string => {
    const seconds = (Date.parse(new Date(at).toISOString()) - now()) / 1000;
    const [amount, name] = scaleOf(seconds);
    return relative.format(amount, name);
  };
  const when = (at: string | number): string => {
    const moment = new Date(at);
    const days = daysBetween(moment, new Date(now()));
    if (days === 0 || days === 1) return `${relative.format(-days, 'day')}${between}${time.format(moment)}`;
    if (days > 1 && days < 7) return `${weekday.format(moment)}${between}${time.format(moment)}`;
    return date.format(moment);
  };
  return {
    bytes, duration, ago, when,
    count: (n) => number.format(n), percent: (share) => percent.format(share), list: (items) => list.format(items),
    time: (at) => time.format(new Date(at)), date: (at) => date.format(new Date(at)), dateTime: (at) => dateTime.format(new Date(at)),
  };
}

/** Where the day is counted in two halves, nobody writes a zero before the hour. */
const hasTwelveHours = (locale: string): boolean => new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 === true;

/** What a language puts between a day and a time: ` at `, ` um `. */
function wordBetween(locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).formatToParts(0);
  return parts[parts.findIndex(({ type }) => type === 'hour') - 1]?.value ?? ' ';
}

function scaleOf(seconds: number): [number, Intl.RelativeTimeFormatUnit] {
  const size = Math.abs(seconds);
  if (size < 60) return [Math.round(seconds), 'second'];
  if (size < 3600) return [Math.round(seconds / 60), 'minute'];
  if (size < 86_400) return [Math.round(seconds / 3600), 'hour'];
  if (size < 30 * 86_400) return [Math.round(seconds / 86_400), 'day'];
  return size < 365 * 86_400 ? [Math.round(seconds / (30 * 86_400)), 'month'] : [Math.round(seconds / (365 * 86_400)), 'year'];
}

/** Calendar days, in local time, from one moment to a later one. */
export function daysBetween(from: Date, to: Date): number {
  const midnight = (at: Date): number => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
  return Math.round((midnight(to) - midnight(from)) / DAY);
}
