/** The audit journal: what is written can be read back, and any change to it is found and named. */
import fc from 'fast-check';
import type { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { AuditEntry } from '../../../preload/contract/audit.ts';
import { Audit } from './audit.ts';
import { CatalogDatabase, IN_MEMORY } from './database.ts';

function journal(entries: number) {
  const database = new CatalogDatabase(IN_MEMORY);
  const audit = new Audit(database, 'me@here cli', { now: () => Date.UTC(2024, 4, 1), monotonic: () => 0 });
  for (let i = 1; i <= entries; i++) audit.append('snapshot forget', `snapshot ${i}`, { number: i });
  /** Somebody with the file in hand: the triggers do not hold them up. */
  const tamper = (sql: string) => database.use((sqlite: DatabaseSync) => sqlite.exec(`DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_shortened; ${sql}`));
  return { database, audit, tamper };
}

describe('Audit', () => {
  it('lists what was appended, newest first, in the shape of the contract', () => {
    const { audit } = journal(3);
    const { entries, next } = audit.list({ limit: 2 });
    expect(entries.map((entry) => AuditEntry.parse(entry).subject)).toEqual(['snapshot 3', 'snapshot 2']);
    expect(audit.list({ limit: 2, cursor: next ?? '' })).toMatchObject({ entries: [{ seq: 1, time: '2024-05-01T00:00:00.000Z', actor: 'me@here cli', detail: { number: 1 } }], next: null });
  });

  it('is whole when nobody touched it, empty too', () => {
    expect(journal(0).audit.verify()).toEqual({ entries: 0, head: null, broken: null });
    expect(journal(4).audit.verify()).toMatchObject({ entries: 4, head: { seq: 4 }, broken: null });
  });

  it.each([
    ['a changed subject', "UPDATE audit SET subject = 'another' WHERE seq = 2", { seq: 2, reason: 'changed' }],
    ['a changed time', 'UPDATE audit SET time = time + 1 WHERE seq = 3', { seq: 3, reason: 'changed' }],
    ['an entry taken out', 'DELETE FROM audit WHERE seq = 2', { seq: 2, reason: 'removed' }],
    ['the beginning taken away', 'DELETE FROM audit WHERE seq < 3', { seq: 1, reason: 'removed' }],
    ['the end taken away', 'DELETE FROM audit WHERE seq >= 3', { seq: 3, reason: 'removed' }],
    ['everything taken away', 'DELETE FROM audit', { seq: 1, reason: 'removed' }],
  ])('finds %s and names the place', (_, sql, broken) => {
    const { audit, tamper } = journal(4);
    tamper(sql);
    expect(audit.verify()).toMatchObject({ entries: broken.seq - 1, broken });
  });

  it('finds a chain that was written anew, by a head noted elsewhere', () => {
    const noted = journal(4).audit.verify().head ?? undefined;
    const forged = journal(0);
    for (let i = 1; i <= 5; i++) forged.audit.append('nothing', 'happened');
    expect(forged.audit.verify().broken).toBeNull();
    expect(forged.audit.verify(noted).broken).toEqual({ seq: 4, reason: 'changed' });
    expect(journal(2).audit.verify(noted).broken).toEqual({ seq: 3, reason: 'removed' });
    expect(journal(6).audit.verify(noted).broken).toBeNull();
  });

  it('takes names that are not valid Unicode', () => {
    const { audit } = journal(0);
    audit.append('test', 'half a pair: \ud800', { name: '\udfff' });
    expect(audit.verify().broken).toBeNull();
  });

  it('goes on after its end was taken away without hiding it', () => {
    const { audit, tamper } = journal(4);
    tamper('DELETE FROM audit WHERE seq = 4');
    audit.append('snapshot forget', 'snapshot 5');
    expect(audit.verify().broken).toEqual({ seq: 4, reason: 'removed' });
  });

  it('cannot be changed or shortened by SQL', () => {
    const { database } = journal(1);
    expect(() => database.use((sqlite) => sqlite.exec("UPDATE audit SET actor = 'x'"))).toThrow('never changed');
    expect(() => database.use((sqlite) => sqlite.exec('DELETE FROM audit'))).toThrow('never shortened');
  });

  it('keeps any detail and finds any changed character of it', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' }), (detail, subject) => {
      const { audit, tamper } = journal(1);
      audit.append('test', subject, detail as AuditEntry['detail']);
      expect(JSON.stringify(audit.list().entries[0]?.detail)).toBe(JSON.stringify(detail));
      expect(audit.verify().broken).toBeNull();
      tamper("UPDATE audit SET detail = detail || ' ' WHERE seq = 2");
      expect(audit.verify().broken).toEqual({ seq: 2, reason: 'changed' });
    }), { numRuns: 30 });
  });
});
