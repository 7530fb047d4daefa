/** Which snapshot of a board is meant. */
import type { SnapshotFilter } from '../../preload/contract/snapshot-filter.ts';
import type { Call } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import type { SnapshotPlace } from '../engine/find-snapshot.ts';
import type { Store } from '../store/store.ts';
import { presentSnapshot } from './snapshot-place.ts';

const ANY: SnapshotFilter = { hosts: [], tags: [], paths: [], ids: [] };

/** `latest` is the newest of this board, unless another host was asked for. @throws Fault `missing`. */
export async function snapshotOf(store: Store, ref: string, host: string, call: Call, filter: SnapshotFilter = ANY): Promise<SnapshotPlace> {
  const hosts = filter.hosts.length > 0 ? filter.hosts : [host];
  if (!/^latest(:|$)/.test(ref)) return presentSnapshot(store, ref, filter, call);
  if (!(await store.snapshots(call)).some(({ hostname }) => hosts.includes(hostname ?? ''))) {
    throw new Fault('missing', `There is no backup of this board in ${store.address} yet.`, { context: { host, destination: store.address }, advice: 'Back it up first, or name a snapshot of another board by its id.' });
  }
  return presentSnapshot(store, ref, { ...filter, hosts }, call);
}
