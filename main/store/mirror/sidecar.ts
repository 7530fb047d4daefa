/** The hidden folder of a mirror: its id, its locks, its snapshots' headers and manifests. */
import { randomBytes } from 'node:crypto';
import { lstatSync, rmdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { Fault, isFault } from '../../base/fault.ts';
import { isHexId, sha256Hex } from '../../base/ids.ts';
import { LocalStorage } from '../../storage/local/local.ts';
import type { StorageCall } from '../../storage/storage.ts';
import { isMarked } from '../marked.ts';
import { parseJsonFile } from '../tree/json-file.ts';
import type { LockPlace } from '../lock/lock.ts';
import { decodeHeader, type Header } from './header.ts';
import { SIDECAR } from './layout.ts';

const VERSION = 1;
const ConfigForm = z.object({ format: z.literal('mirror'), version: z.int(), id: z.string().refine(isHexId, 'is no id') });
const CONFIG = 'mirror.json';
const HEADER = /^snapshots\/([0-9a-f]{64})\.json$/;

export class Sidecar implements LockPlace {
  readonly noun = 'mirror';
  readonly storage: LockPlace['storage'];
  /** The mirror's root. */
  readonly root: string;
  readonly id: string;
  readonly #files: LocalStorage;
  readonly #headers = new Map<string, Header>();

  private constructor(root: string, id: string, files: LocalStorage) {
    this.root = root;
    this.id = id;
    this.#files = files;
    this.storage = { address: root, traits: files.traits, stat: (key, call) => files.stat(key, call), sweep: (call, prefix) => files.sweep(call, prefix) };
  }

  /** @throws Fault `no-destination` where there is no mirror; `damaged`, `newer`. */
  static async open(root: string, call: StorageCall): Promise<Sidecar> {
    const files = filesOf(root);
    let json: Uint8Array;
    try {
      json = await files.get(CONFIG, call);
    } catch (error) {
      if (!isFault(error, 'missing')) throw error;
      throw new Fault('no-destination', `There is no mirror at ${root}.`, { context: { address: root }, cause: error, advice: 'Check the address, or make one with "holdfast init --format mirror".' });
    }
    const { id, version } = parseJsonFile(`The file ${SIDECAR}/${CONFIG}`, json, ConfigForm);
    if (version > VERSION) throw new Fault('newer', `The mirror at ${root} was made by a newer version of Holdfast (version ${version}).`);
    return new Sidecar(root, id, files);
  }

  /** Makes what every mirror has; the id file comes last. @param prove throws where the folder will not do. @throws Fault `exists`. */
  static async make(root: string, call: StorageCall, prove: (folder: string) => void): Promise<Sidecar> {
    const files = filesOf(root);
    if (isMirror(root)) throw new Fault('exists', `There is a mirror at ${root} already.`, { context: { address: root }, advice: 'Use it as it is, or choose another place.' });
    const fresh = [join(root, SIDECAR), root].filter((folder) => lstatSync(folder, { throwIfNoEntry: false }) === undefined);
    await files.create(call);
    try {
      prove(join(root, SIDECAR));
    } catch (error) {
      for (const folder of fresh) rmdirSync(folder); // what was made for the try goes with it
      throw error;
    }
    const id = randomBytes(32).toString('hex');
    await files.put(CONFIG, Buffer.from(`${JSON.stringify({ format: 'mirror', version: VERSION, id }, null, 1)}\n`), call);
    return new Sidecar(root, id, files);
  }

  async list(_folder: 'locks', call: StorageCall): Promise<{ id: string; size: number }[]> {
    const found: { id: string; size: number }[] = [];
    for await (const { key, size } of this.#files.list('locks/', call)) if (isHexId(key.slice('locks/'.length))) found.push({ id: key.slice('locks/'.length), size });
    return found;
  }

  async load(folder: 'locks', id: string, call: StorageCall): Promise<Uint8Array> {
    return this.#verified(`${folder}/${id}`, id, call);
  }

  /** Some chance goes with it: two locks of one process and moment must not be the same file. */
  async save(folder: 'locks', plain: Uint8Array, call: StorageCall): Promise<string> {
    const salted = Buffer.from(`${Buffer.from(plain).toString().replace(/\}\s*$/, '')},"nonce":"${randomBytes(8).toString('hex')}"}\n`);
    const id = sha256Hex(salted);
    await this.#files.put(`${folder}/${id}`, salted, call);
    return id;
  }

  remove(folder: 'locks', id: string, call: StorageCall): Promise<void> {
    return this.#files.remove(`${folder}/${id}`, call);
  }

  /** Ids of all headers, committed or not. */
  async headerIds(call: StorageCall): Promise<string[]> {
    const ids: string[] = [];
    for await (const { key } of this.#files.list('snapshots/', call)) {
      const id = HEADER.exec(key)?.[1];
      if (id !== undefined) ids.push(id);
    }
    return ids;
  }

  /** @throws Fault `missing`, `damaged`, `newer`. */
  async header(id: string, call: StorageCall): Promise<Header> {
    const known = this.#headers.get(id);
    if (known !== undefined) return known;
    const header = decodeHeader(id, await this.#verified(`snapshots/${id}.json`, id, call));
    this.#headers.set(id, header);
    return header;
  }

  /** @returns the id. */
  async putHeader(json: Uint8Array, call: StorageCall): Promise<string> {
    const id = sha256Hex(json);
    await this.#files.put(`snapshots/${id}.json`, json, call);
    return id;
  }

  async removeHeader(id: string, call: StorageCall): Promise<void> {
    this.#headers.delete(id);
    await this.#files.remove(`snapshots/${id}.json`, call);
  }

  free(call: StorageCall): Promise<number | null> {
    return this.#files.free(call);
  }

  /** @throws Fault `offline` when the drive it was on is not there any more. */
  async requireHere(call: StorageCall): Promise<void> {
    await this.#files.free(call); // looks at the device it lay on when it was opened
  }

  async #verified(key: string, id: string, call: StorageCall): Promise<Uint8Array> {
    const bytes = await this.#files.get(key, call);
    if (sha256Hex(bytes) !== id) throw new Fault('damaged', `The file ${SIDECAR}/${key} of the mirror is damaged: its content does not match its name.`, { context: { file: key } });
    return bytes;
  }
}

function filesOf(root: string): LocalStorage {
  if (!isAbsolute(root)) throw new Fault('invalid', `"${root}" is no absolute path of a folder.`, { context: { address: root } });
  return new LocalStorage(join(root, SIDECAR));
}

/** Whether a folder is a mirror, without opening it. */
export const isMirror = (root: string): boolean => isMarked(join(root, SIDECAR, CONFIG));
