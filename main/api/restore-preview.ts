/** restore.preview: exactly what a restore would do; and whether it would still do that when it is started. */
import type { RestorePreviewBatch, RestorePreviewEnd, RestoreSpec } from '../../preload/contract/restore.ts';
import type { Call } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import { planRestore, type PlannedPart } from '../engine/planned-restore.ts';
import { shortCall } from './calls.ts';
import { os, type Services } from './implementer.ts';
import { prepare } from './restore-spec.ts';

/** What a token stands for. */
interface Previewed {
  spec: string;
  digest: string;
}

export const preview = os.restore.preview.handler(({ input, context: services, signal }) => (async function* (): AsyncGenerator<RestorePreviewBatch, RestorePreviewEnd> {
  const { context } = services;
  const call = shortCall(context, signal);
  const vault = await services.destinations.store(input.destination, call);
  try {
    const { reader, target, options } = await prepare(input, vault, context.clock, call);
    const { digest, last } = yield* grouped(planRestore(reader, target, options, call));
    const token = context.previews.add('restore', { spec: meaningOf(input, services), digest } satisfies Previewed);
    return { token, counts: last.counts, bytes: last.bytes, freeBytes: await target.free(call) };
  } finally {
    await vault.close();
  }
})());

/** Parts after which one is sent without an item: those say only that it goes on. */
const QUIET_PARTS = 16;

/** Parts with items at once, others rarely; the last one is sent, too. */
async function* grouped<R extends { last: PlannedPart }>(parts: AsyncGenerator<PlannedPart, R>): AsyncGenerator<PlannedPart, R> {
  let quiet = 0;
  for (let step = await parts.next(); ; step = await parts.next()) {
    if (step.done === true) {
      yield step.value.last;
      return step.value;
    }
    if (step.value.items.length > 0 || ++quiet % QUIET_PARTS === 0) yield step.value;
  }
}

/** Looks again, as cheaply as a preview, and changes nothing. @throws Fault `stale`. */
export async function refuseUnlessAsPreviewed(token: string, spec: RestoreSpec, services: Services, call: Call): Promise<void> {
  const { context, destinations } = services;
  const previewed = context.previews.take<Previewed>('restore', token);
  if (previewed.spec !== meaningOf(spec, services)) throw new Fault('stale', 'The preview was made for another restore: what is to be restored, or how, has been changed since.');
  const digest = await destinations.withStore(spec.destination, call, async (vault) => {
    const { reader, target, options } = await prepare(spec, vault, context.clock, call);
    const parts = planRestore(reader, target, options, call);
    for (let step = await parts.next(); ; step = await parts.next()) if (step.done === true) return step.value.digest;
  });
  if (digest !== previewed.digest) throw new Fault('stale', 'The restore would no longer do what the preview showed: files at the target, or the snapshot, have changed since.');
}

/** All that decides what a restore does, as text. */
function meaningOf({ destination, snapshot, filter, into, paths, includes, excludes, map, overwrite, keepExisting, delete: deletes }: RestoreSpec, { destinations }: Services): string {
  return JSON.stringify([destinations.address(destination), snapshot, filter, into, paths, includes, excludes, map, overwrite, keepExisting, deletes]);
}
