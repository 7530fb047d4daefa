/** How the catalog's tables are brought up to date: numbered steps, none ever changed or removed once released. */
import { initial } from './001-initial.ts';
import { planRuns } from './002-plan-runs.ts';

export interface CatalogMigration {
  /** `user_version` of the database afterwards. */
  readonly version: number;
  readonly sql: string;
}

/** In order and without a gap; every one has a file `NNN-name.ts`. */
export const CATALOG_MIGRATIONS: readonly CatalogMigration[] = [initial, planRuns];

export const CATALOG_VERSION = CATALOG_MIGRATIONS.length;
