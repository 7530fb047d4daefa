/** Verify: reading back what is stored and checking every checksum. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errors } from './errors.ts';
import { DestinationRef, RunStarted } from './run-id.ts';

const { BUG, DAMAGED, DENIED, INVALID, LOCKED, MISSING, NEWER, NO_DESTINATION, OFFLINE, UNSUPPORTED, WRONG_PASSWORD } = errors;

export const verify = {
  /** `readData`: `none` (structure only), `all`, or a subset as restic writes it: `2/5`, `10%`, `500M`. */
  start: oc.input(z.object({ destination: DestinationRef, readData: z.string().default('none') })).output(RunStarted)
    .errors({ BUG, DAMAGED, DENIED, INVALID, LOCKED, MISSING, NEWER, NO_DESTINATION, OFFLINE, UNSUPPORTED, WRONG_PASSWORD }),
};
