/** From what people write to an opened vault: name or address, storage, password. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Call } from '../base/call.ts';
import { Fault, isFault, toFault } from '../base/fault.ts';
import { SharedWork } from '../base/shared-work.ts';
import { LocalStorage } from '../storage/local/local.ts';
import { showAddress } from '../storage/address-show.ts';
import { parseAddress, type Surroundings } from '../storage/address.ts';
import { openStorage } from '../storage/registry.ts';
import type { Storage } from '../storage/storage.ts';
import { CachedStorage } from '../storage/wrap/cache.ts';
import { LimitedStorage } from '../storage/wrap/limit.ts';
import { RetryingStorage } from '../storage/wrap/retry.ts';
import { openRepository, requireRepository } from '../store/vault/repository/open.ts';
import type { Repository } from '../store/vault/repository/repository.ts';
import { isStillThere } from '../store/vault/repository/still-there.ts';
import type { MirrorOptions } from '../store/mirror/mirror.ts';
import { ArchiveStore, type ArchiveOptions } from '../store/archive/archive.ts';
import type { Store } from '../store/store.ts';
import { VaultStore } from '../store/vault/vault.ts';
import { folderPlaceOf, noVault, openFolderStore, type FolderPlace } from './folder-place.ts';
import { PROGRAM_VERSION, type Context } from './context.ts';
import type { Located } from './drive-places.ts';
import type { Services } from './implementer.ts';
import { candidates } from './passwords.ts';

export interface Limits {
  /** Bytes a second. */
  upload?: number | undefined;
  download?: number | undefined;
}

export class Destinations {
  readonly #context: Context;
  /** Opening costs a second of key derivation: once a process and place. */
  readonly #opened = new Map<string, SharedWork<Repository>>();
  /** By address: passwords that opened a vault and are to be used from now on, kept or not. */
  readonly #passwords = new Map<string, string>();

  constructor(context: Context) {
    this.#context = context;
  }

  get #services(): Pick<Services, 'context' | 'destinations'> {
    return { context: this.#context, destinations: this };
  }

  /** The address meant: a name from the settings, an address, or the default. */
  address(ref: string | undefined): string {
    const { settings, options, defaultVault } = this.#context;
    const { destinations, defaultDestination } = settings.read();
    const named = (name: string): string | null => destinations.find((known) => known.name === name)?.address ?? null;
    if (ref !== undefined) return named(ref) ?? ref;
    const { repository, repositoryFile } = options.env.restic;
    if (repository !== null) return repository;
    if (repositoryFile !== null) return addressFromFile(repositoryFile);
    return (defaultDestination === undefined ? null : named(defaultDestination)) ?? defaultVault;
  }

  /** From where relative addresses and `~` count. */
  get around(): Surroundings {
    const { cwd, env } = this.#context.options;
    return { cwd, home: env.home ?? homedir() };
  }

  /** Uses a vault that was just opened or made, and its password, from now on and as long as this process lives. */
  adopt(repository: Repository, password: string): void {
    const { address } = repository.storage;
    this.usePassword(address, password);
    void this.locate(address).then((place) => this.#opened.set(openedAs(place, this.#limitsFrom({})), new SharedWork(async () => repository)), () => undefined); // pulled just now: nothing to keep open
  }

  /** The next opening tries this password first. */
  usePassword(address: string, password: string): void {
    this.#passwords.set(address, password);
    for (const key of this.#opened.keys()) if (isOpenedAs(key, address)) this.#opened.delete(key);
  }

  /** Nothing need be there yet. */
  async storage(ref: string | undefined, limits: Limits = {}): Promise<Storage> {
    const { options, settings, folders } = this.#context;
    const storage = await this.#reach(ref);
    const { upload = null, download = null } = this.#limitsFrom(limits);
    const limited = upload === null && download === null ? storage : new LimitedStorage(storage, { upload, download });
    if (!storage.traits.remote) return limited;
    const retrying = new RetryingStorage(limited);
    if (options.noCache === true || !settings.read().cache.enabled) return retrying;
    const folder = createHash('sha256').update(storage.address).digest('hex').slice(0, 32);
    const cache = new LocalStorage(join(folders.cache, folder));
    await cache.create({ signal: new AbortController().signal });
    return new CachedStorage(retrying, cache, (key) => key.startsWith('index/') || key.startsWith('snapshots/'));
  }

  /** What is said for this time, else for this program, else in the settings. */
  #limitsFrom({ upload, download }: Limits): Limits {
    const { options, settings } = this.#context;
    const always = settings.read().limits;
    return { upload: upload ?? options.limits?.upload ?? always.upload ?? undefined, download: download ?? options.limits?.download ?? always.download ?? undefined };
  }

  /** What every format can do: opens, works, closes; locks are released and workers ended whatever happens. */
  async withStore<T>(ref: string | undefined, call: Call, work: (store: Store) => Promise<T>, limits: Limits = {}): Promise<T> {
    const store = await this.store(ref, call, limits);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  async store(ref: string | undefined, call: Call, limits: Limits = {}): Promise<Store> {
    const place = await this.folderPlace(ref);
    return place === null ? this.vault(ref, call, limits) : openFolderStore(place, this.#services, limits, call);
  }

  /** Where the destination is a mirror or a store of archives; null where it is neither. @throws Fault `offline` when its drive is away. */
  folderPlace(ref: string | undefined): Promise<FolderPlace | null> {
    return folderPlaceOf(ref, this.#services);
  }

  get folderOptions(): MirrorOptions & ArchiveOptions {
    return { holder: this.#context.holder(), programVersion: PROGRAM_VERSION, lockReads: this.#context.options.noLock !== true };
  }

  /** A folder on an adopted drive is known by the drive, so that its password and its history are found under any mount point. */
  async #reach(ref: string | undefined): Promise<Storage> {
    const { address, folder } = await this.locate(ref);
    return folder === null ? openStorage(this.address(ref), this.around) : openStorage(address, this.around, async () => folder);
  }

  /** @throws Fault `offline` when its drive is away. */
  locate(ref: string | undefined): Promise<Located> {
    return this.#context.drivePlaces.locate(parseAddress(this.address(ref), this.around));
  }

  /** What only archives can do. Like `withStore`. */
  withArchives<T>(ref: string | undefined, call: Call, work: (store: ArchiveStore) => Promise<T>): Promise<T> {
    return this.withStore(ref, call, async (store) => {
      if (store instanceof ArchiveStore) return work(store);
      throw new Fault('unsupported', `${store.address} holds no archives: chains are theirs alone.`, { context: { address: store.address }, advice: 'Name a destination of the format archive.' });
    });
  }

  /** What only a vault can do. Like `withStore`. */
  async withVault<T>(ref: string | undefined, call: Call, work: (vault: VaultStore) => Promise<T>, limits: Limits = {}): Promise<T> {
    const vault = await this.vault(ref, call, limits);
    try {
      return await work(vault);
    } finally {
      await vault.close();
    }
  }

  async vault(ref: string | undefined, call: Call, limits: Limits = {}): Promise<VaultStore> {
    const place = await this.folderPlace(ref);
    if (place !== null) throw noVault(place);
    const repository = await this.#repository(ref, call, limits);
    return new VaultStore(repository, { holder: this.#context.holder(), programVersion: PROGRAM_VERSION, lockReads: this.#context.options.noLock !== true });
  }

  async #repository(ref: string | undefined, call: Call, limits: Limits): Promise<Repository> {
    const key = openedAs(await this.locate(ref), this.#limitsFrom(limits));
    const known = this.#opened.get(key);
    if (known === undefined || known.abandoned) return this.#begin(key, ref, call, limits).wait(call.signal);
    const repository = await known.wait(call.signal);
    if (await isStillThere(repository, call)) return repository;
    if (this.#opened.get(key) === known) this.#opened.delete(key); // deleted, or made anew by somebody else
    return this.#repository(ref, call, limits);
  }

  /** For everybody who wants it meanwhile, and not only as long as the one who asked first. */
  #begin(key: string, ref: string | undefined, call: Call, limits: Limits): SharedWork<Repository> {
    const opening: SharedWork<Repository> = new SharedWork(async (signal) => {
      try {
        return await this.#open(await this.storage(ref, limits), { ...call, progress: call.progress, report: (problem) => call.report(problem), signal });
      } catch (error) {
        if (this.#opened.get(key) === opening) this.#opened.delete(key); // the next try may do better; one made meanwhile with another password stays
        throw error;
      }
    });
    this.#opened.set(key, opening);
    return opening;
  }

  /** Nobody is asked for the password of what is not there. */
  async #require(storage: Storage, call: Call): Promise<void> {
    try {
      await requireRepository(storage, call);
    } catch (error) {
      if (!isFault(error, 'no-destination')) throw error;
      const known = this.#nameOf(storage.address);
      if (known !== null) throw away(known, storage, error);
      if (storage.address !== this.#context.defaultVault) throw error;
      throw new Fault(error.kind, 'There is no backup yet: the default vault is made by the first one.', { context: error.context, cause: error, advice: 'Back something up (on a command line: "holdfast backup PATH"), or choose another destination (-r).' });
    }
  }

  /** Under which the settings know it. */
  #nameOf(address: string): string | null {
    const known = this.#context.settings.read().destinations.find((one) => showAddress(parseAddress(one.address, this.around)) === address);
    return known?.name ?? null;
  }

  /** Tries every password that may be meant; the first that opens it is the one. */
  async #open(storage: Storage, call: Call): Promise<Repository> {
    await this.#require(storage, call);
    let wrong: Fault | null = null;
    for await (const password of candidates(this.#context, storage, call, this.#passwords.get(storage.address))) {
      try {
        return await openRepository(storage, password, call);
      } catch (error) {
        if (!isFault(error, 'wrong-password')) throw error;
        wrong ??= error;
      }
    }
    throw wrong ?? new Fault('wrong-password', `No password is known for the vault at ${storage.address}.`, {
      context: { address: storage.address }, advice: 'Give it where the window asks for it, or on a command line with --password-file, --password-command or HOLDFAST_PASSWORD.',
    });
  }
}

/** Where there was a vault, a second one is the last thing to make: the drive may be unplugged, and its mount point an empty folder. */
const away = (name: string, { address, kind }: Storage, cause: Fault): Fault =>
  new Fault('no-destination', `The vault of "${name}" is not at ${address} now: its ${kind === 'local' ? 'drive or folder' : 'server or folder'} is away, or it was moved.`, {
    context: cause.context, cause,
    advice: `${kind === 'local' ? 'Plug the drive in, or bring the folder back' : 'See that the server has it again'}, and try again. If the vault lies somewhere else now, correct the address in the settings.`,
  });

const openedAs = ({ address, folder, device }: Located, { upload, download }: Limits): string => JSON.stringify([address, upload ?? null, download ?? null, folder, device]);
const isOpenedAs = (key: string, address: string): boolean => (JSON.parse(key) as unknown[])[0] === address;

function addressFromFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw toFault(error, `The file ${path} named by RESTIC_REPOSITORY_FILE cannot be read`);
  }
}
