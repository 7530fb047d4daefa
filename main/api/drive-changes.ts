/** What can be changed about drives: adopted, named, left alone, forgotten. Writes nothing on a drive but its marker. */
import type { DrivePolicy, DriveSettings } from '../../preload/contract/drive-settings.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import { Fault, isFault } from '../base/fault.ts';
import { makeMarker, newDriveId, readMarker, writeMarker, type Marker } from '../drive/marker.ts';
import { markOf, nameOf, type Recognised } from '../drive/recognise.ts';
import type { Connected } from '../drive/system.ts';
import { showAddress } from '../storage/address-show.ts';
import { parseAddress } from '../storage/address.ts';
import type { Context } from './context.ts';
import { destinationsOn } from './drive-view.ts';
import { secretName } from './passwords.ts';

export interface Adoption {
  name?: string | undefined;
  policy: DrivePolicy;
  /** An id of its own, whatever marker is on it. */
  anew: boolean;
}

/** Milliseconds: how old the time a drive was last seen may get while it is there. */
const SEEN_EVERY = 10 * 60_000;

/** @returns the drive's id. @throws Fault `invalid` for a copy, `exists` for a name that is taken, `denied`, `full`, `newer`, `offline` … */
export async function adopt(drive: Recognised, { name, policy, anew }: Adoption, context: Context, all: readonly Recognised[]): Promise<string> {
  const { here, root } = mounted(drive);
  if (drive.state === 'cloned' && !anew) {
    throw new Fault('invalid', `"${nameOf(drive)}" at ${root} is a copy: its marker belongs to another drive or file system.`, { context: { drive: drive.key }, advice: 'Adopt it anew: it then gets an identity of its own (on a command line: --anew).' });
  }
  const now = new Date(context.clock.now()).toISOString();
  const id = anew || here.marker === null ? newDriveId() : here.marker.id;
  const entry: DriveSettings = { id, name: freeName(name, drive, all), adoptedAt: drive.known?.adoptedAt ?? now, lastSeenAt: now, policy, fileSystemUuid: here.fileSystemUuid };
  writeMarker(root, makeMarker({ id, name: entry.name, adoptedAt: entry.adoptedAt, fileSystemUuid: here.fileSystemUuid }));
  await context.settings.update((before) => ({
    ...before, drives: [...before.drives.filter((other) => other.id !== id), entry], ignoredDrives: before.ignoredDrives.filter(({ mark }) => mark !== markOf(here)),
  }));
  context.audited('drive adopt', id, { name: entry.name, policy, path: root });
  await moveDestinations(context, id);
  return id;
}

function mounted(drive: Recognised): { here: Connected; root: string } {
  const root = drive.here?.paths[0];
  if (drive.here === null) throw new Fault('offline', `The drive "${nameOf(drive)}" is not plugged in.`, { context: { drive: drive.key }, advice: 'Plug it in and try again.' });
  if (root === undefined) throw new Fault('offline', `The drive "${nameOf(drive)}" is plugged in, but not mounted.`, { context: { drive: drive.key }, advice: 'Open it in the file manager, or mount it. A drive without a file system must be formatted first; Holdfast never does that.' });
  if (drive.here.readOnly) throw new Fault('denied', `The drive "${nameOf(drive)}" at ${root} is read-only.`, { context: { drive: drive.key }, advice: 'Switch its write protection off, or mount it so that it can be written.' });
  return { here: drive.here, root };
}

/** A name that was asked for must be free; one that was found is numbered. */
function freeName(wanted: string | undefined, drive: Recognised, all: readonly Recognised[]): string {
  const taken = new Set(all.filter((other) => other.known !== null && other.known.id !== drive.known?.id).map((other) => nameOf(other).toLowerCase()));
  if (wanted !== undefined && taken.has(wanted.toLowerCase())) throw new Fault('exists', `There is a drive called "${wanted}" already.`, { context: { name: wanted }, advice: 'Choose another name.' });
  const base = wanted ?? (nameOf(drive).replaceAll('/', ' ').trim().slice(0, 50) || 'Drive');
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base} ${number}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

/** Destinations that were folders on it follow it from now on, passwords included. */
async function moveDestinations(context: Context, id: string): Promise<void> {
  const around = { cwd: context.options.cwd, home: context.options.env.home ?? '/' };
  const moved = new Map<string, string>();
  for (const { address } of context.settings.read().destinations) {
    const place = parseAddress(address, around);
    const onDrive = place.kind === 'local' ? await context.drivePlaces.driveAddressOf(place.path) : null;
    if (onDrive?.drive === id) moved.set(address, showAddress(onDrive));
  }
  if (moved.size === 0) return;
  const secrets = await context.secrets;
  for (const [from, to] of moved) {
    const password = await secrets.get(secretName(from));
    if (password !== null) await secrets.set(secretName(to), password);
  }
  await context.settings.update((before) => ({ ...before, destinations: before.destinations.map((one) => ({ ...one, address: moved.get(one.address) ?? one.address })) }));
}

/** @throws Fault `invalid` for a drive that was never adopted. */
export function requireKnown(drive: Recognised): DriveSettings {
  if (drive.known !== null) return drive.known;
  throw new Fault('invalid', drive.state === 'cloned' ? `"${nameOf(drive)}" is a copy of another drive.` : `The drive "${nameOf(drive)}" was not adopted yet.`, { context: { drive: drive.key }, advice: `Adopt it first${drive.state === 'cloned' ? ', anew' : ''} (on a command line: "holdfast drive adopt${drive.state === 'cloned' ? ' --anew' : ''}").` });
}

const changed = (before: Settings, id: string, change: Partial<DriveSettings>): Settings => ({ ...before, drives: before.drives.map((one) => (one.id === id ? { ...one, ...change } : one)) });

export async function setPolicy(drive: Recognised, policy: DrivePolicy, context: Context): Promise<string> {
  const { id, name } = requireKnown(drive);
  await context.settings.update((before) => changed(before, id, { policy }));
  context.audited('drive set', id, { name, policy });
  return id;
}

/** On the drive, too, when it is there and may be written: other machines then show the same name. */
export async function rename(drive: Recognised, name: string, context: Context, all: readonly Recognised[]): Promise<string> {
  const { id } = requireKnown(drive);
  const free = freeName(name, drive, all);
  await context.settings.update((before) => changed(before, id, { name: free }));
  context.audited('drive set', id, { name: free });
  renameMarker(drive, free);
  return id;
}

function renameMarker({ here }: Recognised, name: string): void {
  const root = here?.paths[0];
  const marker: Marker | null = root === undefined ? null : readMarker(root);
  if (root === undefined || marker === null) return;
  try {
    writeMarker(root, makeMarker({ ...marker, name }));
  } catch (error) {
    if (!isFault(error)) throw error; // read-only, full or pulled: the settings have the name, and that is what is shown here
  }
}

/** "Never ask for this drive", and back. @returns the drive's key. */
export async function ignore(drive: Recognised, ignored: boolean, context: Context): Promise<string> {
  if (drive.known !== null || drive.here === null) throw new Fault('invalid', `The drive "${nameOf(drive)}" was adopted.`, { advice: 'Set its policy to "never" instead.' });
  const mark = markOf(drive.here);
  if (mark === '') throw new Fault('unsupported', `The drive at ${drive.key} has nothing it could be told by.`, { advice: 'Leave the question unanswered.' });
  const entry = { mark, name: nameOf(drive).slice(0, 200), since: new Date(context.clock.now()).toISOString() };
  await context.settings.update((before) => {
    const others = before.ignoredDrives.filter((one) => one.mark !== mark);
    return { ...before, ignoredDrives: ignored ? [...others, entry] : others };
  });
  context.audited('drive ignore', drive.key, { mark, ignored });
  return drive.key;
}

/** @returns its name. @throws Fault `invalid` while a destination is on it. */
export async function forget(drive: Recognised, context: Context): Promise<string> {
  const { id, name } = requireKnown(drive);
  await context.settings.update((before) => {
    const used = destinationsOn(id, before);
    if (used.length > 0) throw new Fault('invalid', `The drive "${name}" is used by ${used.map((one) => `"${one}"`).join(', ')}.`, { context: { drive: id }, advice: 'Remove what backs up to it first; what is stored on it stays in any case.' });
    return { ...before, drives: before.drives.filter((one) => one.id !== id) };
  });
  context.audited('drive forget', id, { name });
  return name;
}

/** When a drive was last seen: written when it comes, when it goes, and now and then. */
export async function noteSeen(before: readonly Recognised[], after: readonly Recognised[], context: Context): Promise<void> {
  const now = context.clock.now();
  const isHere = (list: readonly Recognised[], id: string): boolean => list.some(({ known, here }) => known?.id === id && here !== null);
  const seen = after.flatMap(({ known, here }) => {
    if (known === null) return [];
    const fresh = here !== null ? now - Date.parse(known.lastSeenAt) >= SEEN_EVERY : isHere(before, known.id);
    return fresh ? [known.id] : [];
  });
  if (seen.length === 0) return;
  const lastSeenAt = new Date(now).toISOString();
  try {
    await context.settings.update((settings) => ({ ...settings, drives: settings.drives.map((one) => (seen.includes(one.id) ? { ...one, lastSeenAt } : one)) }));
  } catch (error) {
    if (isFault(error)) return; // settings that cannot be written are no reason not to show drives
    throw error;
  }
  for (const one of after) if (one.known !== null && seen.includes(one.known.id)) one.known = { ...one.known, lastSeenAt };
}
