/** One board as its page shows it: where its versions are, what is chosen of one, what writing to it would do. */
import type { Destination } from '../../../../preload/contract/destination.ts';
import type { Device, DeviceRestorePreview } from '../../../../preload/contract/device.ts';
import type { Entry } from '../../../../preload/contract/entry.ts';

/** A destination the board's versions may be in. `address` empty: the one for boards, which its first backup makes. */
export interface BoardPlace {
  address: string;
  /** The address itself where people have given none; null: the one for boards. */
  name: string | null;
}

export interface KnownPlaces {
  destinations: readonly Pick<Destination, 'name' | 'address'>[];
  /** Address of the one for boards; null: not known yet. */
  boards: string | null;
  /** It has been made. */
  hasBoards: boolean;
}

const placeAt = (address: string, { destinations, boards }: KnownPlaces): BoardPlace => {
  const named = destinations.find((one) => one.address === address);
  return { name: named?.name ?? (address === '' || boards === null || address === boards ? null : address), address };
};

const madePlace = ({ boards, hasBoards }: KnownPlaces): string => (hasBoards && boards !== null ? boards : '');

/** Where it is protected to: the place for boards when nothing is said. */
export function ownPlaceOf({ care }: Pick<Device, 'care'>, known: KnownPlaces): BoardPlace {
  const cared = care?.destination ?? null;
  return placeAt(cared === null ? madePlace(known) : (known.destinations.find(({ name }) => name === cared)?.address ?? cared), known);
}

/**
 * Where it was last backed up to comes first, then where it goes next (the place for boards when nothing is said), then what people have named.
 * @param before shown until now: it stays first when a backup goes somewhere else meanwhile. Empty: nothing was.
 */
export function placesOf(device: Pick<Device, 'lastBackup' | 'care'>, known: KnownPlaces, before = ''): BoardPlace[] {
  const own = ownPlaceOf(device, known).address;
  const last = device.lastBackup?.destination ?? own;
  const others = [own, ...known.destinations.map(({ address }) => address), madePlace(known)].filter((address) => address !== '');
  return [...new Set([before || last, last, ...others])].map((address) => placeAt(address, known));
}

/** Where the next backup goes. `destination`: what the engine is told; undefined: it knows by itself. */
export interface NextBackup {
  name: BoardPlace['name'];
  destination: string | undefined;
}

/** To the place that somebody chose; else to where it is protected to, whatever is shown; else to what is shown. */
export function nextBackup({ care }: Pick<Device, 'care'>, { own, place, isChosen }: { own: BoardPlace; place: BoardPlace; isChosen: boolean }): NextBackup {
  if (care !== null && !isChosen) return { name: own.name, destination: undefined };
  return { name: place.name, destination: place.address === '' ? undefined : place.address };
}

/** Under which name of a machine its versions are kept. */
export const hostOf = ({ id, port }: Pick<Device, 'id' | 'port'>): string => `board-${id ?? `port-${(port ?? '').split('/').at(-1)}`}`;

/** An entry of a version in the order of a tree: how deep it lies, and what is below it. */
export interface TreeEntry {
  path: string;
  name: string;
  type: 'dir' | 'file';
  size: number;
  depth: number;
}

export function treeOf(entries: readonly Pick<Entry, 'rawPath' | 'type' | 'size' | 'name'>[]): TreeEntry[] {
  const key = (path: string): string => path.replaceAll('/', '\0');
  return entries
    .filter(({ type, rawPath }) => (type === 'dir' || type === 'file') && rawPath !== '/')
    .map(({ rawPath, name, type, size }) => ({ path: rawPath, name, type: type === 'dir' ? 'dir' as const : 'file' as const, size, depth: rawPath.split('/').length - 2 }))
    .toSorted((a, b) => (key(a.path) < key(b.path) ? -1 : 1));
}

const isBelow = (path: string, directory: string): boolean => path.startsWith(`${directory}/`);

/** A directory stands for all below it. @param chosen files. */
export function toggled(tree: readonly TreeEntry[], chosen: ReadonlySet<string>, path: string): Set<string> {
  const meant = tree.filter((entry) => entry.type === 'file' && (entry.path === path || isBelow(entry.path, path))).map((entry) => entry.path);
  const all = meant.every((file) => chosen.has(file));
  return new Set(all ? [...chosen].filter((file) => !meant.includes(file)) : [...chosen, ...meant]);
}

/** Whether all of it, some of it or nothing is chosen. */
export function chosenState(tree: readonly TreeEntry[], chosen: ReadonlySet<string>, path: string): 'all' | 'some' | 'none' {
  const files = tree.filter((entry) => entry.type === 'file' && (entry.path === path || isBelow(entry.path, path)));
  const count = files.filter((entry) => chosen.has(entry.path)).length;
  return count === 0 ? 'none' : count === files.length ? 'all' : 'some';
}

/** The fewest paths that mean the same. Empty: nothing is chosen. */
export function chosenPaths(tree: readonly TreeEntry[], chosen: ReadonlySet<string>): string[] {
  const paths: string[] = [];
  for (const { path } of tree) {
    if (!paths.some((before) => isBelow(path, before)) && chosenState(tree, chosen, path) === 'all') paths.push(path);
  }
  return paths;
}

type Counts = DeviceRestorePreview['counts'];

/** Files that are written, and what is removed. */
export const writesOf = (counts: Partial<Counts>): { written: number; removed: number } => ({
  written: (counts.create ?? 0) + (counts.replace ?? 0) + (counts['keep-both'] ?? 0), removed: counts.delete ?? 0,
});

/** The first file system that has too little room. */
export const lackingRoom = ({ space }: Pick<DeviceRestorePreview, 'space'>): { path: string; lacking: number } | null => {
  const short = space.find(({ needed, free }) => needed > free);
  return short === undefined ? null : { path: short.path, lacking: short.needed - short.free };
};

/** The directories on the way to a path, with their names. */
export function trailOf(path: string): { name: string; path: string }[] {
  const parts = path.split('/').filter((part) => part !== '');
  return [{ name: '/', path: '/' }, ...parts.map((name, index) => ({ name, path: `/${parts.slice(0, index + 1).join('/')}` }))];
}
