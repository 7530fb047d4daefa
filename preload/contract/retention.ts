/** Retention: the rules that say which snapshots are kept. The same rules as restic's `forget`. */
import { z } from 'zod';

/** Snapshots to keep; -1: all of them ("unlimited"); 0: the rule is not used. */
const keepCount = z.int().min(-1).default(0);

/** Years, months, days and hours, each at most once, as in `2y5m7d3h`. */
export const RetentionDuration = z.string().regex(/^(?=\d)(?:\d{1,6}y)?(?:\d{1,6}m)?(?:\d{1,6}d)?(?:\d{1,6}h)?$/, {
  error: 'must be years, months, days and hours in this order, like 2y5m7d3h',
});
const within = RetentionDuration.optional();

export const RetentionPolicy = z.strictObject({
  last: keepCount,
  hourly: keepCount,
  daily: keepCount,
  weekly: keepCount,
  monthly: keepCount,
  yearly: keepCount,
  /** All that are younger than this, counted from the newest snapshot and not from now. */
  within,
  withinHourly: within,
  withinDaily: within,
  withinWeekly: within,
  withinMonthly: within,
  withinYearly: within,
  /** Kept is what has all tags of any of these lists; the list [''] stands for snapshots without tags. */
  tags: z.array(z.array(z.string()).min(1)).default([]),
});
export type RetentionPolicy = z.infer<typeof RetentionPolicy>;
