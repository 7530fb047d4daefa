/** The storages this version can open, by kind. A new driver is one folder and one line here. */
import type { StorageKind } from '../../preload/contract/destination.ts';
import { Fault } from '../base/fault.ts';
import { showAddress } from './address-show.ts';
import { parseAddress } from './address.ts';
import type { Address, DriveAddress, Surroundings } from './address.ts';
import { LocalStorage } from './local/local.ts';
import type { Storage } from './storage.ts';

/** Where the folder on a drive lies now. @throws Fault `offline` when the drive is away. */
export type FindFolder = (address: DriveAddress) => Promise<string>;

type Openers = { readonly [K in StorageKind | 'drive']: (address: Extract<Address, { kind: K }>, find: FindFolder) => Promise<Storage> };

const OPEN: Openers = {
  local: async ({ path }) => new LocalStorage(path),
  drive: async (address, find) => new LocalStorage(await find(address), { address: showAddress(address) }),
  sftp: (address) => notYet(address, 'on an SFTP server'),
  s3: (address) => notYet(address, 'in an S3 bucket'),
  webdav: (address) => notYet(address, 'on a WebDAV server'),
  rest: (address) => notYet(address, 'on a REST server'),
  rclone: (address) => notYet(address, 'through rclone'),
};

/** The storage at an address; nothing is created, and it need not exist yet. Faults: `invalid`, `unsupported`. */
export async function openStorage(text: string, around: Surroundings, find: FindFolder = noDrives): Promise<Storage> {
  const address = parseAddress(text, around);
  const open = OPEN[address.kind] as (address: Address, find: FindFolder) => Promise<Storage>;
  return open(address, find);
}

async function noDrives(address: DriveAddress): Promise<never> {
  throw new Fault('offline', `${showAddress(address)}: no drives are known here.`, { context: { address: showAddress(address) } });
}

async function notYet(address: Address, where: string): Promise<never> {
  const shown = showAddress(address);
  throw new Fault('unsupported', `${shown}: keeping backups ${where} is not supported. This version keeps them in folders and on drives.`, {
    context: { address: shown, kind: address.kind },
    advice: 'Give the path of a folder, such as /mnt/drive/backup or ~/backup, or mount the server and give the folder it is mounted at.',
  });
}
