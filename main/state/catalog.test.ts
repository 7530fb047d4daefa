/** The catalog as a whole: history survives, damage never blocks, several processes write at once. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../base/fault.ts';
import { catalogPath, openCatalog, openHistory } from './catalog.ts';
import { CATALOG_MIGRATIONS } from './catalog/migration.ts';

let home: string;
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'holdfast-catalog-')); });
afterEach(() => rmSync(home, { recursive: true, force: true }));

const options = () => ({ home, actor: 'me@here cli' });
const history = () => {
  const notes: Fault[] = [];
  return { catalog: openHistory(options(), (fault) => notes.push(fault)), notes };
};

/** Fills a page of the table of runs with rubbish, leaving the header whole: only reading it shows the damage. */
function damagePage(): void {
  const catalog = openCatalog(options());
  for (let i = 0; i < 200; i++) catalog.runs.start({ kind: 'backup', source: 'x'.repeat(100) });
  catalog.close();
  const bytes = readFileSync(catalogPath(home));
  bytes.fill(0xa5, 4096 * 2);
  writeFileSync(catalogPath(home), bytes);
}

describe('openCatalog', () => {
  it('keeps what was written, in a file only its owner can read', () => {
    const first = openCatalog(options());
    const id = first.runs.start({ kind: 'backup' });
    first.close();
    const second = openCatalog(options());
    expect(second.runs.get(id).kind).toBe('backup');
    second.close();
    expect(statSync(catalogPath(home)).mode & 0o777).toBe(0o600);
  });

  it('refuses a catalog of a newer version and leaves it alone', () => {
    openCatalog(options()).close();
    const database = new DatabaseSync(catalogPath(home));
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => openCatalog(options())).toThrow(expect.objectContaining({ kind: 'newer', message: expect.stringContaining('version 99') }));
  });

  it('names a damaged file and says that backups are not affected', () => {
    writeFileSync(catalogPath(home), 'not a database at all'.repeat(100));
    expect(() => openCatalog(options())).toThrow(expect.objectContaining({ kind: 'damaged', message: expect.stringMatching(/catalog\.db is damaged.*Backups are not affected/) }));
  });

  it('takes what many processes write at once', async () => {
    const script = `
      const { openCatalog } = await import(${JSON.stringify(new URL('./catalog.ts', import.meta.url).href)});
      const { runs, audit } = openCatalog({ home: process.argv[1], actor: 'test' });
      for (let i = 0; i < 20; i++) { runs.end(runs.start({ kind: 'backup' }), 'succeeded'); audit.append('test', String(i)); }`;
    await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, home])));
    const catalog = openCatalog(options());
    expect(catalog.runs.list({ limit: 100 }).runs.filter(({ outcome }) => outcome === 'succeeded')).toHaveLength(60);
    expect(catalog.audit.verify()).toMatchObject({ entries: 60, broken: null });
    catalog.close();
  });
});

describe('openHistory', () => {
  it('moves a damaged catalog aside, keeps it, says so, and begins a new one', () => {
    writeFileSync(catalogPath(home), 'not a database at all'.repeat(100));
    const { catalog, notes } = history();
    const id = catalog.runs.start({ kind: 'backup' });
    expect(catalog.runs.list().runs.map((run) => run.id)).toEqual([id]);
    expect(notes).toMatchObject([{ kind: 'damaged' }]);
    expect(catalog.audit.list().entries).toMatchObject([{ action: 'catalog replace' }]);
    catalog.close();
    const aside = readdirSync(home).find((name) => name.startsWith('catalog.db.damaged-'));
    expect(readFileSync(join(home, aside ?? ''), 'utf8')).toMatch(/^not a database/);
  });

  it('finds damage inside the file when it is read, and replaces the file at the next start', () => {
    damagePage();
    const first = history();
    expect(() => first.catalog.runs.list({ limit: 500 })).toThrow(expect.objectContaining({ kind: 'damaged' }));
    first.catalog.close();
    const second = history();
    expect(second.catalog.runs.list().runs).toEqual([]);
    expect(second.notes).toMatchObject([{ kind: 'damaged' }]);
    second.catalog.close();
    expect(history().notes).toEqual([]);
  });

  it('keeps history in memory when the catalog is from a newer version, and leaves the file alone', () => {
    const database = new DatabaseSync(catalogPath(home));
    database.exec('PRAGMA user_version = 99');
    database.close();
    const { catalog, notes } = history();
    expect([catalog.path, notes[0]?.kind]).toEqual([null, 'newer']);
    expect(catalog.runs.get(catalog.runs.start({ kind: 'check' })).kind).toBe('check');
  });

  it('keeps history in memory when the file cannot be opened', () => {
    mkdirSync(catalogPath(home));
    const { catalog, notes } = history();
    expect(catalog.path).toBeNull();
    expect(notes).toHaveLength(1);
  });

  it('keeps history in memory when there can be no state folder', () => {
    writeFileSync(join(home, 'file'), '');
    const notes: Fault[] = [];
    expect(openHistory({ ...options(), home: join(home, 'file', 'home') }, (fault) => notes.push(fault)).path).toBeNull();
    expect(notes).toHaveLength(1);
  });
});

describe('catalog migrations', () => {
  it('are numbered without a gap and have one file each', () => {
    const files = readdirSync(new URL('./catalog/', import.meta.url)).filter((name) => /^\d{3}-.*\.ts$/.test(name)).toSorted();
    expect(CATALOG_MIGRATIONS.map(({ version }) => version)).toEqual(files.map((_, index) => index + 1));
    expect(files.map((name) => Number(name.slice(0, 3)))).toEqual(files.map((_, index) => index + 1));
  });
});
