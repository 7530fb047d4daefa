/** Writes a whole state into a link, content and all, as it stands in others. */
import type { Call } from '../../../base/call.ts';
import { Fault, toFault } from '../../../base/fault.ts';
import type { RawPath, StoredEntry } from '../../../entry/entry.ts';
import { showName } from '../../../entry/name.ts';
import type { State } from '../manifest/state-text.ts';
import type { LinkWriter } from './link-writer.ts';

/** Contents by identity, as a link or another store has them; whoever takes one compares its checksum. */
export interface ContentSource {
  stream(id: string, call: Call): AsyncIterable<Uint8Array>;
}

export interface StateToCopy {
  state: State;
  /** Identity of its root. */
  tree: string;
  content: ContentSource;
}

export interface Counts {
  files: number;
  directories: number;
  others: number;
  bytes: number;
}

/** @throws Fault `damaged` when something of it cannot be read. */
export async function copyState(writer: LinkWriter, { state, tree, content }: StateToCopy, call: Call): Promise<Counts> {
  const counts: Counts = { files: 0, directories: 0, others: 0, bytes: 0 };
  const names = new Map<string, RawPath>();
  for (const [id, { tree: bytes, path }] of state.directories) if (writer.directory(path, bytes) !== id) throw new Fault('damaged', `The directory ${showName(path)} is not what its manifest says.`);
  for (const { path, entry } of state.below(tree)) {
    call.signal.throwIfAborted();
    counts[entry.type === 'file' ? 'files' : entry.type === 'dir' ? 'directories' : 'others']++;
    counts.bytes += entry.size;
    await copyEntry(writer, { path, entry, first: writer.hardLinks ? firstName(entry, path, names) : null }, content, call);
    call.progress.done.files++;
  }
  return counts;
}

/** Where a file with several names is in the container already; null: nowhere. */
function firstName({ type, links, inode, deviceId, content }: StoredEntry, path: RawPath, names: Map<string, RawPath>): RawPath | null {
  if (links <= 1 || inode === 0n || type !== 'file') return null;
  const key = `${deviceId}:${inode}:${content?.[0] ?? ''}`;
  const first = names.get(key) ?? null;
  if (first === null) names.set(key, path);
  return first;
}

async function copyEntry(writer: LinkWriter, { path, entry, first }: { path: RawPath; entry: StoredEntry; first: RawPath | null }, content: ContentSource, call: Call): Promise<void> {
  const [id] = entry.content ?? [];
  const bytes = entry.type !== 'file' || first !== null ? null : id === undefined ? [] : content.stream(id, call);
  try {
    const added = await writer.add(entry, path, bytes, first, call);
    if (bytes === null) return;
    if (id !== undefined && added.sha256 !== id) throw new Fault('damaged', `${showName(path)} is not what was saved: its checksum is another.`);
    writer.hold(added, path);
    call.progress.done.bytes += added.size;
  } catch (error) {
    call.signal.throwIfAborted();
    if (entry.type === 'file' || !(error instanceof Fault) || error.kind !== 'unsupported') throw toFault(error, `${showName(path)} cannot be written`);
  }
}
