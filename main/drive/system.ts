/** What the house asks of the machine about drives. The real one is here; a test has one of folders. */
import { readdirSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { raceAbort, sleep } from '../base/abort.ts';
import { arrange, arrangeByDisks, type DrivePlace } from './connected.ts';
import { readDevices } from './devices.ts';
import { ejectPlace, flushPath, type Ejected } from './eject.ts';
import { factsOf, hasHardLinks } from './file-system.ts';
import { MARKER, readMarker, type Marker } from './marker.ts';
import { isNetwork, isVolume, mountTable, readMounts } from './mounts.ts';
import { diskNumbers, mountNumbers, sessionOf } from './plugged.ts';
import { disksOfNode } from './same-disk.ts';
import { spaceOf, type Space } from './space.ts';

/** A drive that is plugged in, with all that it says of itself. */
export interface Connected extends DrivePlace {
  marker: Marker | null;
  fileSystemUuid: string | null;
  hardLinks: boolean | null;
  /** Null: cannot be told. */
  empty: boolean | null;
  space: Space | null;
  /** Another text each time it is plugged in or mounted, even at the same place under the same name; empty: the system does not tell. */
  session: string;
}

export interface Mounted {
  /** Absolute. */
  path: string;
  /** The same for all places one device is mounted at. */
  device: string;
}

export interface DriveSystem {
  /** What is plugged in, system disks left out. Takes tenths of a second: asked only when something changed. */
  connected(): Promise<{ drives: Connected[]; note: string | null }>;
  /** Where drives can be mounted now; cheap. */
  mounted(): Mounted[];
  /** Null: the system does not tell. */
  fileSystemUuid(mounted: Mounted): Promise<string | null>;
  /** Another text whenever something was plugged in, mounted, unmounted or pulled. Asked every second: takes a fraction of a millisecond. */
  signature(): string;
  /** Resolves when it is time to look again, a second later at most; rejects when the signal aborts. */
  next(signal: AbortSignal): Promise<void>;
  /** Everything written reaches the medium. */
  flush(path: string): Promise<void>;
  /** @throws Fault `busy`, `denied`, `unsupported`, naming the drive. */
  eject(place: DrivePlace, name: string): Promise<Ejected>;
}

/** Milliseconds a drive may take to answer. */
const PATIENCE = 1500;
/** Milliseconds between two looks at what is mounted. */
const LOOK_EVERY = 1000;

export const thisMachine: DriveSystem = {
  async connected() {
    const { devices, note } = await readDevices();
    const places = process.platform === 'linux' ? arrange(devices, readMounts(), disksOfNode) : arrangeByDisks(devices, mountedHere().map(({ path }) => path));
    const sessions = sessionsOf(places);
    return { drives: await Promise.all(places.map((place, index) => look(place, sessions[index]))), note };
  },
  mounted: mountedHere,
  fileSystemUuid: async ({ device, path }) => (await factsOf(device, path)).uuid,
  signature: () => (process.platform === 'linux' ? linuxSignature() : mountedHere().map(({ path }) => `${path} ${statSync(path, { throwIfNoEntry: false })?.dev ?? ''}`).join('\n')),
  next: (signal) => sleep(LOOK_EVERY, signal),
  flush: flushPath,
  eject: ejectPlace,
};

/** With the numbers of mounts, which the shorter table has not. */
const MOUNTS = '/proc/self/mountinfo';

/** Disks that are plugged in show up in sysfs before anybody mounts them. */
function linuxSignature(): string {
  return `${Array.from(diskNumbers(), (disk) => disk.join(':')).join(' ')}\n${mountTable(MOUNTS)}`;
}

/** Taken before anything is looked at: what changes while it is, is another look's. */
function sessionsOf(places: readonly DrivePlace[]): string[] {
  if (process.platform !== 'linux') return [];
  const [numbers, mounts] = [diskNumbers(), mountNumbers(mountTable(MOUNTS))];
  return places.map(({ device, paths }) => sessionOf((device === null ? null : disksOfNode(device)) ?? [], paths[0] ?? null, numbers, mounts));
}

function mountedHere(): Mounted[] {
  if (process.platform === 'linux') return readMounts().filter((mount) => isVolume(mount) && !isNetwork(mount)).map(({ path, source }) => ({ path: Buffer.from(path, 'latin1').toString('utf8'), device: source }));
  const paths = process.platform === 'win32' ? Array.from('DEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `${letter}:\\`) : namesIn('/Volumes').map((name) => join('/Volumes', name));
  return paths.filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory()).map((path) => ({ path, device: path }));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // this system has none
  }
}

/** What lies on it, as far as it answers in time: a drive that hangs is listed all the same. */
export async function look(place: DrivePlace, session = ''): Promise<Connected> {
  const path = place.paths[0] ?? null;
  const facts = await factsOf(place.device, path);
  const base = { ...place, session, label: facts.label ?? place.label, fileSystem: facts.type ?? place.fileSystem, fileSystemUuid: facts.uuid, hardLinks: hasHardLinks(facts.type ?? place.fileSystem) };
  if (path === null) return { ...base, marker: null, empty: null, space: null };
  const names = await raceAbort(readdir(path), AbortSignal.timeout(PATIENCE)).catch(() => null); // it hangs or may not be read: what is on it is then unknown
  const space = await spaceOf(path);
  return { ...base, marker: names?.includes(MARKER) === true ? readMarker(path) : null, empty: names === null ? null : isEmpty(names), space, totalBytes: space?.totalBytes ?? place.totalBytes };
}

/** What systems put on every drive by themselves. */
const BY_ITSELF = /^(?:lost\+found|System Volume Information|\$RECYCLE\.BIN|RECYCLER|desktop\.ini|autorun\.inf|\.Trash.*|\.Spotlight-V100|\.fseventsd|\.TemporaryItems|\.DocumentRevisions-V100|\.DS_Store|\._.*)$/i;

export const isEmpty = (names: readonly string[]): boolean => names.every((name) => BY_ITSELF.test(name));
