/** Version 2: plans and the window's appearance. A document without them has none, and the defaults. */
import type { Migration } from './migration.ts';

export const plans: Migration = {
  version: 2,
  migrate: (document) => document,
};
