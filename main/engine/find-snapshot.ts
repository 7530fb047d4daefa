/** Which snapshots are meant: ids, prefixes, `latest`, filters. */
import type { SnapshotFilter } from '../../preload/contract/snapshot-filter.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import { Fault } from '../base/fault.ts';
import { rawFromText } from '../entry/name.ts';
import type { RawPath } from '../entry/entry.ts';

export interface SnapshotPlace {
  snapshot: Snapshot;
  /** The sub path of `ID:/sub/path`, `/` when there is none. */
  path: RawPath;
}

/** Snapshots the filter lets through, in their order. @throws Fault `missing` or `invalid` for an id that fits none or several. */
export function filterSnapshots(snapshots: readonly Snapshot[], filter: SnapshotFilter): Snapshot[] {
  const through = snapshots.filter((snapshot) => passes(snapshot, filter));
  if (filter.ids.length === 0) return through;
  const wanted = new Set(filter.ids.map((id) => findSnapshot(snapshots, id, filter).snapshot.id));
  return snapshots.filter(({ id }) => wanted.has(id));
}

/** @param ref an id, a unique prefix of one, `latest`, or one of them with `:/sub/path`. */
export function findSnapshot(snapshots: readonly Snapshot[], ref: string, filter: Omit<SnapshotFilter, 'ids'> | null = null): SnapshotPlace {
  const colon = ref.indexOf(':');
  const name = colon < 0 ? ref : ref.slice(0, colon);
  const path = colon < 0 ? '/' : rawFromText(ref.slice(colon + 1));
  if (!path.startsWith('/')) throw new Fault('invalid', `"${ref}": the path after the colon must begin with a slash.`, { advice: `Write it as ${name}:/sub/path.` });
  return { snapshot: name === 'latest' ? latest(snapshots, filter) : byPrefix(snapshots, name), path };
}

function latest(snapshots: readonly Snapshot[], filter: Omit<SnapshotFilter, 'ids'> | null): Snapshot {
  const found = (filter === null ? snapshots : snapshots.filter((snapshot) => passes(snapshot, filter))).at(-1);
  if (found !== undefined) return found;
  throw snapshots.length === 0
    ? new Fault('missing', 'There is no snapshot yet.', { advice: 'The first backup makes one (on a command line: "holdfast backup PATH").' })
    : new Fault('missing', 'No snapshot fits the host, path or tag asked for.', { advice: 'See "holdfast snapshots" for what there is.' });
}

function byPrefix(snapshots: readonly Snapshot[], prefix: string): Snapshot {
  if (!/^[0-9a-f]{1,64}$/.test(prefix)) {
    throw new Fault('invalid', `"${prefix}" is no snapshot: an id is made of the digits 0 to 9 and the letters a to f.`, { advice: 'Give an id from "holdfast snapshots", the beginning of one, or "latest".' });
  }
  const found = snapshots.filter(({ id }) => id.startsWith(prefix));
  if (found.length === 1) return found[0];
  if (found.length === 0) throw new Fault('missing', `There is no snapshot ${prefix}.`, { context: { snapshot: prefix }, advice: 'See "holdfast snapshots" for what there is.' });
  throw new Fault('invalid', `${found.length} snapshots begin with ${prefix}.`, { context: { snapshot: prefix }, advice: 'Give more characters of the id.' });
}

function passes(snapshot: Snapshot, { hosts, tags, paths }: Omit<SnapshotFilter, 'ids'>): boolean {
  const host = hosts.length === 0 || hosts.includes(snapshot.hostname ?? '');
  const tag = tags.length === 0 || tags.some((list) => hasTags(snapshot, list));
  return host && tag && paths.every((path) => snapshot.paths.includes(path));
}

/** A comma-separated list: every tag must be there. The empty list fits snapshots without tags. */
const hasTags = (snapshot: Snapshot, list: string): boolean =>
  list === '' ? (snapshot.tags ?? []).length === 0 : list.split(',').every((tag) => (snapshot.tags ?? []).includes(tag));
