/** Turns a filled folder into a snapshot, and snapshots into nothing: each by one rename, whatever happens before or after. */
import { closeSync, fsyncSync, lstatSync, openSync, renameSync } from 'node:fs';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import type { Call } from '../../base/call.ts';
import { toFault } from '../../base/fault.ts';
import type { RawPath } from '../../entry/entry.ts';
import { dirRaw, fsPath } from '../../entry/name.ts';
import { native } from '../../entry/native.ts';
import { removeTreeSlowly } from '../../entry/remove-tree.ts';
import { decodeHeader, type Header } from './header.ts';
import { pointLatest } from './latest.ts';
import { below, manifestOf, PARTIAL } from './layout.ts';
import type { NewPlace } from './place-new.ts';
import type { Sidecar } from './sidecar.ts';

/** Committed: its tree has its name. */
export const isWhole = (root: RawPath, { place }: Header): boolean => lstatSync(fsPath(below(root, place)), { throwIfNoEntry: false })?.isDirectory() === true;

export class SnapshotFolders {
  readonly #root: RawPath;
  readonly #sidecar: Sidecar;

  constructor(root: RawPath, sidecar: Sidecar) {
    this.#root = root;
    this.#sidecar = sidecar;
  }

  /** Flushes everything, then one rename makes it a snapshot; nothing throws from then on. @param headers of all snapshots before. */
  async commit({ place, partial }: NewPlace, json: Uint8Array, headers: readonly Header[], call: Call): Promise<Snapshot> {
    await this.#flush();
    await this.#sidecar.requireHere(call);
    const header = decodeHeader(await this.#sidecar.putHeader(json, call), json);
    call.signal.throwIfAborted(); // the last moment to stop
    renameSync(fsPath(partial), fsPath(below(this.#root, place)));
    this.#tellLatest(place, [...headers, header], call);
    return header.snapshot;
  }

  /** The headers of what never became a snapshot go first, and with them the claim to its name. */
  async discard({ place, partial }: NewPlace): Promise<void> {
    const call = { signal: new AbortController().signal };
    try {
      for (const id of await this.#sidecar.headerIds(call)) {
        const header = await this.#sidecar.header(id, call).catch(() => null); // one that cannot be read is not ours
        if (header?.place === place) await this.#sidecar.removeHeader(id, call);
      }
      await removeTreeSlowly(manifestOf(this.#root, place));
      await removeTreeSlowly(partial, { force: true });
    } catch {
      // the drive is away, or read-only by now: the next run removes it
    }
  }

  /** Renamed first: from then on it is no snapshot, whatever happens. @param others headers of all other snapshots. */
  async remove(header: Header, others: readonly Header[], call: Call): Promise<void> {
    const tree = below(this.#root, header.place);
    renameSync(fsPath(tree), fsPath(tree + PARTIAL));
    syncFolder(dirRaw(tree));
    await this.#sidecar.removeHeader(header.snapshot.id, call);
    await removeTreeSlowly(manifestOf(this.#root, header.place));
    this.#tellLatest(header.place, others, call);
    await removeTreeSlowly(tree + PARTIAL, { force: true });
  }

  /** The snapshot is there, or gone, whatever becomes of this. */
  #tellLatest(place: string, headers: readonly Header[], call: Call): void {
    const source = place.split('/')[0]!;
    try {
      pointLatest(this.#root, source, headers);
      syncFolder(below(this.#root, source));
      syncFolder(this.#root);
    } catch (error) {
      call.report({ item: place, during: 'save', severity: 'note', fault: toFault(error, `The link to the latest snapshot in ${source} could not be set`) });
    }
  }

  /** One call for the whole file system; without it the workers flush every file, and the rest is small. */
  async #flush(): Promise<void> {
    const flush = native()?.syncFileSystem ?? null;
    if (flush === null) return;
    const fd = openSync(fsPath(this.#root), 'r');
    try {
      await flush(fd);
    } finally {
      closeSync(fd);
    }
  }
}

function syncFolder(folder: RawPath): void {
  const fd = openSync(fsPath(folder), 'r');
  try {
    fsyncSync(fd);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'].includes(String(error.code)))) throw error; // where folders cannot be flushed, nothing can be done
  } finally {
    closeSync(fd);
  }
}
