/** The settings: what is chosen once and holds for every run. No secret is ever among them. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { DestinationAddress, DestinationName, hasSecret } from './destination-name.ts';
import { DriveSettings, IgnoredDrive } from './drive-settings.ts';
import { Format } from './format.ts';
import { errors } from './errors.ts';
import { Plan } from './plan-settings.ts';
import { RateLimits, RateLimitsChange, Speed } from './speed.ts';

/** Version of the document; a file with a higher one is from a newer Holdfast and is left alone. */
export const SETTINGS_VERSION = 2;

export const DestinationSettings = z.strictObject({
  name: DestinationName,
  format: Format,
  address: DestinationAddress,
  /** RFC 3339. */
  addedAt: z.iso.datetime({ offset: true }),
});
export { DestinationAddress, DestinationName, hasSecret };
export type DestinationSettings = z.infer<typeof DestinationSettings>;

export const LogLevel = z.enum(['debug', 'info', 'warn', 'error', 'silent']);
export type LogLevel = z.infer<typeof LogLevel>;

/** Bytes a log file may grow to before the next one is begun. */
const maxSize = z.int().min(64 * 1024);
/** Files kept, the current one included. */
const maxFiles = z.int().min(1).max(1000);

export const LogSettings = z.strictObject({ maxSize: maxSize.default(5 * 1024 * 1024), maxFiles: maxFiles.default(5) });
export type LogSettings = z.infer<typeof LogSettings>;

export const CacheSettings = z.strictObject({ enabled: z.boolean().default(true) });

export const ColorScheme = z.enum(['system', 'light', 'dark']);
export type ColorScheme = z.infer<typeof ColorScheme>;

const Language = z.enum(['system', 'en', 'de']);

/** How the window looks. `views`: what it remembers of tables and the like, by name; nobody else reads it. */
export const Appearance = z.strictObject({
  scheme: ColorScheme.default('system'),
  language: Language.default('system'),
  views: z.record(z.string().max(60), z.json()).default({}),
});
export type Appearance = z.infer<typeof Appearance>;

/** Strict: a misspelt key is an error, not a setting that silently does nothing. */
export const Settings = z.strictObject({
  version: z.literal(SETTINGS_VERSION).default(SETTINGS_VERSION),
  destinations: z.array(DestinationSettings).default([]),
  defaultDestination: DestinationName.optional(),
  plans: z.array(Plan).default([]),
  /** Adopted ones; each is known by the marker on it. */
  drives: z.array(DriveSettings).default([]),
  ignoredDrives: z.array(IgnoredDrive).default([]),
  appearance: Appearance.prefault({}),
  speed: Speed.default('normal'),
  limits: RateLimits.prefault({}),
  logLevel: LogLevel.default('info'),
  log: LogSettings.prefault({}),
  cache: CacheSettings.prefault({}),
}).superRefine(({ destinations, defaultDestination, plans, drives }, issues) => {
  const driveIds = new Set<string>();
  for (const [index, { id }] of drives.entries()) {
    if (driveIds.has(id)) issues.addIssue({ code: 'custom', path: ['drives', index, 'id'], message: `is used twice: "${id}"` });
    driveIds.add(id);
  }
  const names = new Set<string>();
  for (const [index, { name }] of destinations.entries()) {
    if (names.has(name)) issues.addIssue({ code: 'custom', path: ['destinations', index, 'name'], message: `is used twice: "${name}"` });
    names.add(name);
  }
  if (defaultDestination !== undefined && !names.has(defaultDestination)) {
    issues.addIssue({ code: 'custom', path: ['defaultDestination'], message: `names no destination: "${defaultDestination}"` });
  }
  const ids = new Set<string>();
  for (const [index, { id, name, destinations: direct, transfers }] of plans.entries()) {
    const used = [...direct, ...transfers.flatMap(({ from, to }) => [from, to])];
    if (ids.has(id)) issues.addIssue({ code: 'custom', path: ['plans', index, 'id'], message: `is used twice: "${id}"` });
    ids.add(id);
    const unknown = used.find((name) => !names.has(name));
    if (unknown !== undefined) issues.addIssue({ code: 'custom', path: ['plans', index, 'destinations'], message: `the plan "${name}" backs up to "${unknown}", which would be no destination` });
  }
});
export type Settings = z.infer<typeof Settings>;

/** What may be changed at once; what is left out stays. Destinations and plans have their own nouns. */
export const SettingsChange = z.strictObject({
  /** Null: none. */
  defaultDestination: DestinationName.nullable().optional(),
  speed: Speed.optional(),
  limits: RateLimitsChange.optional(),
  logLevel: LogLevel.optional(),
  log: z.strictObject({ maxSize, maxFiles }).partial().optional(),
  cache: z.strictObject({ enabled: z.boolean() }).partial().optional(),
  /** A view that is null is forgotten. */
  appearance: z.strictObject({ scheme: ColorScheme, language: Language, views: z.record(z.string().max(60), z.json()) }).partial().optional(),
});
export type SettingsChange = z.infer<typeof SettingsChange>;

const { BUG, BUSY, DENIED, FULL, INVALID, NEWER } = errors;

export const settings = {
  /** With the file they are in; INVALID and NEWER name the file, the place in it and the reason. */
  get: oc.output(z.object({ path: z.string(), settings: Settings })).errors({ BUG, DENIED, INVALID, NEWER }),
  save: oc.input(SettingsChange).output(Settings).errors({ BUG, BUSY, DENIED, FULL, INVALID, NEWER }),
};
