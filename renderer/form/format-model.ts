/** The ways of storing, where each is possible, and what each asks of the person. */
import type { Destination, Place } from '../../preload/contract/destination.ts';

export type Format = Destination['format'];
export const FORMATS = ['vault', 'mirror', 'archive'] as const satisfies readonly Format[];

/** What the files of an archive are. */
export const CONTAINERS = ['tar', 'zip'] as const;
export type Container = (typeof CONTAINERS)[number];

export interface Storing {
  format: Format;
  /** Of archives. */
  container: Container;
  /** Archives can be; a vault always is, a mirror never. */
  encrypted: boolean;
}

export const AS_VAULT: Storing = { format: 'vault', container: 'tar', encrypted: true };

/** Whether it opens with a password only. */
export const isSealed = ({ format, encrypted }: Storing): boolean => format === 'vault' || (format === 'archive' && encrypted);

/** How the plan's sentence speaks of it. */
export type StoringKind = Format | 'sealed-archive';
export const kindOf = (storing: Storing): StoringKind => (storing.format === 'archive' && storing.encrypted ? 'sealed-archive' : storing.format);

/** The backups that lie at a place; null: there are none. @param state as the engine found it. */
export const formatAt = (state: string): Format | null => FORMATS.find((format) => format === state) ?? null;

/** `links`: files there cannot have several names. `local`: it is no folder of this machine. */
export type FormatProblem = 'links' | 'local';

/** What is known of the place: `links` false says that there are none, anything else is no obstacle. */
export type Ground = Pick<Place, 'kind' | 'links'>;

/** Null: it can be used there, as far as can be told. */
export function formatProblem(format: Format, { kind, links }: Ground): FormatProblem | null {
  if (format === 'vault') return null;
  if (kind !== 'local') return 'local';
  return format === 'mirror' && links === false ? 'links' : null;
}

/** What a new destination is made with. */
export const initOptions = ({ format, container, encrypted }: Storing): { format: Format } => ({ format, ...(format === 'archive' ? { archive: { container, encrypt: encrypted } } : {}) });
