/** A Source: what is protected. */
import { z } from 'zod';

export const SourceKind = z.enum(['folder', 'postgres', 'mysql', 'sqlite', 'docker', 'git', 'device']);
export type SourceKind = z.infer<typeof SourceKind>;
