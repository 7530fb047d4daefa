/** An opened repository: its storage, its keys, and the small sealed files (index, snapshots, locks) it keeps. */
import { Fault } from '../../../base/fault.ts';
import { sha256Hex } from '../../../base/ids.ts';
import type { Storage, StorageCall } from '../../../storage/storage.ts';
import type { MasterKeys } from '../crypto/keys.ts';
import { Sealer } from '../crypto/seal.ts';
import type { RepositoryConfig } from '../format/config-file.ts';
import { decodeUnpacked, encodeUnpacked } from '../format/unpacked.ts';
import { threadKernel } from '../kernel/kernel.ts';
import { fileKey, idOf, type Folder } from './layout.ts';

export type SealedFolder = Exclude<Folder, 'data' | 'keys'>;

export interface Found {
  id: string;
  /** Stored bytes. */
  size: number;
  modifiedAt: number | null;
}

export class Repository {
  readonly noun = 'vault';
  readonly storage: Storage;
  readonly config: RepositoryConfig;
  readonly keys: MasterKeys;
  /** Id of the key file the password opened. */
  readonly keyId: string;
  readonly sealer: Sealer;

  constructor(storage: Storage, config: RepositoryConfig, keys: MasterKeys, keyId: string) {
    this.storage = storage;
    this.config = config;
    this.keys = keys;
    this.keyId = keyId;
    this.sealer = new Sealer(keys, threadKernel());
  }

  get id(): string {
    return this.config.id;
  }

  /** Ids in a folder, in any order. Names that are no ids are passed over. */
  async list(folder: Folder, call: StorageCall): Promise<Found[]> {
    const found: Found[] = [];
    for await (const { key, size, modifiedAt } of this.storage.list(`${folder}/`, call)) {
      const id = idOf(key);
      if (id !== null) found.push({ id, size, modifiedAt });
    }
    return found;
  }

  /** The plain content of a sealed file. @throws Fault `missing`, or `damaged` naming the file. */
  async load(folder: SealedFolder, id: string, call: StorageCall): Promise<Uint8Array> {
    const sealed = await this.storage.get(fileKey(folder, id), call);
    if (sha256Hex(sealed) !== id) throw damaged(folder, id, 'its content does not match its name');
    try {
      return decodeUnpacked(this.sealer.open(sealed));
    } catch (cause) {
      throw damaged(folder, id, cause instanceof Error ? cause.message : String(cause), cause);
    }
  }

  /** Seals and stores; returns the id. */
  async save(folder: SealedFolder, plain: Uint8Array, call: StorageCall): Promise<string> {
    const sealed = this.sealer.sealed(encodeUnpacked(plain, this.config.version));
    const id = sha256Hex(sealed);
    await this.storage.put(fileKey(folder, id), sealed, call);
    return id;
  }

  async remove(folder: Folder, id: string, call: StorageCall): Promise<void> {
    await this.storage.remove(folder === 'data' ? `data/${id.slice(0, 2)}/${id}` : fileKey(folder, id), call);
  }
}

const damaged = (folder: string, id: string, reason: string, cause?: unknown): Fault =>
  new Fault('damaged', `The file ${folder}/${id} of the vault is damaged: ${reason}.`, { cause, context: { file: `${folder}/${id}` } });
