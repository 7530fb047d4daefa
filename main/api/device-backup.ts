/** device.backup: a board's files as a snapshot of its own. */
import type { DeviceBackup } from '../../preload/contract/device-spec.ts';
import type { ResultOf } from '../../preload/contract/run.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Call } from '../base/call.ts';
import { identity } from '../base/platform.ts';
import { backUp, findParent } from '../engine/backup.ts';
import { takeBackUnfinished } from '../engine/board/take-back.ts';
import { DeviceSource } from '../source/device/device-source.ts';
import type { VaultStore } from '../store/vault/vault.ts';
import { shortCall } from './calls.ts';
import { deviceDestination, ensureDeviceDestination } from './device-destination.ts';
import { startDeviceRun } from './device-run.ts';
import { calledOf, hostOf, type DeviceSession } from './device-session.ts';
import { deviceWork } from './device-work.ts';
import { os, type Services } from './implementer.ts';

export const backup = os.device.backup.handler(async ({ input, context: services, signal }) => {
  const { context, destinations } = services;
  const created = input.destination === undefined && !input.dryRun ? await ensureDeviceDestination(services, shortCall(context, signal)) : null;
  const destination = input.destination ?? deviceDestination(context);
  const runId = await startDeviceRun(services, input, { kind: 'backup', destination: destinations.address(destination), subject: calledOf(input.device, context) }, async (session, call) => {
    await takeBackUnfinished(session.board, deviceWork(context).journals.of(session.key), call);
    return backUpBoard(session, destination, input, services, call);
  });
  return { runId, created };
});

async function backUpBoard(session: DeviceSession, destination: string, input: DeviceBackup, { context, destinations }: Services, call: Call): Promise<ResultOf<'backup'>> {
  const { board, key } = session;
  const source = new DeviceSource({ board, include: input.includes, exclude: input.excludes, ...(input.paths.length === 0 ? {} : { paths: input.paths }) });
  return destinations.withVault(destination, call, async (vault) => {
    const base = {
      time: new Date(context.clock.now()), paths: source.paths, hostname: hostOf(key), username: identity().username, tags: ['device', ...input.tags], excludes: input.excludes,
      dryRun: input.dryRun, skipIfUnchanged: input.skipIfUnchanged,
    };
    const parent = input.type === 'full' ? null : await parentOf(vault, base, input.type === 'differential', call);
    const { snapshot, summary } = await backUp(source, vault, { ...base, parent }, call);
    const held = snapshot?.id ?? (input.dryRun ? null : (parent?.id ?? null));
    if (held !== null) remember(session, context, { destination: vault.address, snapshot: held, files: summary.total_files_processed, bytes: summary.total_bytes_processed });
    if (snapshot !== null) context.audited('snapshot create', snapshot.id, { destination: vault.address, board: key });
    return { kind: 'backup', destination: vault.address, snapshotId: snapshot?.id ?? null, parentId: parent?.id ?? null, dryRun: input.dryRun, summary };
  });
}

/** What is compared with: the newest snapshot of the board, or, for a differential backup, the full one its chain began with. */
async function parentOf(vault: VaultStore, request: Parameters<typeof findParent>[1], differential: boolean, call: Call): Promise<Snapshot | null> {
  const snapshots = await vault.snapshots(call);
  const newest = findParent(snapshots, request);
  if (!differential) return newest;
  for (let at = newest; ;) {
    const before = snapshots.find(({ id }) => id === at?.parent);
    if (before === undefined) return at;
    at = before;
  }
}

function remember({ key, known }: DeviceSession, context: Services['context'], backedUp: { destination: string; snapshot: string; files: number; bytes: number }): void {
  if (known === null) return;
  const at = new Date(context.clock.now()).toISOString();
  deviceWork(context).known.update((devices) => devices.map((device) => (device.id === key ? { ...device, lastBackup: { at, ...backedUp } } : device)));
}
