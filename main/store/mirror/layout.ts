/** Where everything of a mirror lies: `<source>/<time>/…` for people, `.holdfast/` for what a plain tree cannot hold. */
import { isAbsolute } from 'node:path';
import type { RawName, RawPath } from '../../entry/entry.ts';
import { baseRaw, joinRaw, rawFromText } from '../../entry/name.ts';

/** The folder of our own, beside those of the sources. */
export const SIDECAR = '.holdfast';
/** Ending of a snapshot that is being made, or taken away. */
export const PARTIAL = '.partial';
/** The link to the newest snapshot of a source. */
export const LATEST = 'latest';

/** Longest name of a source's folder in bytes, so that a number still fits behind it. */
const LONGEST = 200;

/** `2026-11-21T14-02-00Z`: sorts by time, and has no character any file system refuses. */
export const timeName = (time: Date): string => `${time.toISOString().replace(/\.\d+Z$/, 'Z').replaceAll(':', '-')}`;

/** What a snapshot's folder stands for: the path that was saved, when it was one; `/` for several. */
export function baseOf(paths: readonly string[]): RawPath {
  const [only] = paths;
  return paths.length === 1 && only !== undefined && isAbsolute(only) ? rawFromText(only.replace(/(?<=.)\/+$/, '')) : '/';
}

/**
 * Where a path of the snapshot lies below the snapshot's folder; '' is the folder itself, null nowhere: a directory on the way to the base.
 * A base that is a file lies in the folder by its name.
 */
export function placeBelow(base: RawPath, isDirectory: boolean, path: RawPath): RawPath | null {
  if (base === '/') return path.slice(1);
  if (path === base) return isDirectory ? '' : baseRaw(base);
  return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : null;
}

/** Whether a path leads to the base without being it. */
export const leadsTo = (base: RawPath, path: RawPath): boolean => base.startsWith(path === '/' ? path : `${path}/`) && base !== path;

/** A name for the folder of a source: that of what is saved, as far as any file system takes it. Text. */
export function sourceName(paths: readonly string[]): string {
  const names = paths.map((path) => path.split(/[/\\]+/).findLast((part) => part !== '') ?? 'root');
  const name = names.length > 1 ? `${names[0]} and ${names.length - 1} more` : (names[0] ?? 'backup');
  const clean = name.replace(/[\p{Cc}\p{Cf}\ufffd<>:"/\\|?*]/gu, '_').replace(/^\.+/, '').replace(/[. ]+$/, '');
  return shortened(clean === '' ? 'backup' : clean);
}

function shortened(name: string): string {
  let short = name;
  while (Buffer.byteLength(short) > LONGEST) short = Array.from(short).slice(0, -1).join('');
  return short;
}

/** Below a root, by the text of its place. */
export const below = (root: RawPath, place: string): RawPath => joinRaw(root, rawFromText(place));

/** Only names we give: a mirror may share its folder with other things. */
export const isPartial = (name: RawName): boolean => /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ(-\d+)?\.partial$/.test(name);

/** Of the manifest that belongs to a snapshot's place. */
export const manifestOf = (root: RawPath, place: string): RawPath => below(root, `${SIDECAR}/manifests/${place}.jsonl.zst`);
