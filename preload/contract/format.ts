/** How a Destination stores: as an encrypted vault, as plain folders, or as files that hold one snapshot each. */
import { z } from 'zod';

export const Format = z.enum(['vault', 'mirror', 'archive']);
export type Format = z.infer<typeof Format>;
