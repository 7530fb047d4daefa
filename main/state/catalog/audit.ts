/** The audit journal. Every entry carries the hash of the one before, so a change anywhere breaks the chain from there on. */
import type { DatabaseSync } from 'node:sqlite';
import type { AuditEntry, AuditHead, AuditVerdict } from '../../../preload/contract/audit.ts';
import { systemClock, type Clock } from '../../base/clock.ts';
import { sha256Hex } from '../../base/ids.ts';
import { readCursor } from './cursor.ts';
import type { CatalogDatabase } from './database.ts';

/** What the first entry is chained to. */
const START = '0'.repeat(64);

interface Row {
  seq: number; time: number; actor: string; action: string; subject: string;
  /** JSON, hashed as the text it is. */
  detail: string; prev_hash: string; hash: string;
}

export interface AuditPage {
  /** Newest first. */
  entries: AuditEntry[];
  /** Where the next page begins; null after the last. */
  next: string | null;
}

export class Audit {
  readonly #database: CatalogDatabase;
  readonly #actor: string;
  readonly #clock: Clock;

  /** @param actor who acts, as `user@host cli`. */
  constructor(database: CatalogDatabase, actor: string, clock: Clock = systemClock) {
    this.#database = database;
    this.#actor = actor.toWellFormed();
    this.#clock = clock;
  }

  /** Adds an entry; it is on disk when this returns. Neither subject nor detail may hold a secret. */
  append(action: string, subject: string, detail: AuditEntry['detail'] = null): AuditEntry {
    return this.#database.transaction((database) => {
      const previous = headOf(database);
      const row: Omit<Row, 'hash'> = {
        seq: lastNumber(database) + 1, time: this.#clock.now(), actor: this.#actor, action, subject: subject.toWellFormed(), // SQLite keeps UTF-8, the hash must be of what is kept
        detail: JSON.stringify(detail), prev_hash: previous?.hash ?? START,
      };
      const hash = hashOf(row);
      database.prepare('INSERT INTO audit (seq, time, actor, action, subject, detail, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
        .run(row.seq, row.time, row.actor, row.action, row.subject, row.detail, row.prev_hash, hash);
      return toEntry({ ...row, hash });
    });
  }

  /**
   * @param limit entries a page, 1 or more.
   * @param cursor `next` of the page before.
   */
  list({ limit = 50, cursor }: { limit?: number; cursor?: string } = {}): AuditPage {
    const before = readCursor(cursor);
    const rows = this.#database.use((database) => database
      .prepare('SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?').all(before, limit + 1)) as unknown as Row[];
    const last = rows[limit - 1];
    return { entries: rows.slice(0, limit).map(toEntry), next: rows.length > limit && last !== undefined ? String(last.seq) : null };
  }

  /**
   * Recomputes the whole chain.
   * @param noted a head seen earlier and kept elsewhere. Someone who can write the file can also write a whole new chain; only a
   * head noted outside of it shows that.
   */
  verify(noted?: AuditHead): AuditVerdict {
    return this.#database.use((database) => {
      let head: AuditHead | null = null;
      for (const found of database.prepare('SELECT * FROM audit ORDER BY seq').iterate()) {
        const row = found as unknown as Row;
        const reason = brokenBy(row, head, noted);
        const entries = head?.seq ?? 0;
        if (reason === 'removed') return { entries, head, broken: { seq: entries + 1, reason } };
        if (reason !== null) return { entries, head, broken: { seq: row.seq, reason } };
        head = { seq: row.seq, hash: row.hash };
      }
      const written = Math.max(lastNumber(database), noted?.seq ?? 0);
      const entries = head?.seq ?? 0;
      return { entries, head, broken: written > entries ? { seq: entries + 1, reason: 'removed' } : null };
    });
  }
}

function brokenBy(row: Row, previous: AuditHead | null, noted: AuditHead | undefined): 'changed' | 'removed' | 'unlinked' | null {
  if (row.seq !== (previous?.seq ?? 0) + 1) return 'removed';
  if (hashOf(row) !== row.hash) return 'changed';
  if (row.prev_hash !== (previous?.hash ?? START)) return 'unlinked';
  return noted?.seq === row.seq && noted.hash !== row.hash ? 'changed' : null;
}

function headOf(database: DatabaseSync): AuditHead | undefined {
  return database.prepare('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1').get() as AuditHead | undefined;
}

/** The highest number ever given out, kept by SQLite apart from the entries: a journal cut off at its end shows by it. */
function lastNumber(database: DatabaseSync): number {
  return Number(database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").get()?.['seq'] ?? 0);
}

function hashOf({ seq, time, actor, action, subject, detail, prev_hash }: Omit<Row, 'hash'>): string {
  return sha256Hex(Buffer.from(JSON.stringify([seq, time, actor, action, subject, detail, prev_hash])));
}

function toEntry({ prev_hash, time, detail, ...row }: Row): AuditEntry {
  return { ...row, time: new Date(time).toISOString(), detail: JSON.parse(detail) as AuditEntry['detail'], prevHash: prev_hash };
}
