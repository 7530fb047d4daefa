/** Where boards are backed up when nobody says otherwise: blb archives in the state folder, begun by the first backup. Earlier versions made a vault there, which stays in use. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NewArchives } from '../../preload/contract/archive.ts';
import type { Call } from '../base/call.ts';
import { exclusivelyAwaited } from '../base/exclusive.ts';
import { Fault } from '../base/fault.ts';
import { DEFAULT_RULES } from '../store/archive/chain/chain.ts';
import { isArchiveStore } from '../store/archive/folder.ts';
import type { Store } from '../store/store.ts';
import { isRepository } from '../store/vault/repository/open.ts';
import { initArchives } from './archive-place.ts';
import type { Context } from './context.ts';
import type { Services } from './implementer.ts';

/** Its address, whether it is there or not. */
export const deviceDestination = ({ folders }: Context): string => join(folders.data, 'boards');

/** Null when it was there already. */
export async function ensureDeviceDestination(services: Services, call: Call): Promise<{ address: string } | null> {
  const { folders } = services.context;
  mkdirSync(folders.data, { recursive: true, mode: 0o700 });
  if (await isThere(services, call)) return null;
  return exclusivelyAwaited(join(folders.data, 'first-backup.lock'), async () => ((await isThere(services, call)) ? null : made(services, call)), call.signal);
}

/** Plain zips, so that every program opens them: readable by whoever may read the state folder. */
async function made(services: Services, call: Call): Promise<{ address: string }> {
  const wanted: NewArchives = { container: 'blb', compression: 'gzip', encrypt: false, recipients: [], maxLinks: DEFAULT_RULES.maxLinks };
  const { address } = await initArchives(deviceDestination(services.context), wanted, { keep: false }, services, call);
  return { address };
}

async function isThere({ context, destinations }: Services, call: Call): Promise<boolean> {
  const address = deviceDestination(context);
  return isArchiveStore(address) || isRepository(await destinations.storage(address), call);
}

/** Like `withStore`. @param ref none: the destination for boards. @throws Fault `no-destination` before the first backup of a board. */
export async function withBoards<T>(ref: string | null | undefined, services: Services, call: Call, work: (store: Store) => Promise<T>): Promise<T> {
  const { context, destinations } = services;
  if (ref == null && !(await isThere(services, call))) {
    throw new Fault('no-destination', 'No board has been backed up here yet.', { context: { address: deviceDestination(context) }, advice: 'Back one up first ("holdfast device backup PORT"), or name another destination.' });
  }
  return destinations.withStore(ref ?? deviceDestination(context), call, work);
}
