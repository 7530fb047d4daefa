/** Secrets: passwords of destinations. They go in; the only way out is `destination.key.show`. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errors, openingErrors } from './errors.ts';

export const secret = {
  /** A phrase of random words, and how many bits of chance are in it. */
  suggest: oc.output(z.object({ phrase: z.string(), bits: z.number() })).errors({ BUG: errors.BUG }),
  /** Opens the destination with it, and on success uses it from now on; `keep`: also after this program ends. */
  set: oc.input(z.object({ destination: z.string().min(1), password: z.string().min(1), keep: z.boolean().default(true) }))
    .output(z.object({ address: z.string(), secretStore: z.string().nullable() })).errors(openingErrors),
};
