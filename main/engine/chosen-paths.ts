/** What somebody chose in a snapshot, as exact raw paths. */
import type { Call } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import { showName } from '../entry/name.ts';
import type { RawPath } from '../entry/entry.ts';
import type { Directory, SnapshotReader } from '../store/store.ts';
import { Directories } from './directories.ts';
import { entryAt, noSuchPath } from './entry-at.ts';

/**
 * @param texts paths absolute in the snapshot, as shown or as programs get them; no character in them is a pattern.
 * @param from the part of the snapshot that is restored.
 * @throws Fault `missing` for what the snapshot does not have, `invalid` for what lies outside of `from`.
 */
export async function chosenPaths(reader: SnapshotReader, texts: readonly string[], from: RawPath, call: Call): Promise<RawPath[]> {
  const { id, tree } = reader.snapshot;
  const directories = new Directories();
  const load = (directory: string): Promise<Directory> => directories.get(id, directory, (wanted) => reader.directory(wanted, call), call.signal);
  const base = from.replace(/\/+$/, '');
  const paths: RawPath[] = [];
  for (const text of new Set(texts)) {
    call.signal.throwIfAborted();
    const place = await entryAt(tree, text, load);
    if (place === null) throw noSuchPath(id, text);
    if (place.path !== base && !place.path.startsWith(`${base}/`)) {
      throw new Fault('invalid', `"${showName(place.path)}" is not in "${showName(from)}", the part of the snapshot that is restored.`, { advice: 'Leave it out, or restore from the whole snapshot.' });
    }
    paths.push(place.path);
  }
  return paths;
}
