/** The settings file. Defaults are applied when it is read; a file that is not valid is reported and never written over. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { Settings, SETTINGS_VERSION } from '../../preload/contract/settings.ts';
import { exclusively } from '../base/exclusive.ts';
import { Fault, toFault } from '../base/fault.ts';
import { migrateDocument, type Document } from './migration/migration.ts';

export type { Settings };

const NAME = 'settings';

export class SettingsFile {
  /** Absolute path of the file, whether it is there or not. */
  readonly path: string;
  readonly #home: string;

  /** @param home the state folder; made when the first change is written. */
  constructor(home: string) {
    this.#home = home;
    this.path = join(home, `${NAME}.json`);
  }

  /**
   * What the file says, with defaults for all it does not; all defaults when there is none. Reading changes nothing.
   * @throws Fault `invalid` naming the file, the place in it and the reason; `newer`; `denied` …
   */
  read(): Settings {
    const text = this.#text();
    return text === null ? Settings.parse({}) : readSettings(text, this.path);
  }

  /**
   * Changes the settings: reads what is there now, applies the change, writes. No other process can write in between, so two that
   * add something at the same time both succeed.
   * @param change pure; gives the new settings.
   * @throws Fault like `read`, and `invalid` when the changed settings are not; the file is then as it was.
   */
  async update(change: (settings: Settings) => Settings): Promise<Settings> {
    const { default: Conf } = await import('conf'); // takes long to load, and most commands only read
    return exclusively(join(this.#home, `${NAME}.lock`), () => {
      const next = checkChange(change(structuredClone(this.read())), this.path);
      try {
        mkdirSync(this.#home, { recursive: true, mode: 0o700 });
        const file = new Conf<Document>({ cwd: this.#home, configName: NAME, fileExtension: 'json', configFileMode: 0o600, clearInvalidConfig: false });
        file.store = next;
      } catch (error) {
        throw toFault(error, `The settings file ${this.path} cannot be written`, { path: this.path });
      }
      return next;
    });
  }

  #text(): string | null {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (error) {
      const fault = toFault(error, `The settings file ${this.path} cannot be read`, { path: this.path });
      if (fault.kind === 'missing') return null;
      throw fault;
    }
  }
}

/**
 * The settings in a text.
 * @param path named in faults.
 * @throws Fault `invalid` or `newer`.
 */
export function readSettings(text: string, path: string): Settings {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw invalid(path, `it is not valid JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) throw invalid(path, 'it must be one JSON object');
  return checkSettings(migrateDocument({ ...document }, versionOf({ ...document }, path)), path);
}

function versionOf(document: Document, path: string): number {
  const { version = 0 } = document;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) throw invalid(path, 'version: must be a whole number', { at: 'version' });
  if (version > SETTINGS_VERSION) {
    throw new Fault('newer', `The settings file ${path} has version ${version}; this Holdfast knows versions up to ${SETTINGS_VERSION}.`, { context: { path, version } });
  }
  return version;
}

function checkSettings(document: unknown, path: string): Settings {
  const checked = Settings.safeParse(document);
  if (checked.success) return checked.data;
  const issues = checked.error.issues.map(inWords);
  throw invalid(path, issues.map(({ at, reason }) => `${at}: ${reason}`).join('; '), { at: issues[0]?.at ?? '' });
}

/** Settings that are about to be written. @throws Fault `invalid` that speaks of the change, because the file is fine. */
function checkChange(settings: Settings, path: string): Settings {
  const checked = Settings.safeParse(settings);
  if (checked.success) return checked.data;
  const [first, ...more] = checked.error.issues.map(inWords);
  const reasons = [first, ...more].map(({ at, reason }) => `${at}: ${reason}`).join('; ');
  throw new Fault('invalid', `The settings cannot be changed like this: ${reasons}.`, {
    context: { path, at: first.at, reason: first.reason }, advice: 'Nothing was changed. Change first what speaks against it, or choose another value.',
  });
}

function inWords(issue: z.core.$ZodIssue): { at: string; reason: string } {
  const at = issue.path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('');
  return { at: at === '' ? 'the document' : at, reason: issue.message.charAt(0).toLowerCase() + issue.message.slice(1) };
}

function invalid(path: string, reason: string, { at, cause }: { at?: string; cause?: unknown } = {}): Fault {
  return new Fault('invalid', `The settings file ${path} cannot be used: ${reason}.`, {
    context: { path, reason, ...(at === undefined ? {} : { at }) },
    cause,
    advice: `Correct ${path} in a text editor, or move it away to begin with the defaults. It was left as it is.`,
  });
}
