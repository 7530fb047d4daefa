/** device.backup: a board's files as a snapshot of its own. */
import type { DeviceBackup } from '../../preload/contract/device-spec.ts';
import type { ResultOf, RunResult } from '../../preload/contract/run.ts';
import type { Snapshot, SnapshotDevice } from '../../preload/contract/snapshot.ts';
import type { Call } from '../base/call.ts';
import { identity } from '../base/platform.ts';
import { backUp, findParent } from '../engine/backup.ts';
import { openEarlier } from '../engine/copy-stored.ts';
import { KnownContent } from '../engine/board/known-content.ts';
import { takeBackUnfinished } from '../engine/board/take-back.ts';
import { DeviceSource } from '../source/device/device-source.ts';
import type { Source } from '../source/source.ts';
import type { SnapshotRequest, Store } from '../store/store.ts';
import { shortCall } from './calls.ts';
import { deviceDestination, ensureDeviceDestination, withBoards } from './device-destination.ts';
import { tidyBoard } from './device-protect.ts';
import { startDeviceRun } from './device-run.ts';
import { calledOf, careBefore, hostOf, type DeviceSession } from './device-session.ts';
import { deviceWork } from './device-work.ts';
import { os, type Services } from './implementer.ts';

export const backup = os.device.backup.handler(async ({ input, context: services, signal }) => {
  const { context, destinations } = services;
  const known = input.destination ?? careBefore(input.device, context)?.destination ?? undefined;
  const created = known === undefined && !input.dryRun ? await ensureDeviceDestination(services, shortCall(context, signal)) : null;
  const destination = known ?? deviceDestination(context);
  const runId = await startDeviceRun(services, input, { kind: 'backup', destination: destinations.address(destination), subject: calledOf(input.device, context) }, async (session, call) => {
    await takeBackUnfinished(session.board, deviceWork(context).journals.of(session.key), call);
    return backUpBoard(session, input, services, call);
  });
  return { runId, created };
});

async function backUpBoard(session: DeviceSession, input: DeviceBackup, services: Services, call: Call): Promise<RunResult[]> {
  const { board, key } = session;
  const { context } = services;
  const care = session.known?.care ?? null;
  const [paths, includes, excludes] = [input.paths ?? care?.paths ?? [], input.includes ?? care?.includes ?? [], input.excludes ?? care?.excludes ?? []];
  const source = new DeviceSource({ board, include: includes, exclude: excludes, ...(paths.length === 0 ? {} : { paths }) });
  return withBoards(input.destination ?? care?.destination, services, call, async (store) => {
    const base = {
      time: new Date(context.clock.now()), paths: source.paths, hostname: hostOf(key), username: identity().username, tags: ['device', ...input.tags], excludes,
      dryRun: input.dryRun, skipIfUnchanged: input.skipIfUnchanged, device: told(session, includes), kind: input.type === 'auto' ? undefined : input.type,
    };
    const parent = input.type === 'full' ? null : await parentOf(store, base, input.type === 'differential', call);
    const { snapshot, summary } = await backUp(await eased(source, session, store, parent, call), store, { ...base, parent }, call);
    const held = snapshot?.id ?? (input.dryRun ? null : (parent?.id ?? null));
    if (held !== null) remember(session, context, { destination: store.address, snapshot: held, files: summary.total_files_processed, bytes: summary.total_bytes_processed });
    if (snapshot !== null) context.audited('snapshot create', snapshot.id, { destination: store.address, board: key });
    const result: ResultOf<'backup'> = { kind: 'backup', destination: store.address, snapshotId: snapshot?.id ?? null, parentId: parent?.id ?? null, dryRun: input.dryRun, summary };
    const done: RunResult[] = [result];
    if (care?.retention != null && snapshot !== null && isOwnPlace(input.destination, care.destination, services)) await tidyBoard({ store, host: hostOf(key), retention: care.retention, fresh: snapshot.id }, services, call, done);
    return done;
  });
}

/** Its policy is about the place it is protected to, and no other. */
function isOwnPlace(given: string | undefined, own: string | null, { context, destinations }: Services): boolean {
  const addressOf = (ref: string | null): string => destinations.address(ref ?? deviceDestination(context));
  return given === undefined || addressOf(given) === addressOf(own);
}

function told({ board: { info }, known }: DeviceSession, includes: readonly string[]): SnapshotDevice {
  const { id, machine, platform, version, build } = info;
  return {
    ...(id === null ? {} : { id }), ...(known?.name == null ? {} : { name: known.name }), board: machine, platform, firmware: version, build,
    ...(includes.length === 0 ? {} : { includes: [...includes] }),
  };
}

/** What the snapshot before holds is not asked of the board again. */
async function eased(source: DeviceSource, { board }: DeviceSession, store: Store, parent: Snapshot | null, call: Call): Promise<Source> {
  const earlier = board.info.hash === 'sha256' ? await openEarlier(store, parent, call) : null;
  return earlier === null ? source : new KnownContent(source, earlier);
}

/** What is compared with: the newest snapshot of the board, or, for a differential one in a vault, the full one its chain began with. Archives find that themselves. */
async function parentOf(store: Store, request: Pick<SnapshotRequest, 'hostname' | 'paths' | 'time'>, differential: boolean, call: Call): Promise<Snapshot | null> {
  const snapshots = await store.snapshots(call);
  const newest = findParent(snapshots, request);
  if (!differential || store.format !== 'vault') return newest;
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
