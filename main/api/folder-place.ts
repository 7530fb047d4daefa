/** Formats that lie in a folder with files of their own: which of them lies where, and opening it. */
import type { Call } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import { parseAddress, type Address } from '../storage/address.ts';
import { ArchiveStore } from '../store/archive/archive.ts';
import { isArchiveStore } from '../store/archive/folder.ts';
import { isLinkable } from '../store/mirror/hard-links.ts';
import { MirrorStore } from '../store/mirror/mirror.ts';
import { isMirror } from '../store/mirror/sidecar.ts';
import { openArchiveStore } from './archive-place.ts';
import type { Limits } from './destinations.ts';
import type { Services } from './implementer.ts';

type Reach = Pick<Services, 'context' | 'destinations'>;

export interface FolderPlace {
  format: 'mirror' | 'archive';
  /** As it is stored and shown. */
  address: string;
  /** Where it lies now. */
  folder: string;
}

/** What lies at an address already, as far as its folder tells. */
export function formatAt(address: Address): FolderPlace['format'] | null {
  if (address.kind !== 'local') return null;
  return isMirror(address.path) ? 'mirror' : isArchiveStore(address.path) ? 'archive' : null;
}

/** Null where the destination is neither. @throws Fault `offline` when its drive is away. */
export async function folderPlaceOf(ref: string | undefined, { context, destinations }: Reach): Promise<FolderPlace | null> {
  const parsed = parseAddress(destinations.address(ref), destinations.around);
  if (parsed.kind !== 'local' && parsed.kind !== 'drive') return null;
  const { address, folder: onDrive } = await context.drivePlaces.locate(parsed);
  const folder = onDrive ?? (parsed.kind === 'local' ? parsed.path : null);
  if (folder === null) return null;
  const saved = context.settings.read().destinations.find((known) => known.name === ref || known.address === address)?.format;
  const format = isMirror(folder) ? 'mirror' : isArchiveStore(folder) ? 'archive' : saved;
  return format === 'mirror' || format === 'archive' ? { format, address, folder } : null;
}

export async function openFolderStore({ format, address, folder }: FolderPlace, { context, destinations }: Reach, limits: Limits, call: Call): Promise<MirrorStore | ArchiveStore> {
  const { upload = limits.upload, download = limits.download } = context.options.limits ?? {};
  if (upload !== undefined || download !== undefined) {
    call.report({ item: address, during: 'open', severity: 'note', fault: new Fault('unsupported', `${NOUN[format]} lies on a drive of this machine: the limits of upload and download mean nothing there.`, { advice: 'Nothing to do.' }) });
  }
  return format === 'mirror' ? MirrorStore.open(folder, { ...destinations.folderOptions, address }, call) : openArchiveStore(folder, address, context, call);
}

interface Tested extends Pick<FolderPlace, 'format'> {
  address: string;
  id: string;
  version: number;
  writable: boolean;
  freeBytes: number | null;
  snapshots: number;
}

/** Opens it, counts what is in it, and finds out whether it could be written. */
export async function testFolderStore(place: FolderPlace, reach: Reach, call: Call): Promise<Tested> {
  const store = await openFolderStore(place, reach, {}, call);
  try {
    const snapshots = await store.snapshots(call);
    const writable = store instanceof ArchiveStore ? await store.repository.isWritable(call) : isLinkable(place.folder);
    return { format: place.format, address: store.address, id: store.id, version: 1, writable, freeBytes: await store.repository.free(call), snapshots: snapshots.length };
  } finally {
    await store.close();
  }
}

const NOUN = { mirror: 'A mirror', archive: 'An archive store' } as const;

/** For what only vaults can do. */
export function noVault({ format, address }: FolderPlace): Fault {
  const [what, verbs] =
    format === 'mirror'
      ? ['is a mirror: it has no password, no packs and no index', 'Mirrors know backup, snapshots, ls, find, diff, stats, restore, check, tag, forget and unlock.']
      : ['holds archives: they have no packs, no index and no keys', 'Archives know backup, snapshots, ls, find, diff, stats, restore, check, forget, merge and unlock.'];
  return new Fault('unsupported', `${address} ${what}, so there is nothing of that kind to do.`, { context: { address }, advice: verbs });
}
