/** audit: the journal of everything that changed data or configuration. */
import { os } from './implementer.ts';

export const audit = {
  list: os.audit.list.handler(async ({ input, context: { context } }) => context.catalog.audit.list(input)),
  verify: os.audit.verify.handler(async ({ input, context: { context } }) => context.catalog.audit.verify(input.noted)),
};
