/** Version 1: the history of runs, and the audit journal, which SQL itself refuses to change or shorten. */
import type { CatalogMigration } from './migration.ts';

export const initial: CatalogMigration = {
  version: 1,
  sql: `
    CREATE TABLE runs (
      seq         INTEGER PRIMARY KEY AUTOINCREMENT,
      id          TEXT NOT NULL UNIQUE,
      kind        TEXT NOT NULL,
      plan        TEXT,
      destination TEXT,
      source      TEXT,
      started_at  INTEGER NOT NULL,
      ended_at    INTEGER,
      outcome     TEXT,
      pid         INTEGER NOT NULL,
      host        TEXT NOT NULL,
      summary     TEXT NOT NULL DEFAULT 'null',
      problems    TEXT NOT NULL DEFAULT '[]',
      problem_count INTEGER NOT NULL DEFAULT 0,
      CHECK ((ended_at IS NULL) = (outcome IS NULL))
    ) STRICT;
    CREATE INDEX runs_unended ON runs (host) WHERE outcome IS NULL;

    CREATE TABLE audit (
      seq       INTEGER PRIMARY KEY AUTOINCREMENT,
      time      INTEGER NOT NULL,
      actor     TEXT NOT NULL,
      action    TEXT NOT NULL,
      subject   TEXT NOT NULL,
      detail    TEXT NOT NULL,
      prev_hash TEXT NOT NULL,
      hash      TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit journal is never changed'); END;
    CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit journal is never shortened'); END;
  `,
};
