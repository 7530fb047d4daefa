/** Holds files against a table of rooms: who may import whom. The table itself is in `test/layers.test.ts`. */
import { COMPUTED, referencesOf, resolveFrom } from './references.ts';
import { isTest, type SourceFile } from './source-file.ts';

export interface Room {
  /** Folder or file, from the root. */
  readonly at: string;
  /** Rooms it may import besides itself; without it: all rooms above. */
  readonly only?: readonly string[];
  /** May use what comes with Node; default true. */
  readonly node?: boolean;
  /** Nobody imports it: it is where a program begins. */
  readonly closed?: boolean;
}

export interface Design {
  /** In order: imports go up this list only. */
  readonly rooms: readonly Room[];
  /** Rooms that never meet. */
  readonly apart: readonly (readonly [string, string])[];
  /** Rooms whose folders (one a driver) never import one another. */
  readonly drivers: readonly string[];
  /** Folders in such rooms that are no drivers, but what drivers share: they import none. */
  readonly shared: readonly string[];
  /** Every package, and the rooms or folders it stays in. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
  /** Files that may import what they compute. */
  readonly computed: readonly string[];
}

export const within = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

/** Every breach, as a sentence that names both ends. */
export const breaches = (files: readonly SourceFile[], design: Design): string[] => files.flatMap((file) => breachesOf(file, design));

function breachesOf(file: SourceFile, design: Design): string[] {
  const home = roomOf(file.path, design);
  if (home === undefined) return [`${file.path} is in no room of the table`];
  return referencesOf(file).flatMap((specifier) => {
    const target = resolveFrom(file.path, specifier);
    const reason = target === null ? packageBreach(file, home, specifier, design) : roomBreach(file, home, target, design);
    return reason === null ? [] : [`${file.path} imports ${target ?? specifier}: ${reason}`];
  });
}

const roomOf = (path: string, { rooms }: Design): Room | undefined => rooms.find(({ at }) => within(path, at));

/** Tests may use what their room may, the fakes and suites, and every driver of their own room. */
function roomBreach(file: SourceFile, home: Room, target: string, design: Design): string | null {
  const { rooms } = design;
  const aim = roomOf(target, design);
  if (aim === undefined) return /\.(ts|tsx|js|mjs)$/.test(target) ? 'it is in no room of the table' : null;
  if (aim === home) return isTest(file) ? null : driverBreach(file.path, target, design);
  if (home.only?.includes('*') === true || (isTest(file) && aim.at === 'test')) return null;
  if (aim.closed === true) return `nobody imports ${aim.at}`;
  if (design.apart.some((pair) => pair.includes(home.at) && pair.includes(aim.at))) return `${home.at} and ${aim.at} never meet`;
  if (home.only !== undefined) return home.only.includes(aim.at) ? null : `${home.at} may not import ${aim.at}`;
  return rooms.indexOf(aim) < rooms.indexOf(home) ? null : `${aim.at} is not above ${home.at}`;
}

function driverBreach(path: string, target: string, design: Design): string | null {
  const [from, to] = [driverOf(path, design), driverOf(target, design)];
  const common = design.shared.find((place) => within(path, place));
  if (common !== undefined && to !== null) return `${common} is what drivers share: it knows none`;
  return from === null || to === null || from === to ? null : `${from} and ${to} are separate drivers`;
}

/** The driver's folder a file lies in; null outside of any. */
export function driverOf(path: string, { drivers, shared }: Pick<Design, 'drivers' | 'shared'>): string | null {
  const room = shared.some((place) => within(path, place)) ? undefined : drivers.find((place) => within(path, place));
  const [folder, ...below] = room === undefined ? [] : path.slice(room.length + 1).split('/');
  return below.length === 0 ? null : `${room}/${folder}`;
}

function packageBreach(file: SourceFile, home: Room, specifier: string, { packages, computed }: Design): string | null {
  if (specifier === COMPUTED) return computed.includes(file.path) || isTest(file) ? null : 'a computed import cannot be checked';
  if (specifier.startsWith('node:')) return home.node === false && !isTest(file) ? `${home.at} runs without Node` : null;
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const places = packages[name];
  if (places === undefined) return 'the package is not in the table';
  if (places.some((place) => within(file.path, place) || (place === 'test' && isTest(file)))) return null;
  return `the package stays in ${places.join(', ')}`;
}
