/** Version 2: the runs of one plan are found without reading all of history. */
import type { CatalogMigration } from './migration.ts';

export const planRuns: CatalogMigration = {
  version: 2,
  sql: `
    CREATE INDEX runs_of_plan ON runs (plan, seq) WHERE plan IS NOT NULL;
  `,
};
