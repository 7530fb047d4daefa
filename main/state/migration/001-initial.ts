/** Version 1: the first. A file without a version was written by hand; it is taken as it stands. */
import type { Migration } from './migration.ts';

export const initial: Migration = {
  version: 1,
  migrate: (document) => document,
};
