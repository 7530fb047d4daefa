/** Phase two of a plan: what its destinations hold is carried on to others, from there. A place that is away is passed over, and done when it is back. */
import type { Plan, Transfer } from '../../preload/contract/plan-settings.ts';
import type { ResultOf, RunResult } from '../../preload/contract/run.ts';
import type { Call } from '../base/call.ts';
import { Fault, isFault, toFault } from '../base/fault.ts';
import { shortId } from '../base/ids.ts';
import { copyStored, findCopy, openEarlier, type MadeCopy } from '../engine/copy-stored.ts';
import { Staging } from '../engine/staging.ts';
import { verifyCopy, type VerifiedCopy } from '../engine/verify-copy.ts';
import { newestOfSources } from '../plan/plan-snapshots.ts';
import { showFault } from '../run/outcome.ts';
import type { Store } from '../store/store.ts';
import type { Services } from './implementer.ts';
import { ownerOf, tidyUp } from './plan-retention.ts';
import { requirePlan } from './require-plan.ts';
import { isTime, shownAddress, standings } from './transfer-standing.ts';

export interface TransfersWanted {
  /** Names of destinations: only to these. */
  only?: readonly string[] | undefined;
  /** Nothing before its day. */
  dueOnly?: boolean;
}

type Result = ResultOf<'transfer'>;

/** Phase two alone. @returns the id of the run. @throws Fault `busy` while the plan is being run, `missing`, `invalid` for a plan or destination without a transfer. */
export function startTransfer(plan: string, services: Services, wanted: TransfersWanted = {}): string {
  const { context, destinations } = services;
  const found = requirePlan(context.settings.read(), plan);
  const chosen = chosenOf(found, wanted);
  return context.runner.start({
    kind: 'transfer', plan, destination: chosen.map(({ to }) => shownAddress(to, destinations)).join(', '), subject: `from ${chosen.map(({ from }) => from).join(', ')}`,
    perform: async (call, done) => {
      const faults = await transferAll(found, wanted, services, call, done);
      const results = done.filter((result) => result.kind === 'transfer');
      const skipped = results.every(({ state }) => state === 'skipped') ? (results[0]?.reason ?? null) : null;
      return { results: done, failed: faults[0] ?? null, skipped: skipped === null ? null : new Fault(skipped.kind, skipped.message, { advice: skipped.advice }) };
    },
  });
}

function chosenOf({ name, transfers }: Plan, { only }: TransfersWanted): Transfer[] {
  if (transfers.length === 0) throw new Fault('invalid', `The plan "${name}" transfers nothing: it backs up to all its destinations directly.`, { advice: 'Add a transfer to it (on a command line: "holdfast plan edit NAME --transfer FROM=TO").' });
  const chosen = transfers.filter(({ to }) => only === undefined || only.includes(to));
  if (chosen.length === 0) throw new Fault('missing', `The plan "${name}" transfers nothing to "${(only ?? []).join('", "')}".`, { advice: `It transfers to ${transfers.map(({ to }) => `"${to}"`).join(', ')}.` });
  return chosen;
}

/** One that fails does not keep the others from being done. @returns what failed. */
export async function transferAll(plan: Plan, wanted: TransfersWanted, services: Services, call: Call, done: RunResult[]): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const transfer of chosenOf(plan, wanted)) {
    const part = new PlanTransfer(plan, transfer, services, call);
    const result = await part.run(wanted.dueOnly === true);
    done.push(result);
    if (part.fault !== null) faults.push(part.fault);
    else if (transfer.retention !== null && result.copied.length > 0) {
      await tidyUp({ plan, name: transfer.to, retention: transfer.retention, fresh: result.copied.map(({ to }) => to) }, services, call, done);
    }
  }
  return faults;
}

class PlanTransfer {
  /** Why it failed. */
  fault: Fault | null = null;
  readonly #plan: Plan;
  readonly #transfer: Transfer;
  readonly #services: Services;
  readonly #call: Call;
  readonly #result: Result;

  constructor(plan: Plan, transfer: Transfer, services: Services, call: Call) {
    const { destinations } = services;
    this.#plan = plan;
    this.#transfer = transfer;
    this.#services = services;
    this.#call = call;
    this.#result = { kind: 'transfer', from: shownAddress(transfer.from, destinations), to: shownAddress(transfer.to, destinations), state: 'nothing', copied: [], bytes: 0, verified: null, errors: [], reason: null };
  }

  async run(dueOnly: boolean): Promise<Result> {
    if (dueOnly && !this.#isDue()) return { ...this.#result, state: 'not-due' };
    Object.assign(this.#call.progress, { phase: 'starting', totalFiles: null, totalBytes: null, current: null });
    Object.assign(this.#call.progress.done, { files: 0, bytes: 0 }); // each phase is counted by itself
    try {
      await this.#run();
    } catch (error) {
      this.#call.signal.throwIfAborted();
      this.#failed(toFault(error, `The transfer to ${this.#transfer.to} failed`));
    }
    return this.#result;
  }

  #isDue(): boolean {
    const { everyDays, to } = this.#transfer;
    const last = standings(this.#plan, this.#services).find((standing) => standing.to === to)?.lastSuccessAt ?? null;
    return isTime(last, everyDays, this.#services.context.clock.now());
  }

  async #run(): Promise<void> {
    const { destinations } = this.#services;
    const target = await this.#open();
    if (target === null) return;
    try {
      await destinations.withStore(this.#transfer.from, this.#call, (source) => this.#carry(source, target));
    } finally {
      await target.close();
    }
  }

  /** Null: it is away. What goes away later was there, and is a failure. */
  async #open(): Promise<Store | null> {
    try {
      return await this.#services.destinations.store(this.#transfer.to, this.#call);
    } catch (error) {
      if (!isFault(error, 'offline') && !isFault(error, 'no-destination')) throw error;
      this.#result.state = 'skipped';
      this.#result.reason = showFault(this.#away(error));
      return null;
    }
  }

  /** Where there was something before, to make it anew is the last thing to do. */
  #away(error: Fault): Fault {
    const { to } = this.#transfer;
    if (error.kind === 'offline' || error.message.includes(`"${to}"`)) return error;
    return new Fault(error.kind, `"${to}" is not at ${this.#result.to} now: its drive or folder is away, or it was moved.`, { cause: error, context: error.context, advice: 'Plug the drive in, or bring the folder back.' });
  }

  async #carry(source: Store, target: Store): Promise<void> {
    const { context } = this.#services;
    const there = await target.snapshots(this.#call);
    const newest = newestOfSources(await source.snapshots(this.#call), ownerOf(this.#plan, context.clock));
    const wanted = newest.filter((snapshot) => findCopy(there, snapshot) === null);
    if (wanted.length === 0) return;
    const { made, failed, bytes } = await copyStored(source, wanted, target, this.#call);
    this.#result.state = 'succeeded';
    this.#result.bytes = bytes;
    for (const copy of made) await this.#keep(copy, source, target);
    for (const { fault } of failed) this.#failed(fault);
  }

  /** A copy that is not what it should be is taken away again: it must not pass for one that is. */
  async #keep(made: MadeCopy, source: Store, target: Store): Promise<void> {
    const { original, copy } = made;
    const verified = this.#transfer.verify ? await this.#verified(made, source, target) : null;
    if (verified !== null) this.#add(verified);
    if (verified !== null && verified.errorCount > 0) {
      await target.remove([copy], this.#call);
      return this.#failed(new Fault('damaged', `The copy of snapshot ${shortId(original.id)} at ${this.#transfer.to} is not what was read: ${verified.errors[0] ?? ''} It was taken away again.`, {
        context: { destination: target.address }, advice: 'Check the place it went to with all its data ("holdfast check --read-data -r DEST"), repair or replace it, then transfer again.',
      }));
    }
    this.#result.copied.push({ from: original.id, to: copy.id });
    this.#services.context.audited('snapshot copy', copy.id, { from: original.id, destination: target.address, plan: this.#plan.id });
  }

  async #verified({ original, copy, earlier, sums }: MadeCopy, source: Store, target: Store): Promise<VerifiedCopy> {
    const call = this.#call;
    Object.assign(call.progress, { totalFiles: null, totalBytes: null });
    Object.assign(call.progress.done, { files: 0, bytes: 0 });
    const staging = new Staging();
    try {
      const readers = { original: await source.open(original, call), copy: await target.open(copy, call), earlier: await openEarlier(target, earlier, call) };
      return await verifyCopy({ ...readers, sums }, staging, call);
    } finally {
      staging.close();
    }
  }

  #add({ files, bytes, errors }: VerifiedCopy): void {
    const before = this.#result.verified ?? { files: 0, bytes: 0 };
    this.#result.verified = { files: before.files + files, bytes: before.bytes + bytes };
    this.#result.errors.push(...errors);
  }

  #failed(fault: Fault): void {
    this.fault ??= fault;
    this.#result.state = 'failed';
    this.#result.reason ??= showFault(fault);
  }
}
