/** Identifiers: random ones for runs, hashes for everything stored. */
import { hash, randomUUID } from 'node:crypto';

/** Lower-case hex SHA-256 of the bytes: 64 characters. */
export const sha256Hex = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');

export const newId = (): string => randomUUID();

/** Whether a name is a 64-character lower-case hex id. */
export const isHexId = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

/** As restic shows ids: the first 8 characters. */
export const shortId = (id: string): string => id.slice(0, 8);
