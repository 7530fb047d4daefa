/** Points in time as people type them: restic's formats, and RFC 3339. */
import { Fault } from '../../base/fault.ts';

const DAY = /^(?:(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)|(?<d2>\d\d)\.(?<m2>\d\d)\.(?<y2>\d{4}))/;
const CLOCK = /^(?:[ T](?<h>\d\d):(?<min>\d\d)(?::(?<s>\d\d)(?:\.\d{1,9})?)?)?\s*(?<zone>Z|[+-]\d\d:?\d\d)?$/;

/**
 * RFC 3339. Without a zone it is this machine's time; without a clock time, midnight.
 * @throws Fault `invalid` naming the option.
 */
export function parseTime(text: string, option: string): string {
  const trimmed = text.trim();
  const day = DAY.exec(trimmed);
  const clock = day === null ? null : CLOCK.exec(trimmed.slice(day[0].length));
  const time = day === null || clock === null ? null : written({ ...day.groups, ...clock.groups });
  if (time !== null) return time;
  throw new Fault('invalid', `${option} cannot be "${text}": it takes a time.`, {
    advice: 'Write it like "2026-11-17", "2026-11-17 14:02:11" or 2026-11-17T14:02:11+01:00.',
  });
}

function written(parts: Readonly<Record<string, string | undefined>>): string | null {
  const { h = '00', min = '00', s = '00', zone } = parts;
  const [y, m, d] = [parts['y'] ?? parts['y2'] ?? '', parts['m'] ?? parts['m2'] ?? '', parts['d'] ?? parts['d2'] ?? ''];
  const plain = `${y}-${m}-${d}T${h}:${min}:${s}`;
  const utc = new Date(`${plain}Z`);
  // A day like 31 February would run over into another.
  if (Number.isNaN(utc.getTime()) || !utc.toISOString().startsWith(plain)) return null;
  if (zone === undefined) return plain + offset(new Date(Number(y), Number(m) - 1, Number(d), Number(h), Number(min), Number(s)));
  return plain + (zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`);
}

/** `+01:00`: this machine's offset at that time. */
function offset(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}
