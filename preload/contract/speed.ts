/** How much of the machine a backup may take. */
import { z } from 'zod';

/**
 * `fast`: everything. `normal`: everything while somebody waits for it; behind all other programs where nobody does (scheduled runs).
 * `gentle`: behind all other programs, and at most a tenth of one processor core.
 */
export const Speed = z.enum(['gentle', 'normal', 'fast']);
export type Speed = z.infer<typeof Speed>;

/** Files read at the same time. */
export const ReadConcurrency = z.int().min(1).max(32);

const rate = z.int().positive().nullable();

/** Bytes a second that go to vaults, and that come from them; null: as many as there are. What a command or a run says itself goes before. */
export const RateLimits = z.strictObject({ upload: rate.default(null), download: rate.default(null) });
export type RateLimits = z.infer<typeof RateLimits>;
export const RateLimitsChange = z.strictObject({ upload: rate, download: rate }).partial();
