/** Where on which drive: from addresses to folders and back. A folder on an adopted drive counts as the drive's, wherever that is mounted. */
import { stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { DriveSettings } from '../../preload/contract/drive-settings.ts';
import { Fault } from '../base/fault.ts';
import { readMarker } from '../drive/marker.ts';
import { realPlace } from '../drive/place.ts';
import { spokenAddresses } from '../drive/spoken.ts';
import type { DriveSystem, Mounted } from '../drive/system.ts';
import { showAddress } from '../storage/address-show.ts';
import type { Address, DriveAddress } from '../storage/address.ts';
import type { SettingsFile } from '../state/settings.ts';

export interface Located {
  /** As it is stored and shown: for a folder on an adopted drive its `drive:` address. */
  address: string;
  /** Where it lies now; null: on no drive. */
  folder: string | null;
  /** Another number whenever another device is mounted there. */
  device: number | null;
}

export class DrivePlaces {
  readonly #settings: SettingsFile;
  readonly #system: DriveSystem;

  constructor(settings: SettingsFile, system: DriveSystem) {
    this.#settings = settings;
    this.#system = system;
  }

  /** @throws Fault `offline` naming the drive when it is away; `missing` for one that was never adopted; `invalid` when a copy of it is plugged in, too. */
  async locate(address: Address): Promise<Located> {
    const onDrive = address.kind === 'drive' ? address : address.kind === 'local' ? await this.driveAddressOf(address.path) : null;
    if (onDrive === null) return { address: showAddress(address), folder: null, device: null };
    const drive = this.#require(onDrive.drive);
    const root = await this.#rootOf(drive);
    const device = await stat(root).then(({ dev }) => dev, () => null); // gone this moment: whoever opens it says so
    return { address: showAddress({ ...onDrive, drive: drive.id }), folder: join(root, ...onDrive.path.split('/')), device };
  }

  /** Null when it lies on no adopted drive; it need not exist. @param path absolute. */
  async driveAddressOf(path: string): Promise<DriveAddress | null> {
    const { drives } = this.#settings.read();
    if (drives.length === 0) return null;
    const real = await realPlace(path).then((place) => place.path, () => path); // a file in the way, or closed: whoever uses it says so
    const mounted = longest(this.#system.mounted().filter((one) => isWithin(real, one.path)));
    const marker = mounted === null ? null : readMarker(mounted.path);
    const known = drives.find(({ id }) => id === marker?.id);
    if (mounted === null || known === undefined || this.#marked(known.id).length > 1 || (await this.#isCopy(mounted, known))) return null;
    return { kind: 'drive', drive: known.id, path: relative(mounted.path, real).split(sep).join('/') };
  }

  async #rootOf(drive: DriveSettings): Promise<string> {
    const marked = this.#marked(drive.id);
    const [mounted] = marked;
    if (mounted === undefined) throw awayFault(drive);
    if (marked.length > 1) throw copyFault(drive, marked.map(({ path }) => path));
    if (await this.#isCopy(mounted, drive)) throw awayFault(drive, `The drive at ${mounted.path} is a copy of it. `);
    return mounted.path;
  }

  /** One place a device: the same one may be mounted twice. */
  #marked(id: string): Mounted[] {
    const found = this.#system.mounted().filter(({ path }) => readMarker(path)?.id === id);
    return found.filter(({ device }, place) => found.findIndex((one) => one.device === device) === place);
  }

  async #isCopy(mounted: Mounted, { fileSystemUuid }: DriveSettings): Promise<boolean> {
    const uuid = fileSystemUuid === null ? null : await this.#system.fileSystemUuid(mounted);
    return uuid !== null && uuid !== fileSystemUuid;
  }

  /** A sentence with the names of drives in place of their numbers. Settings that cannot be read are told of elsewhere. */
  inWords(sentence: string): string {
    return spokenAddresses(sentence, (id) => {
      try {
        return this.#settings.read().drives.find((drive) => drive.id === id)?.name ?? null;
      } catch {
        return null;
      }
    });
  }

  /** By id, or by the name a person gave it. */
  #require(ref: string): DriveSettings {
    const { drives } = this.#settings.read();
    const found = drives.find(({ id }) => id === ref) ?? drives.find(({ name }) => name.toLowerCase() === ref.toLowerCase());
    if (found !== undefined) return found;
    throw new Fault('missing', `There is no drive "${ref}" among those that were adopted.`, { context: { drive: ref }, advice: 'Plug it in and adopt it (on a command line: "holdfast drive adopt"); "holdfast drive list" shows those there are.' });
  }
}

const isWithin = (path: string, root: string): boolean => path === root || path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);

const longest = (mounted: readonly Mounted[]): Mounted | null => mounted.reduce<Mounted | null>((best, one) => (best === null || one.path.length > best.path.length ? one : best), null);

/** Kind `offline` stands for "away", which is nobody's failure. */
function awayFault({ id, name, lastSeenAt }: DriveSettings, more = ''): Fault {
  return new Fault('offline', `The drive "${name}" is not plugged in (last seen ${lastSeenAt.slice(0, 16).replace('T', ' ')} UTC).`, { context: { drive: id, name, lastSeenAt }, advice: `${more}Plug it in and try again.` });
}

const copyFault = ({ id, name }: DriveSettings, roots: readonly string[]): Fault =>
  new Fault('invalid', `Two drives carry the marker of "${name}": ${roots.join(' and ')}. One is a copy of the other, and nothing is written to either.`, {
    context: { drive: id, name }, advice: 'Unplug the copy, or adopt it anew under a name of its own (on a command line: "holdfast drive adopt DEVICE --anew").',
  });
