/** device.protect: how a board is backed up whenever nothing else is said; after a backup, what its policy lets go. */
import type { DeviceCare } from '../../preload/contract/device-care.ts';
import type { RetentionPolicy } from '../../preload/contract/retention.ts';
import type { RunResult } from '../../preload/contract/run.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Call } from '../base/call.ts';
import { toFault } from '../base/fault.ts';
import { compileGlobs } from '../base/glob.ts';
import { newestOf } from '../plan/keeping.ts';
import { planForget } from '../plan/forget-plan.ts';
import { refuseEmpty } from '../plan/retention.ts';
import type { Store } from '../store/store.ts';
import { VaultStore } from '../store/vault/vault.ts';
import { deviceOf, listDevices } from './device-list.ts';
import { meantDevice } from './device-session.ts';
import { deviceWork } from './device-work.ts';
import { os, type Services } from './implementer.ts';
import { freeSpace, letGo } from './plan-retention.ts';

export const protect = os.device.protect.handler(async ({ input: { device: ref, care }, context: services }) => {
  const { context } = services;
  const work = deviceWork(context);
  const { id } = meantDevice(work.known.read(), ref);
  if (care !== null) checkCare(care, services);
  const devices = work.known.update((before) => before.map((one) => (one.id === id ? { ...one, care } : one)));
  context.audited('device protect', id, care === null ? { care: null } : { destination: care.destination, retention: care.retention });
  work.bell.ring();
  return (await listDevices(context)).find((one) => one.id === id) ?? deviceOf(devices.find((one) => one.id === id)!, null, work);
});

/** What would end every backup is refused at once. @throws Fault `invalid`. */
function checkCare({ destination, includes, excludes, retention }: DeviceCare, { destinations }: Services): void {
  compileGlobs(includes);
  compileGlobs(excludes);
  if (retention !== null) refuseEmpty(retention);
  if (destination !== null) destinations.address(destination);
}

export interface Keeping {
  readonly store: Store;
  /** Name of the board as its snapshots have it. */
  readonly host: string;
  readonly retention: RetentionPolicy;
  /** Id of the snapshot just made. */
  readonly fresh: string;
}

/** Trouble here never hides that the backup succeeded. */
export async function tidyBoard({ store, host, retention, fresh }: Keeping, services: Services, call: Call, done: RunResult[]): Promise<void> {
  const chosen = (all: readonly Snapshot[]): { remove: Snapshot[]; kept: number } => {
    const own = all.filter(({ hostname }) => hostname === host);
    const remove = going(own, retention, fresh, services);
    return { remove, kept: own.length - remove.length };
  };
  try {
    const removed = await letGo(store, chosen, { board: host }, services, call, done);
    if (removed > 0 && store instanceof VaultStore) await freeSpace(store, services, call, done);
  } catch (error) {
    call.signal.throwIfAborted();
    call.report({ item: store.address, during: 'forget', severity: 'warning', fault: toFault(error, `Older versions of the board could not be removed from ${store.address}`) });
  }
}

/** The newest and the one just made always stay. */
function going(own: readonly Snapshot[], retention: RetentionPolicy, fresh: string, { context }: Services): Snapshot[] {
  const newest = newestOf(own);
  return planForget(own, retention, [], context.clock).flatMap((group) => group.remove).filter(({ id }) => id !== newest?.id && id !== fresh);
}
