/** snapshot: what is in it. */
import type { Entry } from '../../preload/contract/entry.ts';
import type { SnapshotFilter } from '../../preload/contract/snapshot-filter.ts';
import type { SearchHit } from '../../preload/contract/snapshot-procedures.ts';
import type { Call } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import { diffSnapshots } from '../engine/diff.ts';
import { findEntries } from '../engine/find.ts';
import { filterSnapshots, findSnapshot } from '../engine/find-snapshot.ts';
import { joinRaw, rawFromText, showName } from '../entry/name.ts';
import type { SnapshotReader, WalkOptions } from '../store/store.ts';
import { shortCall } from './calls.ts';
import { os, type Services } from './implementer.ts';
import { showEntry } from './show-entry.ts';

export const walk = os.snapshot.walk.handler(({ input, context, signal }) => (async function* (): AsyncGenerator<Entry[], void> {
  for await (const items of walked(input, context, signal, (reader, options, call) => reader.walk(options, call))) yield items.map(showEntry);
})());

export const paths = os.snapshot.paths.handler(({ input, context, signal }) => (async function* (): AsyncGenerator<string[], void> {
  for await (const items of walked(input, context, signal, (reader, options, call) => reader.paths(options, call))) yield items.map(showName);
})());

interface Wanted {
  destination?: string | undefined;
  snapshot: string;
  filter: SnapshotFilter;
  paths: readonly string[];
  recursive: boolean;
}

/** What is wanted of a snapshot, in the way that is asked for. */
async function* walked<T>(wanted: Wanted, { context, destinations }: Services, signal: AbortSignal | undefined, way: (reader: SnapshotReader, options: WalkOptions, call: Call) => AsyncIterable<T>): AsyncGenerator<T> {
  const call = shortCall(context, signal);
  const vault = await destinations.store(wanted.destination, call);
  try {
    const { snapshot, path } = findSnapshot(await vault.snapshots(call), wanted.snapshot, wanted.filter);
    const reader = await vault.open(snapshot, call);
    const starts = wanted.paths.length === 0 ? [path] : wanted.paths.map((below) => joinRaw(path, rawFromText(below).replace(/^\/+|\/+$/g, '')));
    for (const from of starts) yield* way(reader, { from, enter: ({ path: folder }) => wanted.recursive || folder === from }, call);
  } finally {
    await vault.close();
  }
}

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
