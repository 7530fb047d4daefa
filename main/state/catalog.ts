/** The catalog: what happened. It never stands in the way of a backup or a restore: `openHistory` always gives one to write to. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock, type Clock } from '../base/clock.ts';
import { exclusively } from '../base/exclusive.ts';
import { isFault, toFault, type Fault } from '../base/fault.ts';
import { Audit } from './catalog/audit.ts';
import { CatalogDatabase, IN_MEMORY, suspectPath } from './catalog/database.ts';
import { Runs } from './catalog/runs.ts';

export interface CatalogOptions {
  /** The state folder. */
  home: string;
  /** Who acts, as `user@host cli`; kept with every audit entry. */
  actor: string;
  clock?: Clock;
  /** Name of this machine; runs of others are never marked interrupted. */
  host?: string;
}

/** Writes are on disk when a call returns. Several processes may use the same catalog at once. */
export interface Catalog {
  /** File it is kept in; null when it is only kept in memory. */
  readonly path: string | null;
  readonly runs: Runs;
  readonly audit: Audit;
  close(): void;
}

export const catalogPath = (home: string): string => join(home, 'catalog.db');
const lockPath = (home: string): string => join(home, 'catalog.lock');

/** @throws Fault `damaged`, `newer`, `denied`, `busy`, `full` … naming the file. */
export function openCatalog(options: CatalogOptions): Catalog {
  return exclusively(lockPath(options.home), () => opened(catalogPath(options.home), options));
}

/**
 * Opens the catalog whatever state it is in: a damaged one is moved aside and a new one begun, one that cannot be used at all
 * (newer, no permission, no room) is stood in for by one in memory.
 * @param note told what was done, if anything had to be.
 */
export function openHistory(options: CatalogOptions, note: (fault: Fault) => void): Catalog {
  const path = catalogPath(options.home);
  try {
    return exclusively(lockPath(options.home), () => openOrReplace(path, options, note));
  } catch (error) {
    note(toFault(error, `The catalog ${path} cannot be used`, { path }));
    return opened(IN_MEMORY, options);
  }
}

function openOrReplace(path: string, options: CatalogOptions, note: (fault: Fault) => void): Catalog {
  try {
    return opened(path, options);
  } catch (error) {
    if (!isFault(error, 'damaged')) throw error;
    const aside = moveAside(path, options.clock ?? systemClock);
    const catalog = opened(path, options);
    catalog.audit.append('catalog replace', path, { movedTo: aside, reason: error.message });
    note(error);
    return catalog;
  }
}

/** Nothing is deleted: somebody may want to look into the old file. @returns its new path. */
function moveAside(path: string, clock: Clock): string {
  const aside = `${path}.damaged-${new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-')}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  rmSync(suspectPath(path), { force: true });
  return aside;
}

function opened(path: string, { actor, clock, host }: CatalogOptions): Catalog {
  const database = new CatalogDatabase(path);
  return {
    path: path === IN_MEMORY ? null : path,
    runs: new Runs(database, clock, host),
    audit: new Audit(database, actor, clock),
    close: () => database.close(),
  };
}
