/** Where a restic repository keeps what: names below the storage's root (restic's default layout). */
import type { Key } from '../../../storage/storage.ts';

export const CONFIG: Key = 'config';

/** Folders of files that are named by the hash of their content. */
export const FOLDERS = ['data', 'index', 'keys', 'locks', 'snapshots'] as const;
export type Folder = (typeof FOLDERS)[number];

export const fileKey = (folder: Exclude<Folder, 'data'>, id: string): Key => `${folder}/${id}`;
export const packKey = (id: string): Key => `data/${id.slice(0, 2)}/${id}`;

/** The id at the end of a key, or null where the last part is none: other programs leave their own files here. */
export function idOf(key: Key): string | null {
  const name = key.slice(key.lastIndexOf('/') + 1);
  return /^[0-9a-f]{64}$/.test(name) ? name : null;
}
