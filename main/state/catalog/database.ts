/** The catalog's database: opening, bringing up to date, and its errors as Faults. It holds history only; no backup depends on it. */
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { FaultKind } from '../../../preload/contract/errors.ts';
import { Fault, toFault } from '../../base/fault.ts';
import { CATALOG_MIGRATIONS, CATALOG_VERSION } from './migration.ts';

/** Milliseconds to wait for another process's write. */
const PATIENCE_MS = 10_000;
export const IN_MEMORY = ':memory:';

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const KIND: Readonly<Record<number, FaultKind>> = { 3: 'denied', 5: 'busy', 6: 'busy', 8: 'denied', 10: 'offline', 11: 'damaged', 13: 'full', 14: 'denied', 23: 'denied', 26: 'damaged' };

const REASON: Partial<Record<FaultKind, string>> = {
  damaged: 'it is damaged', busy: 'another program holds it', denied: 'permission denied', full: 'no room left', offline: 'it cannot be read',
};

export class CatalogDatabase {
  readonly path: string;
  readonly #database: DatabaseSync;

  /**
   * Opens the file, made if it is not there, and brings its tables up to date. Call it under the state's lock.
   * @param path file, or IN_MEMORY.
   * @throws Fault `damaged`, `newer`, `denied`, `busy`, `full` …
   */
  constructor(path: string) {
    this.path = path;
    this.#database = connect(path);
    try {
      this.#setUp();
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** Runs statements as they are; every error of SQLite leaves as a Fault. */
  use<T>(work: (database: DatabaseSync) => T): T {
    try {
      return work(this.#database);
    } catch (error) {
      const fault = catalogFault(error, this.path);
      if (fault.kind === 'damaged') markSuspect(this.path);
      throw fault;
    }
  }

  /** All or nothing; no other process writes meanwhile. */
  transaction<T>(work: (database: DatabaseSync) => T): T {
    return this.use((database) => {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work(database);
        database.exec('COMMIT');
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK'); // some errors have ended it already
        throw error;
      }
    });
  }

  close(): void {
    this.#database.close();
  }

  #setUp(): void {
    const version = this.use((database) => Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0));
    if (version > CATALOG_VERSION) {
      throw new Fault('newer', `The catalog ${this.path} has version ${version}; this Holdfast knows versions up to ${CATALOG_VERSION}.`, { context: { path: this.path, version } });
    }
    this.use((database) => database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF'));
    if (existsSync(suspectPath(this.path))) this.#lookClosely();
    for (const step of CATALOG_MIGRATIONS.slice(version)) {
      this.transaction((database) => database.exec(`${step.sql}; PRAGMA user_version = ${step.version}`));
    }
  }

  /** An earlier run met damage: is it really there? */
  #lookClosely(): void {
    const verdict = this.use((database) => database.prepare('PRAGMA quick_check(1)').get()?.['quick_check']);
    if (verdict !== 'ok') throw damaged(this.path, String(verdict));
    rmSync(suspectPath(this.path), { force: true });
  }
}

function connect(path: string): DatabaseSync {
  const { DatabaseSync: Connection } = process.getBuiltinModule('node:sqlite'); // loaded here, so that commands without history do not pay for it
  try {
    if (path !== IN_MEMORY) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      closeSync(openSync(path, 'a', 0o600)); // SQLite would make it readable for everybody
    }
    return new Connection(path, { timeout: PATIENCE_MS });
  } catch (error) {
    throw catalogFault(error, path);
  }
}

/** Beside the catalog while damage was met in it and not looked into yet. */
export const suspectPath = (path: string): string => `${path}.suspect`;

function markSuspect(path: string): void {
  if (path === IN_MEMORY) return;
  try {
    writeFileSync(suspectPath(path), '');
  } catch {
    // The mark only makes the next start look closer; the Fault about the damage itself is on its way.
  }
}

function damaged(path: string, detail: string, cause?: unknown): Fault {
  return new Fault('damaged', `The catalog ${path} is damaged (${detail}). Backups are not affected: it holds only the history of runs and the audit journal.`, {
    context: { path }, cause, advice: 'Nothing needs to be done: the next start moves the file aside and begins a new one.',
  });
}

function catalogFault(error: unknown, path: string): Fault {
  if (error instanceof Fault) return error;
  if (!(error instanceof Error) || !('errcode' in error)) return toFault(error, `The catalog ${path} cannot be used`, { path });
  const kind = KIND[Number(error.errcode) & 0xff] ?? 'bug';
  if (kind === 'damaged') return damaged(path, error.message, error);
  return new Fault(kind, `The catalog ${path} cannot be used: ${REASON[kind] ?? error.message}.`, { context: { path }, cause: error });
}
