/** The time of a snapshot as it was where it was made: buckets are hours, days and weeks of that place, not of ours. */
import { Fault } from '../base/fault.ts';

export interface LocalTime {
  /** Nanoseconds since the epoch. */
  instant: bigint;
  /** Seconds east of UTC, as recorded. */
  offsetSeconds: number;
  /** Its UTC fields are the local ones. */
  date: Date;
}

const RFC3339 = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** @throws Fault `damaged` for anything but an RFC 3339 time. */
export function localTime(time: string): LocalTime {
  const [, day, clock, fraction = '', sign, hours, minutes] = RFC3339.exec(time) ?? [];
  const date = new Date(`${day}T${clock}Z`);
  if (Number.isNaN(date.getTime())) throw new Fault('damaged', `"${time}" is not the time of a snapshot.`, { context: { time } });
  const offsetSeconds = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60);
  const seconds = BigInt(date.getTime() / 1000 - offsetSeconds);
  return { instant: seconds * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0')), offsetSeconds, date };
}

/** Numbers that are equal exactly when two times lie in the same hour, day … of their own places. */
export const BUCKET = {
  hourly: ({ date }: LocalTime) => (date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate()) * 100 + date.getUTCHours(),
  daily: ({ date }: LocalTime) => date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate(),
  weekly: ({ date }: LocalTime) => isoWeek(date),
  monthly: ({ date }: LocalTime) => date.getUTCFullYear() * 100 + date.getUTCMonth() + 1,
  yearly: ({ date }: LocalTime) => date.getUTCFullYear(),
} as const;

/** ISO 8601: a week belongs to the year its Thursday is in. */
function isoWeek(date: Date): number {
  const thursday = new Date(date);
  thursday.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const yearBegan = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return thursday.getUTCFullYear() * 100 + 1 + Math.floor((thursday.getTime() - yearBegan) / (7 * 86_400_000));
}
