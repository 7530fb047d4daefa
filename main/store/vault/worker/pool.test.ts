/** The pool: every task gets its answer or an error, whatever happens to the others and to the workers. */
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { newMasterKeys } from '../crypto/keys.ts';
import { Sealer } from '../crypto/seal.ts';
import { DATA, IdTable } from '../index/id-table.ts';
import { threadKernel } from '../kernel/kernel.ts';
import { Pool, type Crew } from './pool.ts';
import type { Part, Result, SealedBatch, Task } from './protocol.ts';

const keys = newMasterKeys();
const sealer = new Sealer(keys, threadKernel());
const pools: Pool[] = [];

function pool(size = 2, ids = new IdTable(1)): Pool {
  const made = new Pool({ keys, polynomial: '3da3358b4dc173', compress: true, effort: 'full' as const }, ids.shared, size);
  pools.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((made) => made.close()));
});

/** A task that opens one blob. */
function opening(plain: Uint8Array): Task {
  const bytes = new Uint8Array(sealer.sealed(plain));
  const id = new Uint8Array(createHash('sha256').update(plain).digest());
  return { type: 'open', bytes, blobs: [{ id, offset: 0, length: bytes.length, uncompressed: 0 }], reseal: null };
}

const opened = (result: Result): string | null => (result.type === 'opened' && result.blobs[0] !== null ? Buffer.from(result.blobs[0]).toString() : null);

/** A task no worker understands. */
const nonsense = { type: 'blobs', blobType: DATA, plain: null } as unknown as Task;

/** Starts a stream task, which stays open, and gives the worker that has it. */
function openStream(from: Pool): { crew: Crew; id: number; done: Promise<Result> } {
  let crew: Crew | undefined;
  const { id, done } = from.start({ type: 'stream' }, [], (part, worker) => {
    if (part.type === 'more') crew = worker;
  });
  if (crew === undefined) throw new Error('no worker took the stream');
  return { crew, id, done };
}

/** Followed from now on: the reason may come before anybody asks for it. */
const reasonOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => null, (error: unknown) => error);

describe('Pool', () => {
  it('answers every task with its own result', async () => {
    const workers = pool();
    const texts = Array.from({ length: 50 }, (_, number) => `text ${number}`);
    expect((await Promise.all(texts.map((text) => workers.run(opening(Buffer.from(text)))))).map(opened)).toEqual(texts);
  });

  it('fails the task that cannot be done, and no other', async () => {
    const workers = pool(1);
    const outcomes = await Promise.allSettled([workers.run(opening(Buffer.from('one'))), workers.run(nonsense), workers.run(opening(Buffer.from('two')))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: { kind: 'bug' } });
  });

  it('tells of a worker that died, and goes on with the others and a new one', async () => {
    const workers = pool(2);
    const { crew, done } = openStream(workers);
    const doomed = reasonOf(done);
    const others = Array.from({ length: 20 }, (_, number) => `${number}`);
    const answers = Promise.all(others.map((text) => workers.run(opening(Buffer.from(text)))));
    await crew.worker.terminate();
    expect(await doomed).toMatchObject({ kind: 'bug', message: expect.stringContaining('ended unexpectedly') });
    expect((await answers).map(opened)).toEqual(others);
    expect(opened(await workers.run(opening(Buffer.from('after'))))).toBe('after');
  });

  it('gives what waited for a worker that died to a new one', async () => {
    const workers = pool(1);
    const { crew, done } = openStream(workers);
    const lost = reasonOf(done);
    const waiting = workers.run(opening(Buffer.from('waited')));
    expect(workers.waiting).toBe(1);
    await crew.worker.terminate();
    expect(await lost).toMatchObject({ kind: 'bug' });
    expect(opened(await waiting)).toBe('waited');
  });

  it('keeps a stream a worker to itself', async () => {
    const workers = pool(1);
    const parts: Part[] = [];
    const { id, done } = workers.start({ type: 'stream' }, [], (part, crew) => {
      parts.push(part);
      if (part.type === 'sealed') workers.release(crew, part);
      const piece = parts.length < 4 ? Buffer.from('piece ') : null;
      if (part.type === 'more') queueMicrotask(() => workers.data(crew, id, piece)); // the first is asked for before there is an id
    });
    const other = workers.run(opening(Buffer.from('other')));
    expect(workers.waiting).toBe(1);
    await done;
    expect(parts.findLast(({ type }) => type === 'files')).toMatchObject({ counts: Uint32Array.of(1), sizes: Float64Array.of(18) });
    expect(opened(await other)).toBe('other');
  });

  it('rejects with the reason what is open when it is closed, and refuses more', async () => {
    const workers = pool(1);
    const { done } = openStream(workers);
    const reason = new Error('enough');
    const open = [done, workers.run(opening(Buffer.from('never')))].map((task) => expect(task).rejects.toBe(reason));
    await workers.close(reason);
    await Promise.all(open);
    await expect(workers.run(opening(Buffer.from('late')))).rejects.toMatchObject({ kind: 'bug' });
  });

  it('ends a worker that waits for room nobody will give it', async () => {
    const workers = pool(1);
    const plain = Array.from({ length: 12 }, () => new Uint8Array(randomBytes(400_000)));
    let batches = 0;
    const filled = new Promise<void>((resolve) => {
      const stuck = workers.run({ type: 'blobs', blobType: DATA, plain }, plain.map(({ buffer }) => buffer), () => {
        if (++batches === 4) resolve(); // every slot is taken, and none released
      });
      stuck.catch(() => undefined); // it is closed away
    });
    await filled;
    await workers.close();
    expect(batches).toBe(4);
  });

  it('hands sealed bytes over until they are released', async () => {
    const workers = pool(1);
    const plain = [Buffer.from('small'), randomBytes(2_000_000)].map((bytes) => new Uint8Array(bytes));
    const found: number[] = [];
    const take = (part: Part, crew: Crew): void => {
      const batch = part as SealedBatch;
      found.push(sealer.open(workers.bytesOf(crew, batch).slice(0, batch.lengths[0])).length);
      workers.release(crew, batch);
    };
    await workers.run({ type: 'blobs', blobType: DATA, plain }, plain.map(({ buffer }) => buffer), take);
    expect(found.toSorted((a, b) => a - b)).toEqual([5, 2_000_000]);
  });

  it('lets workers know what was stored since they started', async () => {
    const ids = new IdTable(1);
    const workers = pool(1, ids);
    await workers.run(opening(Buffer.from('start')));
    ids.onGrow = (shared) => workers.share(shared);
    for (const text of ['a', 'b', 'c']) ids.add(createHash('sha256').update(text).digest(), DATA);
    let sent = 0;
    await workers.run({ type: 'blobs', blobType: DATA, plain: ['a', 'b', 'c', 'd'].map((text) => new Uint8Array(Buffer.from(text))) }, [], (part, crew) => {
      sent += (part as SealedBatch).lengths.length;
      workers.release(crew, part as SealedBatch);
    });
    expect(sent).toBe(1);
  });
});
