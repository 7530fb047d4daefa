/** Tests of backup.ts: when everything is counted before the walk has come to its end. What a backup stores is tested with each store. */
import { describe, expect, it } from 'vitest';
import { quietCall } from '../base/call.ts';
import type { Source } from '../source/source.ts';
import type { SnapshotRequest, SnapshotWriter, Store } from '../store/store.ts';
import { backUp } from './backup.ts';

/** A walk that comes to its end when it is told, or fails. */
function slowSource(end: Promise<void>, measure: Source['measure']): Source {
  return {
    measure,
    async *walk() {
      yield [];
      await end;
    },
  } as Partial<Source> as Source;
}

const writer = { write: async () => undefined, abort: async () => undefined, commit: async () => ({ snapshot: null }) } as unknown as SnapshotWriter;
const store = { begin: async () => writer } as Partial<Store> as Store;
const request = { parent: null } as SnapshotRequest;

describe('backUp', () => {
  it('says how much there is where the walk takes long', async () => {
    const { promise: end, resolve } = Promise.withResolvers<void>();
    const call = quietCall();
    const measure: Source['measure'] = async () => {
      queueMicrotask(resolve);
      return { files: 3, bytes: 7 };
    };
    await backUp(slowSource(end, measure), store, request, call, 0);
    expect([call.progress.totalFiles, call.progress.totalBytes]).toEqual([3, 7]);
  });

  it('does not count what is over soon, or known already', async () => {
    const measure: Source['measure'] = () => Promise.reject(new Error('counted'));
    await backUp(slowSource(Promise.resolve(), measure), store, request, quietCall(), 60_000);
    const call = quietCall();
    const parent = { summary: { total_files_processed: 5, total_bytes_processed: 9 } } as SnapshotRequest['parent'];
    const { promise: end, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, 0);
    await backUp(slowSource(end, measure), store, { ...request, parent }, call, 0);
    expect([call.progress.totalFiles, call.progress.totalBytes]).toEqual([5, 9]);
  });

  it('ends the count with the walk, however that ends', async () => {
    const failure = new Error('walk');
    const { promise: end, reject } = Promise.withResolvers<void>();
    let stopped = false;
    const measure: Source['measure'] = (call) => new Promise((_, give) => {
      call.signal.addEventListener('abort', () => {
        stopped = true;
        give(call.signal.reason);
      });
      reject(failure);
    });
    await expect(backUp(slowSource(end, measure), store, request, quietCall(), 0)).rejects.toBe(failure);
    expect(stopped).toBe(true);
  });
});
