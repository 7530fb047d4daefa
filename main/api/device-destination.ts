/** Where boards are backed up when nobody says otherwise: a destination of their own in the state folder, made by the first backup. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from '../base/call.ts';
import { exclusivelyAwaited } from '../base/exclusive.ts';
import { isRepository } from '../store/vault/repository/open.ts';
import type { Context } from './context.ts';
import type { Services } from './implementer.ts';
import { makeVault } from './plan-backup.ts';

/** Its address, whether it is there or not. */
export const deviceDestination = ({ folders }: Context): string => join(folders.data, 'boards');

/** Null when it was there already. */
export async function ensureDeviceDestination({ context, destinations }: Services, call: Call): Promise<{ address: string; secretStore: string } | null> {
  mkdirSync(context.folders.data, { recursive: true, mode: 0o700 });
  const storage = await destinations.storage(deviceDestination(context));
  if (await isRepository(storage, call)) return null;
  return exclusivelyAwaited(join(context.folders.data, 'first-backup.lock'), () => makeVault(storage, context, call), call.signal);
}
