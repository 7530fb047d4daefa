/** What a run that was cut off leaves in a mirror: half-made or half-removed trees, headers and manifests that belong to none. */
import { lstatSync, readdirSync, unlinkSync } from 'node:fs';
import type { StorageCall } from '../../storage/storage.ts';
import { isFault } from '../../base/fault.ts';
import type { RawPath } from '../../entry/entry.ts';
import { fsPath, joinRaw, rawFromText } from '../../entry/name.ts';
import { removeTreeSlowly } from '../../entry/remove-tree.ts';
import { onePerPlace, type Header } from './header.ts';
import { below, isPartial, LATEST, manifestOf, PARTIAL, SIDECAR } from './layout.ts';
import type { Sidecar } from './sidecar.ts';

export interface Rubbish {
  trees: RawPath[];
  /** Ids. */
  headers: string[];
  manifests: RawPath[];
}

/**
 * To be looked for under a lock, before looking whether anybody else holds one: what is found then and not held by anybody is nobody's.
 * The manifests and headers of trees that somebody moved away are left: the trees may come back.
 */
export async function findRubbish(sidecar: Sidecar, call: StorageCall): Promise<Rubbish> {
  const root = rawFromText(sidecar.root);
  const trees = partialTrees(root);
  const manifests = storedManifests(root);
  const rubbish: Rubbish = { trees, headers: [], manifests: [] };
  const named = new Set<RawPath>();
  const ids = await sidecar.headerIds(call);
  const headers = (await Promise.all(ids.map((id) => readable(sidecar, id, call)))).filter((header) => header !== null);
  const chosen = new Set(onePerPlace(headers));
  for (const header of headers) {
    const tree = below(root, header.place);
    if (!chosen.has(header) || (!isDirectory(tree) && trees.includes(`${tree}${PARTIAL}`))) rubbish.headers.push(header.snapshot.id);
    else named.add(manifestOf(root, header.place));
  }
  if (headers.length === ids.length) rubbish.manifests = manifests.filter((path) => !named.has(path)); // else one may belong to a header that is damaged
  return rubbish;
}

/** Headers first: while one is there, its tree may still be whole. */
export async function removeRubbish(sidecar: Sidecar, { trees, headers, manifests }: Rubbish, call: StorageCall): Promise<void> {
  for (const id of headers) await sidecar.removeHeader(id, call);
  for (const path of manifests) if (lstatSync(fsPath(path), { throwIfNoEntry: false }) !== undefined) unlinkSync(fsPath(path));
  for (const path of trees) {
    call.signal.throwIfAborted();
    await removeTreeSlowly(path, { force: true });
  }
}

/** Null: it cannot be read, which is for the check to tell of. */
async function readable(sidecar: Sidecar, id: string, call: StorageCall): Promise<Header | null> {
  try {
    return await sidecar.header(id, call);
  } catch (error) {
    if (isFault(error, 'missing') || isFault(error, 'damaged') || isFault(error, 'newer')) return null;
    throw error;
  }
}

function partialTrees(root: RawPath): RawPath[] {
  return sources(root).flatMap((source) => names(source).filter(isPartial).map((name) => joinRaw(source, name)).filter(isDirectory));
}

function storedManifests(root: RawPath): RawPath[] {
  const folder = joinRaw(root, `${SIDECAR}/manifests`);
  return names(folder).flatMap((source) => names(joinRaw(folder, source)).map((name) => joinRaw(folder, `${source}/${name}`)));
}

/** Folders that may be those of sources: what else people keep beside them has no names like ours. */
const sources = (root: RawPath): RawPath[] => names(root).filter((name) => !name.startsWith('.') && name !== LATEST).map((name) => joinRaw(root, name)).filter(isDirectory);

const isDirectory = (path: RawPath): boolean => lstatSync(fsPath(path), { throwIfNoEntry: false })?.isDirectory() === true;

const names = (folder: RawPath): string[] => (isDirectory(folder) ? readdirSync(fsPath(folder), 'latin1') : []);
