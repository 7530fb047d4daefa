/** The mirror: snapshots as plain trees in a folder of this machine, unchanged files hard-linked to the snapshot before. */
import { statSync } from 'node:fs';
import type { BackupSummary, Snapshot } from '../../../preload/contract/snapshot.ts';
import type { Call } from '../../base/call.ts';
import type { Clock } from '../../base/clock.ts';
import { Fault, isFault, toFault } from '../../base/fault.ts';
import type { RawPath } from '../../entry/entry.ts';
import { rawFromText } from '../../entry/name.ts';
import { snapshotContent } from '../snapshot-content.ts';
import type { SnapshotReader, SnapshotRequest, SnapshotWriter, Store } from '../store.ts';
import type { SnapshotFile } from '../tree/snapshot-file.ts';
import { guardedBy, type Holder, type RepositoryLock } from '../lock/lock.ts';
import { StoreLocks, type Leftovers } from '../lock/store-locks.ts';
import { blamed } from '../pulled.ts';
import { requireHardLinks } from './hard-links.ts';
import { encodeHeader, onePerPlace, type Header } from './header.ts';
import { baseOf, below, manifestOf, SIDECAR } from './layout.ts';
import { Manifest } from './manifest/manifest.ts';
import { ManifestWriter } from './manifest/manifest-writer.ts';
import { placeNew, type NewPlace } from './place-new.ts';
import { FileReader } from './read/file-reader.ts';
import { MirrorReader } from './read/mirror-reader.ts';
import { findRubbish, removeRubbish, type Rubbish } from './rubbish.ts';
import { Sidecar } from './sidecar.ts';
import { isWhole, SnapshotFolders } from './snapshot-folders.ts';
import { gatherCrew, type MirrorCrew } from './worker/crew.ts';
import { MirrorWriter, type Previous } from './write/mirror-writer.ts';
import { Settable } from './write/settable.ts';

export interface MirrorOptions {
  holder: Holder;
  programVersion: string;
  /** As it is shown, where that is not its folder. */
  address?: string;
  /** False: read without a lock; somebody may then remove what is being read. */
  lockReads?: boolean;
}

export class MirrorStore implements Store {
  readonly format = 'mirror';
  readonly address: string;
  /** Where its locks and headers are. */
  readonly repository: Sidecar;
  readonly holder: Holder;
  readonly #programVersion: string;
  readonly #locks: StoreLocks;
  readonly #root: RawPath;
  readonly #folders: SnapshotFolders;
  #crew: MirrorCrew | null = null;

  private constructor(sidecar: Sidecar, { holder, programVersion, lockReads = true, address = sidecar.root }: MirrorOptions) {
    this.repository = sidecar;
    this.address = address;
    this.holder = holder;
    this.#programVersion = programVersion;
    this.#locks = new StoreLocks(sidecar, holder, lockReads);
    this.#root = rawFromText(sidecar.root);
    this.#folders = new SnapshotFolders(this.#root, sidecar);
  }

  /** @param root absolute path of its folder. @throws Fault `no-destination`. */
  static async open(root: string, options: MirrorOptions, call: Call): Promise<MirrorStore> {
    return new MirrorStore(await Sidecar.open(root, call), options);
  }

  /** Makes a new one. @throws Fault `exists`; `unsupported` on a file system without hard links. */
  static async make(root: string, options: MirrorOptions, call: Call): Promise<MirrorStore> {
    const sidecar = await Sidecar.make(root, call, (folder) => requireHardLinks(folder, root));
    return new MirrorStore(sidecar, options);
  }

  get id(): string {
    return this.repository.id;
  }

  get clock(): Clock {
    return this.holder.clock;
  }

  async snapshots(call: Call): Promise<Snapshot[]> {
    return (await this.headers(call)).map(({ snapshot }) => snapshot);
  }

  /** One of them by its full id; null when it is not there. */
  async snapshot(id: string, call: Call): Promise<Snapshot | null> {
    const header = await this.repository.header(id, call).catch((error: unknown) => {
      if (isFault(error, 'missing')) return null;
      throw error;
    });
    return header !== null && isWhole(this.#root, header) ? header.snapshot : null;
  }

  /** Of all committed snapshots, oldest first. */
  async headers(call: Call): Promise<Header[]> {
    const headers: Header[] = [];
    for (const id of await this.repository.headerIds(call)) {
      call.signal.throwIfAborted();
      try {
        const header = await this.repository.header(id, call);
        if (isWhole(this.#root, header)) headers.push(header);
      } catch (error) {
        if (isFault(error, 'missing')) continue; // forgotten meanwhile
        if (!isFault(error, 'damaged') && !isFault(error, 'newer')) throw error;
        call.report({ item: `snapshots/${id}`, during: 'list', severity: 'warning', fault: toFault(error, `Snapshot ${id} cannot be read`) });
      }
    }
    return onePerPlace(headers).toSorted((a, b) => Date.parse(a.snapshot.time) - Date.parse(b.snapshot.time) || (a.snapshot.id < b.snapshot.id ? -1 : 1));
  }

  async begin(request: SnapshotRequest, call: Call): Promise<SnapshotWriter> {
    call.signal.throwIfAborted();
    call.progress.phase = 'locking';
    const lock = request.dryRun ? null : await this.#locks.share(call);
    const guarded = lock === null ? call : guardedBy(lock, call);
    let made: NewPlace | null = null;
    try {
      if (lock !== null) {
        await this.#locks.tidy(lock, this.#leftovers(guarded), guarded);
        requireHardLinks(`${this.repository.root}/${SIDECAR}`, this.address);
        made = placeNew(this.#root, request, await this.headers(guarded));
      }
      return await this.#writer(request, made, lock, guarded);
    } catch (error) {
      if (made !== null) await this.#folders.discard(made);
      await lock?.release();
      throw this.#blame(error);
    }
  }

  async open(snapshot: Snapshot, call: Call): Promise<SnapshotReader> {
    await this.hold(call);
    const header = await this.repository.header(snapshot.id, call);
    const tree = { path: below(this.#root, header.place), base: baseOf(header.snapshot.paths) };
    return new MirrorReader(header.snapshot, new Manifest(manifestOf(this.#root, header.place)), new FileReader(tree, () => this.crew()));
  }

  async remove(snapshots: readonly Snapshot[], call: Call, expected: readonly string[] | null = null): Promise<void> {
    return this.exclusively(call, async (guarded) => {
      let others = await this.headers(guarded);
      if (expected !== null && others.map(({ snapshot }) => snapshot.id).toSorted().join() !== expected.toSorted().join()) throw new Fault('stale', `The snapshots at ${this.address} are no longer the ones that were shown.`);
      const going = new Set(snapshots.map(({ id }) => id));
      for (const header of others.filter(({ snapshot }) => going.has(snapshot.id))) {
        guarded.signal.throwIfAborted();
        others = others.filter((one) => one !== header);
        await this.#folders.remove(header, others, guarded);
      }
    });
  }

  /** Nobody else reads or writes it meanwhile; what earlier runs left is cleared away before. @throws Fault `locked`. */
  exclusively<T>(call: Call, work: (guarded: Call) => Promise<T>): Promise<T> {
    return this.#locks.exclusively(call, (guarded) => this.#leftovers(guarded), work).catch((error: unknown) => {
      throw this.#blame(error);
    });
  }

  async close(): Promise<void> {
    await this.#crew?.close(undefined);
    this.#crew = null;
    await this.#locks.release();
  }

  /** Takes a shared lock and keeps it until `close`: nobody may remove what is about to be read. */
  hold(call: Call): Promise<void> {
    return this.#locks.hold(call);
  }

  /** The workers. */
  crew(): MirrorCrew {
    return (this.#crew ??= gatherCrew());
  }

  /** Where a snapshot's tree and manifest lie. */
  placesOf({ place }: Header): { tree: RawPath; manifest: RawPath } {
    return { tree: below(this.#root, place), manifest: manifestOf(this.#root, place) };
  }

  #leftovers(call: Call): Leftovers<Rubbish> {
    return { find: () => findRubbish(this.repository, call), remove: (rubbish) => removeRubbish(this.repository, rubbish, call) };
  }

  async #writer(request: SnapshotRequest, made: NewPlace | null, lock: RepositoryLock | null, call: Call): Promise<MirrorWriter> {
    const previous = await this.#previous(request, call);
    const crew = gatherCrew(request);
    const root = statSync(this.repository.root, { bigint: true });
    const manifest = new ManifestWriter(made === null ? null : manifestOf(this.#root, made.place), previous?.manifest ?? null);
    const end = async (committed: boolean, reason: unknown): Promise<void> => {
      await crew.close(reason ?? undefined);
      manifest.close();
      if (!committed && made !== null) await this.#folders.discard(made);
      await lock?.release();
    };
    return new MirrorWriter({
      crew, previous, end, clock: this.clock, uid: this.holder.uid, settable: new Settable(), base: baseOf(request.paths), manifest,
      tree: made?.partial ?? null, root: { device: root.dev, inode: root.ino },
      commit: (tree, isDirectory, summary) => this.#commit(made!, request, { tree, isDirectory, summary }, call),
      blame: (error) => this.#blame(error),
    }, request, call);
  }

  /** Compared only with a snapshot of the same path: others lie differently. */
  async #previous({ parent, paths }: SnapshotRequest, call: Call): Promise<Previous | null> {
    if (parent === null) return null;
    try {
      const header = await this.repository.header(parent.id, call);
      if (!isWhole(this.#root, header) || baseOf(header.snapshot.paths) !== baseOf(paths)) return null;
      return { snapshot: header.snapshot, manifest: new Manifest(manifestOf(this.#root, header.place)), tree: below(this.#root, header.place) };
    } catch (error) {
      if (!isFault(error, 'damaged') && !isFault(error, 'missing')) throw error;
      call.report({ item: parent.id, during: 'scan', severity: 'note', fault: toFault(error, `The previous snapshot ${parent.id.slice(0, 8)} cannot be used; everything is stored again`) });
      return null;
    }
  }

  async #commit(made: NewPlace, request: SnapshotRequest, { tree, isDirectory, summary }: { tree: string; isDirectory: boolean; summary: BackupSummary }, call: Call): Promise<Snapshot> {
    const { uid, gid } = this.holder;
    const content: SnapshotFile = { ...snapshotContent(request, { tree, owner: { uid, gid }, programVersion: this.#programVersion }), summary };
    return this.#folders.commit(made, encodeHeader(content, { place: made.place, isDirectory }), await this.headers(call), call);
  }

  #blame(error: unknown): unknown {
    return blamed(error, { address: this.address, mark: `${this.repository.root}/${SIDECAR}`, what: `The mirror at ${this.address}` });
  }
}
