/** How the settings file is brought up to date: numbered steps, each from one version to the next, none ever changed or removed. */
import { initial } from './001-initial.ts';
import { plans } from './002-plans.ts';

/** The document as parsed from JSON. */
export type Document = Record<string, unknown>;

export interface Migration {
  /** The version of the document it makes; the one before is what it takes. */
  readonly version: number;
  /** Pure; gives a new document without touching the old one. */
  migrate(document: Document): Document;
}

/** In order and without a gap. Every one has a file `NNN-name.ts` and a fixture `NNN-name.json` with a document before and after. */
export const MIGRATIONS: readonly Migration[] = [initial, plans];

/** Runs the steps a document of this version has not seen. */
export function migrateDocument(document: Document, version: number, migrations = MIGRATIONS): Document {
  return migrations
    .filter((step) => step.version > version)
    .reduce((current, step) => ({ ...step.migrate(current), version: step.version }), document);
}
