/** Looks at a folder that is to become a destination, and changes nothing in it. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place, PlaceState } from '../../preload/contract/destination.ts';
import { isFault, toFault } from '../base/fault.ts';
import { unfitInWords, unfitness } from '../drive/fitness.ts';
import { folderAround, mayWrite, realPlace, type RealPlace } from '../drive/place.ts';
import { onSameDisk } from '../drive/same-disk.ts';
import { spaceOf } from '../drive/space.ts';
import { hasHardLinks } from '../drive/hard-links.ts';
import { fileSystemOf } from '../drive/volumes.ts';
import { isArchiveStore } from '../store/archive/folder.ts';
import { isMirror } from '../store/mirror/sidecar.ts';

/** The folder of our own that is offered in a place that holds other things, and how many names are tried. */
const [OWN, TRIES] = ['Holdfast', 99];

/** @param path absolute. @param sources absolute paths that would be protected. Faults: `denied`, `invalid`. */
export async function inspectFolder(path: string, sources: readonly string[]): Promise<Place> {
  const place = await realPlace(path);
  const state = await stateOf(path, place);
  const unfit = await unfitness(path, sources);
  const fileSystem = fileSystemOf(place.existing);
  return {
    address: path, kind: 'local', state,
    inside: await folderAround(place, sources),
    sameDisk: await sharesDisk(place.existing, sources),
    ...((await spaceOf(place.existing)) ?? { freeBytes: null, totalBytes: null }),
    fileSystem,
    links: hasHardLinks(fileSystem),
    writable: await mayWrite(place.existing),
    suggestion: state === 'other' ? await ownFolder(path) : null,
    refusal: unfit === null ? null : unfitInWords(path, unfit),
  };
}

async function stateOf(path: string, { existing, exists }: RealPlace): Promise<PlaceState> {
  if (!exists) return 'missing';
  if (isMirror(existing)) return 'mirror';
  if (isArchiveStore(existing)) return 'archive';
  try {
    const names = await readdir(existing);
    return stateByNames(names, names.includes('keys') ? await keysIn(existing) : []);
  } catch (error) {
    throw toFault(error, `The folder "${path}" cannot be looked into`, { path });
  }
}

/** Of the folder and of `keys` in it. Named keys and one more part: a vault whose config is gone is still one, and a folder with some `config` is none. */
export function stateByNames(names: readonly string[], keys: readonly string[]): PlaceState {
  if (names.length === 0) return 'empty';
  const others = ['config', 'data', 'index', 'snapshots'].some((part) => names.includes(part));
  return others && keys.some((key) => /^[0-9a-f]{64}$/.test(key)) ? 'vault' : 'other';
}

async function keysIn(folder: string): Promise<string[]> {
  try {
    return await readdir(join(folder, 'keys'));
  } catch (error) {
    if (isFault(toFault(error, 'keys'), 'missing')) return []; // a file of that name
    throw error;
  }
}

/** One that is not there (yet) counts with what it would lie on. Null: for one of them it cannot be told, and none is known to. */
async function sharesDisk(place: string, sources: readonly string[]): Promise<boolean | null> {
  if (sources.length === 0) return null;
  const answers = await Promise.all(sources.map(async (source) => onSameDisk(place, await realPlace(source).then(({ existing }) => existing, () => source))));
  if (answers.includes(true)) return true;
  return answers.includes(null) ? null : false;
}

/** The first name that is free, empty or a vault already; null when all are taken. */
async function ownFolder(path: string): Promise<string | null> {
  for (let number = 1; number <= TRIES; number++) {
    const folder = join(path, number === 1 ? OWN : `${OWN}-${number}`);
    const state = await realPlace(folder).then((place) => stateOf(folder, place)).catch(() => 'other' as const); // a file, or closed: the next name
    if (state !== 'other') return folder;
  }
  return null;
}
