/** The hidden folder of an archive store: what it is, its locks, which links there are or were, what is being written. */
import { randomBytes } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { Fault, isFault } from '../../base/fault.ts';
import { isHexId, sha256Hex } from '../../base/ids.ts';
import { LocalStorage } from '../../storage/local/local.ts';
import type { StorageCall } from '../../storage/storage.ts';
import { isMarked } from '../marked.ts';
import { jsonOfValue } from '../tree/go-json.ts';
import { parseJsonFile } from '../tree/json-file.ts';
import type { LockPlace } from '../lock/lock.ts';
import type { Compression, ContainerKind } from './container/container.ts';
import { HIDDEN, isLinkName } from './layout.ts';
import { SealForm } from './seal.ts';

const VERSION = 1;
const CONFIG = 'archive.json';

/** What was decided when the store was made. */
export const SettingsForm = z.object({
  container: z.enum(['tar', 'zip', 'blb'] satisfies ContainerKind[]),
  compression: z.enum(['none', 'gzip', 'zstd'] satisfies Compression[]),
  /** Null: not encrypted. */
  encryption: SealForm.nullable(),
  /** Links after a full one, before the next. */
  maxLinks: z.int().min(0),
  /** Bytes a file may have; null: as many as the file system takes. */
  volumeSize: z.int().min(1024 * 1024).nullable(),
});
export type ArchiveSettings = z.infer<typeof SettingsForm>;

const ConfigForm = SettingsForm.extend({ format: z.literal('archive'), version: z.int(), id: z.string().refine(isHexId, 'is no id') });

const MarkForm = z.object({ name: z.string().refine(isLinkName, 'is no name of an archive'), chain: z.string().refine(isHexId, 'is no id'), forgotten: z.boolean().default(false) });
/** What is remembered of a link beside its sidecar. */
export type Mark = z.infer<typeof MarkForm>;

export class ArchiveFolder implements LockPlace {
  readonly noun = 'archive store';
  readonly storage: LockPlace['storage'];
  /** The folder the archives lie in. */
  readonly root: string;
  readonly id: string;
  readonly settings: ArchiveSettings;
  readonly #files: LocalStorage;

  private constructor(root: string, id: string, settings: ArchiveSettings, files: LocalStorage) {
    this.root = root;
    this.id = id;
    this.settings = settings;
    this.#files = files;
    this.storage = { address: root, traits: files.traits, stat: (key, call) => files.stat(key, call), sweep: (call, prefix) => files.sweep(call, prefix) };
  }

  /** @throws Fault `no-destination` where there is none; `damaged`, `newer`. */
  static async open(root: string, call: StorageCall): Promise<ArchiveFolder> {
    const files = filesOf(root);
    let json: Uint8Array;
    try {
      json = await files.get(CONFIG, call);
    } catch (error) {
      if (!isFault(error, 'missing')) throw error;
      throw new Fault('no-destination', `There is no archive store at ${root}.`, { context: { address: root }, cause: error, advice: 'Check the address, or make one with "holdfast init --format archive".' });
    }
    const { id, version, format: _, ...settings } = parseJsonFile(`The file ${HIDDEN}/${CONFIG}`, json, ConfigForm);
    if (version > VERSION) throw new Fault('newer', `The archive store at ${root} was made by a newer version of Holdfast (version ${version}).`);
    return new ArchiveFolder(root, id, settings, files);
  }

  /** The file that makes it one comes last. @throws Fault `exists`. */
  static async make(root: string, settings: ArchiveSettings, call: StorageCall): Promise<ArchiveFolder> {
    const files = filesOf(root);
    if (isArchiveStore(root)) throw new Fault('exists', `There is an archive store at ${root} already.`, { context: { address: root }, advice: 'Use it as it is, or choose another place.' });
    await files.create(call);
    const id = randomBytes(32).toString('hex');
    await files.put(CONFIG, Buffer.from(`${JSON.stringify({ format: 'archive', version: VERSION, id, ...settings }, null, 1)}\n`), call);
    return new ArchiveFolder(root, id, settings, files);
  }

  async list(folder: 'locks' | 'links' | 'making', call: StorageCall): Promise<{ id: string; size: number }[]> {
    const found: { id: string; size: number }[] = [];
    for await (const { key, size } of this.#files.list(`${folder}/`, call)) {
      const id = key.slice(folder.length + 1);
      if (isHexId(id)) found.push({ id, size });
    }
    return found;
  }

  async load(folder: 'locks', id: string, call: StorageCall): Promise<Uint8Array> {
    const bytes = await this.#files.get(`${folder}/${id}`, call);
    if (sha256Hex(bytes) !== id) throw new Fault('damaged', `The lock ${HIDDEN}/${folder}/${id} is damaged: its content does not match its name.`);
    return bytes;
  }

  /** Some chance goes with it: two locks of one process and moment must not be the same file. */
  async save(folder: 'locks', plain: Uint8Array, call: StorageCall): Promise<string> {
    const salted = Buffer.from(`${Buffer.from(plain).toString().replace(/\}\s*$/, '')},"nonce":"${randomBytes(8).toString('hex')}"}\n`);
    const id = sha256Hex(salted);
    await this.#files.put(`${folder}/${id}`, salted, call);
    return id;
  }

  remove(folder: 'locks' | 'links' | 'making', id: string, call: StorageCall): Promise<void> {
    return this.#files.remove(`${folder}/${id}`, call);
  }

  /** Says that a link is there, that one is being written, or that its snapshot is forgotten. */
  async mark(folder: 'links' | 'making', id: string, mark: Mark, call: StorageCall): Promise<void> {
    await this.#files.put(`${folder}/${id}`, jsonOfValue(mark), call, { overwrite: true });
  }

  /** By link id. One that cannot be read is passed over: what it says of a link, the sidecar says too, but that it was forgotten. */
  async marks(folder: 'links' | 'making', call: StorageCall): Promise<Map<string, Mark>> {
    const marks = new Map<string, Mark>();
    for (const { id } of await this.list(folder, call)) {
      try {
        marks.set(id, parseJsonFile('The mark', await this.#files.get(`${folder}/${id}`, call), MarkForm));
      } catch (error) {
        if (!isFault(error, 'missing') && !isFault(error, 'damaged')) throw error;
      }
    }
    return marks;
  }

  free(call: StorageCall): Promise<number | null> {
    return this.#files.free(call);
  }

  /** Proved by writing and removing a small file. */
  async isWritable(call: StorageCall): Promise<boolean> {
    const key = `test-${randomBytes(8).toString('hex')}`;
    try {
      await this.#files.put(key, new Uint8Array(16), call);
      await this.#files.remove(key, call);
      return true;
    } catch (error) {
      if (isFault(error, 'denied') || isFault(error, 'full')) return false;
      throw error;
    }
  }

  /** @throws Fault `offline` when the drive it was on is not there any more. */
  async requireHere(call: StorageCall): Promise<void> {
    await this.#files.free(call); // looks at the device it lay on when it was opened
  }
}

function filesOf(root: string): LocalStorage {
  if (!isAbsolute(root)) throw new Fault('invalid', `"${root}" is no absolute path of a folder.`, { context: { address: root } });
  return new LocalStorage(join(root, HIDDEN));
}

/** Whether a folder is an archive store, without opening it. */
export const isArchiveStore = (root: string): boolean => isMarked(join(root, HIDDEN, CONFIG));
