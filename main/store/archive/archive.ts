/** The archive store: one file a snapshot (or its volumes), in chains of full, incremental and differential links, in a folder of this machine. */
import { statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import type { Call } from '../../base/call.ts';
import type { Clock } from '../../base/clock.ts';
import { Fault } from '../../base/fault.ts';
import { guardedBy, type Holder } from '../lock/lock.ts';
import { StoreLocks, type Leftovers } from '../lock/store-locks.ts';
import { blamed } from '../pulled.ts';
import type { SnapshotReader, SnapshotRequest, SnapshotWriter, Store } from '../store.ts';
import type { AgeEncryption } from './container/age/age-sink.ts';
import { ArchiveFolder, type ArchiveSettings } from './folder.ts';
import { HIDDEN } from './layout.ts';
import { findRubbish, forgetLost, removeRubbish, removeUnneeded, type Rubbish } from './maintain/tidy.ts';
import type { Link } from './manifest/link.ts';
import type { Head } from './manifest/sidecar-file.ts';
import { ArchiveReader } from './read/archive-reader.ts';
import { LinkContent } from './read/link-content.ts';
import { LinkPool } from './read/link-pool.ts';
import { makeSeal, openSeal, type Seal } from './seal.ts';
import { Sidecars } from './sidecars.ts';
import { beginLink } from './write/begin-link.ts';

export interface ArchiveOptions {
  holder: Holder;
  programVersion: string;
  /** Passphrase, or an identity (AGE-SECRET-KEY-1…); null: none. */
  secret?: string | null;
  /** False: read without a lock; somebody may then remove what is being read. */
  lockReads?: boolean;
  /** As it is shown, where that is not its folder. */
  address?: string;
}

export interface NewArchives extends Omit<ArchiveSettings, 'encryption'> {
  encryption: AgeEncryption | null;
}

interface Parts {
  folder: ArchiveFolder;
  seal: Seal | null;
  secret: string | null;
}

export class ArchiveStore implements Store {
  readonly format = 'archive';
  readonly address: string;
  /** Where its locks and marks are. */
  readonly repository: ArchiveFolder;
  readonly holder: Holder;
  readonly sidecars: Sidecars;
  readonly seal: Seal | null;
  readonly pool: LinkPool;
  readonly secret: string | null;
  readonly programVersion: string;
  readonly #locks: StoreLocks;

  private constructor({ folder, seal, secret }: Parts, { holder, programVersion, lockReads = true, address = folder.root }: ArchiveOptions) {
    this.address = address;
    this.repository = folder;
    this.seal = seal;
    this.secret = secret;
    this.holder = holder;
    this.programVersion = programVersion;
    this.#locks = new StoreLocks(folder, holder, lockReads);
    this.sidecars = new Sidecars(folder.root, folder.id, seal);
    this.pool = new LinkPool({
      root: folder.root, secret,
      find: async (id, call) => (await this.heads({ ...call, progress: call.progress, report: () => undefined })).find(({ link }) => link.id === id)?.link ?? null,
      nameOf: async (id, call) => (await folder.marks('links', call)).get(id)?.name ?? null,
    });
  }

  /** @param root absolute path of its folder. @throws Fault `no-destination`, `wrong-password`. */
  static async open(root: string, options: ArchiveOptions, call: Call): Promise<ArchiveStore> {
    const folder = await ArchiveFolder.open(root, call);
    const { encryption } = folder.settings;
    const secret = encryption === null ? null : (options.secret ?? null);
    return new ArchiveStore({ folder, secret, seal: encryption === null ? null : await openSeal(encryption, secret) }, options);
  }

  /** Makes a new one. @throws Fault `exists`, `invalid`. */
  static async make(root: string, { encryption, ...settings }: NewArchives, options: ArchiveOptions, call: Call): Promise<ArchiveStore> {
    const made = encryption === null ? null : await makeSeal(encryption);
    const folder = await ArchiveFolder.make(root, { ...settings, encryption: made?.settings ?? null }, call);
    const secret = encryption !== null && 'passphrase' in encryption ? encryption.passphrase : null;
    return new ArchiveStore({ folder, secret, seal: made?.seal ?? null }, options);
  }

  get id(): string {
    return this.repository.id;
  }

  get clock(): Clock {
    return this.holder.clock;
  }

  async snapshots(call: Call): Promise<Snapshot[]> {
    return (await this.listed(call)).map(({ snapshot }) => snapshot);
  }

  async snapshot(id: string, call: Call): Promise<Snapshot | null> {
    return (await this.snapshots({ ...call, progress: call.progress, report: () => undefined })).find((snapshot) => snapshot.id === id) ?? null;
  }

  /** Of all links with a readable sidecar, forgotten or not, oldest first. Unreadable ones are reported. */
  async heads(call: Call): Promise<Head[]> {
    if (this.seal?.opens === false) {
      call.report({ item: this.address, during: 'list', severity: 'note', fault: new Fault('wrong-password', 'The archives are encrypted for recipients, and no identity was given: they can be added to, and not be read.', { advice: 'Give the secret key (AGE-SECRET-KEY-1…) as the password, for example with --password-file.' }) });
      return [];
    }
    const { heads, unreadable } = await this.sidecars.all(call);
    for (const { name, fault } of unreadable) call.report({ item: name, during: 'list', severity: 'warning', fault });
    return heads.toSorted((a, b) => Date.parse(a.snapshot.time) - Date.parse(b.snapshot.time) || a.link.sequence - b.link.sequence || (a.link.id < b.link.id ? -1 : 1));
  }

  /** Of the snapshots that are not forgotten. */
  async listed(call: Call): Promise<Head[]> {
    const marks = await this.repository.marks('links', call);
    return (await this.heads(call)).filter(({ link }) => marks.get(link.id)?.forgotten !== true);
  }

  async begin(request: SnapshotRequest, call: Call): Promise<SnapshotWriter> {
    call.signal.throwIfAborted();
    call.progress.phase = 'locking';
    const lock = request.dryRun ? null : await this.#locks.share(call);
    const guarded = lock === null ? call : guardedBy(lock, call);
    try {
      if (lock !== null) await this.#locks.tidy(lock, this.#unneeded(guarded), guarded);
      return await beginLink(this, request, { id: randomBytes(32).toString('hex'), root: statSync(this.repository.root, { bigint: true }), release: async () => lock?.release() }, guarded);
    } catch (error) {
      await lock?.release();
      throw this.blame(error);
    }
  }

  async open(snapshot: Snapshot, call: Call): Promise<SnapshotReader> {
    await this.hold(call);
    const head = (await this.heads({ ...call, progress: call.progress, report: () => undefined })).find(({ link }) => link.id === snapshot.id);
    if (head === undefined) throw new Fault('missing', `Snapshot ${snapshot.id.slice(0, 8)} is not at ${this.address} any more.`, { context: { snapshot: snapshot.id } });
    return (await this.read(head.link)).reader;
  }

  /** All of one link. @throws Fault `damaged`, `missing`. */
  async read({ name }: Pick<Link, 'name'>): Promise<Awaited<ReturnType<Sidecars['whole']>> & { reader: ArchiveReader; content: LinkContent }> {
    const whole = await this.sidecars.whole(name);
    const content = new LinkContent(whole.link, whole.state, this.pool);
    return { ...whole, content, reader: new ArchiveReader(whole.snapshot, whole.state, content) };
  }

  async remove(snapshots: readonly Snapshot[], call: Call, expected: readonly string[] | null = null): Promise<void> {
    await this.exclusively(call, async (guarded) => {
      const present = await this.listed(guarded);
      if (expected !== null && present.map(({ link }) => link.id).toSorted().join() !== expected.toSorted().join()) throw new Fault('stale', `The snapshots at ${this.address} are no longer the ones that were shown.`);
      const going = new Set(snapshots.map(({ id }) => id));
      for (const { link: { id, name, chain } } of present.filter(({ link }) => going.has(link.id))) {
        guarded.signal.throwIfAborted();
        await this.repository.mark('links', id, { name, chain, forgotten: true }, guarded);
      }
      await removeUnneeded(this.repository, this.sidecars, guarded);
      await forgetLost(this.repository, this.sidecars, guarded);
    });
  }

  async close(): Promise<void> {
    await this.pool.close();
    await this.#locks.release();
  }

  /** Takes a shared lock and keeps it until `close`: nobody may remove what is about to be read. */
  hold(call: Call): Promise<void> {
    return this.#locks.hold(call);
  }

  /** Runs `work` while nobody else uses the store, after it is put in order. What was opened for reading is closed before. */
  async exclusively<T>(call: Call, work: (guarded: Call) => Promise<T>): Promise<T> {
    await this.pool.close();
    try {
      return await this.#locks.exclusively(call, (guarded) => this.#leftovers(guarded), work);
    } catch (error) {
      throw this.blame(error);
    } finally {
      await this.pool.close();
    }
  }

  blame(error: unknown): unknown {
    return blamed(error, { address: this.address, mark: join(this.repository.root, HIDDEN), what: `The archives at ${this.address}` });
  }

  #leftovers(call: Call): Leftovers<Rubbish> {
    return { find: () => findRubbish(this.repository, call), remove: (rubbish) => removeRubbish(this.repository, this.sidecars, rubbish, call) };
  }

  /** With rubbish goes what no snapshot needs any more. */
  #unneeded(call: Call): Leftovers<Rubbish> {
    const { find, remove } = this.#leftovers(call);
    const removeBoth = async (rubbish: Rubbish): Promise<void> => {
      await remove(rubbish);
      if (this.seal?.opens !== false) await removeUnneeded(this.repository, this.sidecars, call);
    };
    return { find, remove: removeBoth };
  }
}
