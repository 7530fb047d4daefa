/** The ways of storing, where each is possible, and what each asks of the person. */
import type { ArchiveCompression, NewArchives } from '../../preload/contract/archive.ts';
import type { Destination, Place } from '../../preload/contract/destination.ts';

export type Format = Destination['format'];
export const FORMATS = ['vault', 'mirror', 'archive'] as const satisfies readonly Format[];

/** What the files of an archive are. */
export const CONTAINERS = ['tar', 'zip'] as const;
export type Container = (typeof CONTAINERS)[number];

/** A zip has one way of packing. */
export const COMPRESSIONS = { tar: ['zstd', 'gzip', 'none'], zip: ['gzip', 'none'] } as const satisfies Record<Container, readonly ArchiveCompression[]>;
export type Compression = ArchiveCompression;

export interface Storing {
  format: Format;
  /** Of archives, all of these. */
  container: Container;
  compression: Compression;
  /** Archives can be; a vault always is, a mirror never. */
  encrypted: boolean;
  /** Bytes a file may have; null: as many as the drive takes. */
  volumeSize: number | null;
  /** Archives after a full one, before there is a new full one. */
  maxLinks: number;
}

/** As long as nothing was chosen: the same as the contract fills in. */
export const NEW_STORING: Storing = { format: 'vault', container: 'tar', compression: 'zstd', encrypted: false, volumeSize: null, maxLinks: 14 };

/** The contract's own bounds. */
export const LINKS = { least: 0, most: 1000 } as const;
export const LEAST_VOLUME = 1024 * 1024;

export function isStoring(value: unknown): value is Storing {
  if (typeof value !== 'object' || value === null) return false;
  const { format, container, compression, encrypted, volumeSize, maxLinks } = value as Partial<Storing>;
  return FORMATS.some((one) => one === format) && CONTAINERS.some((one) => one === container) && COMPRESSIONS.tar.some((one) => one === compression) && typeof encrypted === 'boolean'
    && (volumeSize === null || Number.isInteger(volumeSize)) && Number.isInteger(maxLinks);
}

/** As it takes effect. */
export const compressionOf = ({ container, compression }: Pick<Storing, 'container' | 'compression'>): Compression => COMPRESSIONS[container].find((one) => one === compression) ?? COMPRESSIONS[container][0];

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
export const initOptions = (storing: Storing): { format: Format; archive?: Pick<NewArchives, 'container' | 'compression' | 'encrypt' | 'maxLinks' | 'volumeSize'> } => ({
  format: storing.format, ...(storing.format === 'archive' ? { archive: archiveOptions(storing) } : {}),
});

const archiveOptions = (storing: Storing): NonNullable<ReturnType<typeof initOptions>['archive']> => ({
  container: storing.container, compression: compressionOf(storing), encrypt: storing.encrypted, maxLinks: storing.maxLinks, ...(storing.volumeSize === null ? {} : { volumeSize: storing.volumeSize }),
});
