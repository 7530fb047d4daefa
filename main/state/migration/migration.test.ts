/** The steps are dense, each has its file and its fixture, and the last one makes the version the contract speaks of. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Settings, SETTINGS_VERSION } from '../../../preload/contract/settings.ts';
import { migrateDocument, MIGRATIONS } from './migration.ts';

const here = new URL('./', import.meta.url);
const named = (extension: string) => readdirSync(here).filter((name) => /^\d{3}-/.test(name) && name.endsWith(extension)).toSorted();
const stem = (name: string) => name.replace(/\.\w+$/, '');

describe('settings migrations', () => {
  it('are numbered without a gap, up to the version of the contract', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
    expect(MIGRATIONS.at(-1)?.version).toBe(SETTINGS_VERSION);
  });

  it('have one file and one fixture each', () => {
    const files = named('.ts').map(stem);
    expect(files.map((name) => Number(name.slice(0, 3)))).toEqual(MIGRATIONS.map(({ version }) => version));
    expect(named('.json').map(stem)).toEqual(files);
  });

  it.each(named('.json'))('%s goes from before to after', (name) => {
    const { before, after } = JSON.parse(readFileSync(new URL(name, here), 'utf8'));
    const version = Number(name.slice(0, 3));
    expect(migrateDocument(before, version - 1, MIGRATIONS.slice(0, version))).toEqual(after);
  });

  it('end in a document the schema takes', () => {
    expect(Settings.safeParse(migrateDocument({}, 0)).success).toBe(true);
  });

  it('run only the steps that are missing, in order', () => {
    const step = (version: number) => ({ version, migrate: (document: Record<string, unknown>) => ({ ...document, [`seen${version}`]: true }) });
    expect(migrateDocument({ version: 1 }, 1, [step(1), step(2), step(3)])).toEqual({ version: 3, seen2: true, seen3: true });
  });
});
