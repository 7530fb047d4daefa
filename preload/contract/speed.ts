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
