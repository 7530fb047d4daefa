/** snapshot: what is in it. */
import type { Entry } from '../../preload/contract/entry.ts';
import type { SearchHit } from '../../preload/contract/snapshot-procedures.ts';
import { Fault } from '../base/fault.ts';
import { diffSnapshots } from '../engine/diff.ts';
import { findEntries } from '../engine/find.ts';
import { filterSnapshots, findSnapshot } from '../engine/find-snapshot.ts';
import { joinRaw, rawFromText } from '../entry/name.ts';
import type { StoredItem } from '../store/store.ts';
import { shortCall } from './calls.ts';
import { os } from './implementer.ts';
import { showEntry } from './show-entry.ts';

export const walk = os.snapshot.walk.handler(({ input, context: { context, destinations }, signal }) => (async function* (): AsyncGenerator<Entry[], void> {
  const call = shortCall(context, signal);
  const vault = await destinations.store(input.destination, call);
  try {
    const { snapshot, path } = findSnapshot(await vault.snapshots(call), input.snapshot, input.filter);
    const reader = await vault.open(snapshot, call);
    const starts = input.paths.length === 0 ? [path] : input.paths.map((wanted) => joinRaw(path, rawFromText(wanted).replace(/^\/+|\/+$/g, '')));
    for (const from of starts) {
      const enter = ({ path: folder }: StoredItem): boolean => input.recursive || folder === from;
      for await (const batch of reader.walk({ from, enter }, call)) yield batch.map(showEntry);
    }
  } finally {
    await vault.close();
  }
})());

export const search = os.snapshot.search.handler(({ input, context: { context, destinations }, signal }) => (async function* (): AsyncGenerator<SearchHit[], void> {
  const call = shortCall(context, signal);
  const vault = await destinations.store(input.destination, call);
  try {
    const snapshots = filterSnapshots(await vault.snapshots(call), input.filter).toReversed();
    const options = {
      patterns: input.patterns, ignoreCase: input.ignoreCase,
      ...(input.type === undefined ? {} : { type: input.type }),
      ...(input.oldest === undefined ? {} : { oldest: nanoseconds(input.oldest) }), ...(input.newest === undefined ? {} : { newest: nanoseconds(input.newest) }),
    };
    for await (const { snapshot, items } of findEntries(vault, snapshots, options, call)) {
      yield items.map((item) => ({ snapshot: snapshot.id, time: snapshot.time, entry: showEntry(item) }));
    }
  } finally {
    await vault.close();
  }
})());

export const diff = os.snapshot.diff.handler(({ input, context: { context, destinations }, signal }) => (async function* () {
  const call = shortCall(context, signal);
  const vault = await destinations.store(input.destination, call);
  try {
    const snapshots = await vault.snapshots(call);
    const [from, to] = [findSnapshot(snapshots, input.from), findSnapshot(snapshots, input.to)];
    const [before, after] = [await vault.open(from.snapshot, call), await vault.open(to.snapshot, call)];
    return yield* diffSnapshots(before, after, { from: from.path, to: to.path, metadata: input.metadata }, call);
  } finally {
    await vault.close();
  }
})());

function nanoseconds(text: string): bigint {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new Fault('invalid', `"${text}" is no time.`, { advice: 'Write it as 2026-11-21 or "2026-11-21 14:02:00".' });
  return BigInt(time) * 1_000_000n;
}
