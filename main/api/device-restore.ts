/** device.restore and device.clone: a snapshot, or another board, onto a board; device.rollback takes back what was cut off. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceRestorePreview } from '../../preload/contract/device.ts';
import type { DeviceClone, DeviceRestore } from '../../preload/contract/device-spec.ts';
import type { RestoreAction } from '../../preload/contract/restore.ts';
import type { ResultOf, RunResult } from '../../preload/contract/run.ts';
import type { Call } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import { planBoard, type BoardPlan } from '../engine/board/plan-board.ts';
import { BoardRestore } from '../engine/board/restore-board.ts';
import { takeBackUnfinished } from '../engine/board/take-back.ts';
import type { Wanted } from '../engine/board/wanted.ts';
import { spooled } from '../engine/board/wanted-board.ts';
import { wantedOf } from '../engine/board/wanted-snapshot.ts';
import { chosenPaths } from '../engine/chosen-paths.ts';
import { DeviceSource } from '../source/device/device-source.ts';
import { shortCall } from './calls.ts';
import type { Context } from './context.ts';
import { deviceDestination, withBoards } from './device-destination.ts';
import { startDeviceRun } from './device-run.ts';
import { calledOf, careBefore, hostOf, knownDevice, isPort, titleOf, withDevice, type DeviceSession } from './device-session.ts';
import { snapshotOf } from './device-snapshot.ts';
import { deviceWork } from './device-work.ts';
import { os, type Services } from './implementer.ts';
import { stamp } from './restore-spec.ts';

type Spec = DeviceRestore | DeviceClone;

/** What is to be there, for as long as `work` goes on. */
type WithWanted = <T>(session: DeviceSession, call: Call, work: (wanted: Wanted, from: string) => Promise<T>) => Promise<T>;

/** What a token stands for. */
interface Previewed {
  readonly spec: string;
  readonly digest: string;
}

/** Items a preview lists; counts go on. */
const MOST_ITEMS = 10_000;

export const restore = {
  preview: os.device.restore.preview.handler(({ input, context: services, signal }) => previewed(input, fromSnapshot(input, services), services, shortCall(services.context, signal))),
  start: os.device.restore.start.handler(async ({ input: { token, ...spec }, context: services }) => started(spec, token, fromSnapshot(spec, services), services, spec.snapshot)),
};

export const clone = {
  preview: os.device.clone.preview.handler(({ input, context: services, signal }) => previewed(input, fromBoard(input, services), services, shortCall(services.context, signal))),
  start: os.device.clone.start.handler(async ({ input: { token, ...spec }, context: services }) => started(spec, token, fromBoard(spec, services), services, spec.from)),
};

export const rollback = os.device.rollback.handler(async ({ input, context: services }) => {
  const runId = await startDeviceRun(services, input, { kind: 'restore', destination: '', subject: `taking back on ${calledOf(input.device, services.context)}` }, async (session, call) => {
    const { key, board } = session;
    if (!(await takeBackUnfinished(board, deviceWork(services.context).journals.of(key), call))) throw new Fault('missing', 'There is nothing to take back on this board.', { context: { device: key }, advice: 'Every restore on it has come to its end.' });
    services.context.audited('device rollback', key, { port: board.info.port });
    return { ...NOTHING, kind: 'device-restore', from: '', device: key, port: board.info.port, takenBack: true };
  });
  return { runId };
});

const NOTHING = { dryRun: false, created: 0, replaced: 0, kept: 0, unchanged: 0, deleted: 0, files: 0, bytes: 0, verified: null, copies: 0, copiesAt: null, takenBack: false };

function fromSnapshot(spec: DeviceRestore, services: Services): WithWanted {
  return ({ key, known }, call, work) => withBoards(spec.destination ?? known?.care?.destination, services, call, async (store) => {
    const { snapshot, path: from } = await snapshotOf(store, spec.snapshot, hostOf(key), call, spec.filter);
    const reader = await store.open(snapshot, call);
    const { includes, excludes, map } = spec;
    return work(await wantedOf(reader, { from, includes, excludes, map, paths: await chosenPaths(reader, spec.paths, from, call) }, call), snapshot.id);
  });
}

/** The other board is read to its end first: nothing is written here that could not be read there. */
function fromBoard(spec: DeviceClone, { context }: Services): WithWanted {
  return async (session, call, work) => {
    if (spec.from === session.board.info.port || idOf(spec.from, context) === session.key) throw new Fault('invalid', 'A board cannot be cloned to itself.', { advice: 'Name two boards.' });
    mkdirSync(context.folders.cache, { recursive: true, mode: 0o700 });
    const spool = mkdtempSync(join(context.folders.cache, 'clone-'));
    try {
      const { wanted, title } = await withDevice({ ...spec, device: spec.from, afterwards: 'as-found' }, context, call, async (other) => {
        if (other.key === session.key) throw new Fault('invalid', 'Both ports lead to the same board.', { context: { device: other.key } });
        const source = new DeviceSource({ board: other.board, include: spec.includes, exclude: spec.excludes });
        return { wanted: await spooled(source, spec.map, spool, call), title: titleOf(other) };
      });
      return await work(wanted, title);
    } finally {
      rmSync(spool, { recursive: true, force: true });
    }
  };
}

const idOf = (ref: string, context: Context): string | null => (isPort(ref) ? null : knownDevice(deviceWork(context).known.read(), ref).id);

function previewed(spec: Spec, withWanted: WithWanted, { context }: Services, call: Call): Promise<DeviceRestorePreview> {
  return withDevice(spec, context, call, async (session) => {
    await takeBackUnfinished(session.board, deviceWork(context).journals.of(session.key), call);
    return withWanted(session, call, async (wanted) => {
      const plan = await planBoard(session.board, wanted, spec, call, (path, fault) => call.report({ item: path, during: 'restore', severity: 'warning', fault }));
      const token = context.previews.add('device restore', { spec: meaningOf(spec), digest: digestOf(plan) } satisfies Previewed);
      const { items, bytes, copiesHere, space } = plan;
      return { token, items: items.slice(0, MOST_ITEMS), counts: countsOf(plan, new Set()), bytes, space: [...space], copiesHere };
    });
  });
}

async function started(spec: Spec, token: string | undefined, withWanted: WithWanted, services: Services, subject: string): Promise<{ runId: string }> {
  const { context, destinations } = services;
  const shown = token === undefined ? null : context.previews.take<Previewed>('device restore', token);
  if (shown !== null && shown.spec !== meaningOf(spec)) throw new Fault('stale', 'The preview was made for another restore: what is to be restored, or how, has been changed since.');
  const destination = 'snapshot' in spec ? destinations.address(spec.destination ?? careBefore(spec.device, context)?.destination ?? deviceDestination(context)) : '';
  const runId = await startDeviceRun(services, spec, { kind: 'restore', destination, subject: `${calledOf(subject, context)} to ${calledOf(spec.device, context)}` }, async (session, call, done) => {
    await takeBackUnfinished(session.board, deviceWork(context).journals.of(session.key), call);
    return withWanted(session, call, (wanted, from) => restored(spec, { session, wanted, from, shown }, services, call, done));
  });
  return { runId };
}

interface Work {
  readonly session: DeviceSession;
  readonly wanted: Wanted;
  readonly from: string;
  readonly shown: Previewed | null;
}

async function restored(spec: Spec, { session, wanted, from, shown }: Work, { context }: Services, call: Call, done: RunResult[]): Promise<ResultOf<'device-restore'>> {
  const { board, key } = session;
  const failed = new Set<string>();
  const report: Call['report'] = (problem) => {
    if (problem.severity === 'warning') failed.add(problem.item);
    call.report(problem);
  };
  const noting: Call = { ...call, progress: call.progress, report };
  call.progress.phase = 'planning';
  const plan = await planBoard(board, wanted, spec, noting, (item, fault) => report({ item, during: 'restore', severity: 'warning', fault }));
  if (shown !== null && shown.digest !== digestOf(plan)) throw new Fault('stale', 'The restore would no longer do what the preview showed: files on the board, or the snapshot, have changed since. Nothing was changed.');
  const copiesAt = join(context.folders.data, 'board-copies', key, stamp(context.clock));
  const restoring = new BoardRestore(board, plan, { from, verify: spec.verify, times: spec.times, stopOnError: spec.stopOnError, copiesAt, journal: deviceWork(context).journals.of(key), clock: context.clock }, noting);
  const result = (): ResultOf<'device-restore'> => ({
    ...namedCounts(plan, failed), ...restoring.report, kind: 'device-restore', from, device: key, port: board.info.port, dryRun: spec.dryRun, copiesAt: plan.copiesHere && !spec.dryRun ? copiesAt : null,
  });
  if (spec.dryRun) {
    for (const { action, path, size } of plan.items) call.item?.(action, path, size);
    return { ...result(), files: plan.steps.filter(({ type }) => type === 'write').length, bytes: plan.bytes };
  }
  try {
    await restoring.run();
  } catch (error) {
    if (restoring.report.takenBack) done.push({ ...result(), ...NOTHING, takenBack: true });
    context.audited('device restore', key, { from, port: board.info.port, takenBack: restoring.report.takenBack });
    throw error;
  }
  const { created, replaced, deleted } = result();
  context.audited('device restore', key, { from, port: board.info.port, created, replaced, deleted });
  return result();
}

/** By action, without those that failed. */
function countsOf({ items }: BoardPlan, failed: ReadonlySet<string>): Record<RestoreAction, number> {
  const counts: Record<RestoreAction, number> = { create: 0, replace: 0, 'keep-both': 0, skip: 0, same: 0, delete: 0 };
  for (const { action, path } of items) if (!failed.has(path)) counts[action]++;
  return counts;
}

function namedCounts(plan: BoardPlan, failed: ReadonlySet<string>) {
  const counts = countsOf(plan, failed);
  return { created: counts.create, replaced: counts.replace + counts['keep-both'], kept: counts.skip, unchanged: counts.same, deleted: counts.delete };
}

/** All that decides what a restore does, as text. */
function meaningOf({ interrupt: _interrupt, wait: _wait, items: _items, dryRun: _dryRun, verify: _verify, afterwards: _afterwards, baud: _baud, stopOnError: _stop, ...spec }: Spec): string {
  return JSON.stringify(Object.entries(spec).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What would be done, and to what: sizes and times of what is replaced or removed are part of it. */
function digestOf({ items, steps }: BoardPlan): string {
  const standing = steps.map((step) => (step.type === 'write' ? [step.path, step.before?.size ?? null, step.aside] : step));
  return createHash('sha256').update(JSON.stringify([items, standing])).digest('hex');
}
