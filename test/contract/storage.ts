/** The conformance suite of Storage: every driver, wrapper and fake runs it. Two connections to one place, since one alone can lie to itself. */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quietCall } from '../../main/base/call.ts';
import { Fault } from '../../main/base/fault.ts';
import type { FaultKind } from '../../main/base/fault.ts';
import type { Key, Storage, StorageCall } from '../../main/storage/storage.ts';

export interface StoragePair {
  /** Not created yet. */
  a: Storage;
  b: Storage;
  /** Puts something there that is not ours, by other means. Absent where nobody else can. */
  plant?: (name: string) => Promise<void>;
  /** Everything that is really there, rubbish of writers included, as names. Absent where nothing but keys can be. */
  inside?: () => Promise<string[]>;
  dispose(): Promise<void>;
}

export type OpenPair = () => Promise<StoragePair>;

const BIG = 20 << 20;
const call = quietCall();
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const idOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Bytes that repeat nowhere soon, so that a shifted read shows. */
export function pattern(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  const words = new Uint32Array(bytes.buffer, 0, length >> 2);
  for (let at = 0; at < words.length; at++) words[at] = Math.imul(at, 2_654_435_761);
  return bytes;
}

/** Equality of big objects without a million lines of difference. */
const same = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0;

/** Every key below the prefix, sorted. */
export async function keysOf(storage: Storage, prefix = ''): Promise<Key[]> {
  const keys: Key[] = [];
  for await (const { key } of storage.list(prefix, call)) keys.push(key);
  return keys.sort();
}

/** The Fault the work ends in. Anything else is thrown on, with what happened instead. */
async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const outcome = await work.then(
    () => new Error('It succeeded.'),
    (error: unknown) => error,
  );
  if (outcome instanceof Fault) return outcome;
  throw outcome;
}

const kindOf = async (work: Promise<unknown>): Promise<FaultKind> => (await faultOf(work)).kind;

const BAD_KEYS = [
  '',
  '/',
  '/absolute',
  'a//b',
  'a/',
  '../up',
  'a/../b',
  '.',
  '..',
  'a/./b',
  'Upper',
  'with space',
  'a\\b',
  'c:x',
  'nul\0',
  'grüße',
  'trailing.',
  'a.part',
  `${'x'.repeat(300)}`,
];

/** Every verb, as a call that would change or tell something if it were let through. */
function everyVerb(storage: Storage, stopped: StorageCall): Record<string, () => Promise<unknown>> {
  const drain = async (): Promise<void> => {
    for await (const object of storage.list('', stopped)) throw new Error(`listed ${object.key}`);
  };
  return {
    create: () => storage.create(stopped),
    put: () => storage.put('new', text('x'), stopped),
    overwrite: () => storage.put('kept', text('x'), stopped, { overwrite: true }),
    get: () => storage.get('kept', stopped),
    range: () => storage.get('kept', stopped, { offset: 0, length: 1 }),
    stat: () => storage.stat('kept', stopped),
    list: drain,
    remove: () => storage.remove('kept', stopped),
    free: () => storage.free(stopped),
    ...(storage.sweep ? { sweep: () => storage.sweep!(stopped) } : {}),
  };
}

export function storageContract(name: string, openPair: OpenPair): void {
  describe(`${name} keeps the promises of Storage:`, () => {
    let pair: StoragePair;
    let a: Storage;
    let b: Storage;

    beforeEach(async () => {
      pair = await openPair();
      ({ a, b } = pair);
      await a.create(call);
    });

    afterEach(async () => {
      await Promise.all([a.close(), b.close()]);
      await pair.dispose();
    });

    describe('put and get', () => {
      it('gives back what was put', async () => {
        const bytes = pattern(100_003);
        const key = `index/${idOf(bytes)}`;
        await a.put(key, bytes, call);
        expect(same(await a.get(key, call), bytes)).toBe(true);
      });

      it('shows it to another connection', async () => {
        await a.put('data/ab/one', text('one'), call);
        expect(await b.get('data/ab/one', call)).toEqual(text('one'));
        expect(await b.stat('data/ab/one', call)).toMatchObject({ key: 'data/ab/one', size: 3 });
        expect(await keysOf(b)).toEqual(['data/ab/one']);
      });

      it('keeps an object of no bytes', async () => {
        await a.put('empty', new Uint8Array(0), call);
        expect(await b.get('empty', call)).toEqual(new Uint8Array(0));
        expect(await b.get('empty', call, { offset: 0, length: 0 })).toEqual(new Uint8Array(0));
        expect((await b.stat('empty', call))?.size).toBe(0);
      });

      it('keeps an object of 20 MiB', async () => {
        const bytes = pattern(BIG);
        await a.put('data/big', bytes, call);
        expect(same(await b.get('data/big', call), bytes)).toBe(true);
        expect((await b.stat('data/big', call))?.size).toBe(BIG);
      });

      it('puts only the window of a larger buffer', async () => {
        await a.put('window', text('..hello..').subarray(2, 7), call);
        expect(await b.get('window', call)).toEqual(text('hello'));
      });

      it('leaves the bytes it was given to the caller', async () => {
        const bytes = text('mine');
        await a.put('lent', bytes, call);
        bytes.fill(0);
        expect(await a.get('lent', call)).toEqual(text('mine'));
      });

      it('hands out buffers of their own, which may be transferred', async () => {
        const content = text('transfer me');
        const key = `index/${idOf(content)}`;
        await a.put(key, content, call);
        for (const range of [undefined, { offset: 0, length: 8 }]) {
          const bytes = await a.get(key, call, range);
          expect(bytes.buffer.byteLength).toBe(bytes.length);
          const moved = structuredClone(bytes, { transfer: [bytes.buffer] });
          expect(bytes.length).toBe(0);
          moved.fill(0);
        }
        expect(await a.get(key, call)).toEqual(content);
      });

      it('has no object where nothing was put', async () => {
        await a.put('data/ab/one', text('one'), call);
        expect(await kindOf(a.get('two', call))).toBe('missing');
        expect(await kindOf(a.get('data/cd/two', call))).toBe('missing');
        expect(await kindOf(a.get('data/ab', call))).toBe('missing');
        expect(await kindOf(a.get('data/ab', call, { offset: 0, length: 1 }))).toBe('missing');
        expect(await kindOf(a.get('two', call, { offset: 0, length: 1 }))).toBe('missing');
      });

      it('names key and address in its faults', async () => {
        const fault = await faultOf(a.get('data/none', call));
        expect(fault.context).toMatchObject({ key: 'data/none', address: a.address });
        expect(fault.message).toContain('data/none');
        expect(fault.message).toContain(a.address);
      });
    });

    describe('ranges', () => {
      const bytes = pattern(5000);

      beforeEach(() => a.put('ranged', bytes, call));

      it.each([
        [0, 1],
        [0, 5000],
        [1234, 777],
        [4999, 1],
        [17, 0],
        [5000, 0],
      ])('reads from %i exactly %i bytes', async (offset, length) => {
        expect(await b.get('ranged', call, { offset, length })).toEqual(bytes.slice(offset, offset + length));
      });

      it.each([
        [0, 5001],
        [4999, 2],
        [5000, 1],
        [9_000_000_000, 10],
        [5001, 0],
      ])('refuses to read from %i %i bytes, past the end', async (offset, length) => {
        expect(await kindOf(b.get('ranged', call, { offset, length }))).toBe('range');
      });

      it('refuses what is no range', async () => {
        for (const range of [
          { offset: -1, length: 1 },
          { offset: 0, length: -1 },
          { offset: 0.5, length: 1 },
          { offset: 0, length: NaN },
        ]) {
          expect(await kindOf(b.get('ranged', call, range))).toBe('invalid');
        }
      });

      it('reads a range out of a big object', async () => {
        const big = pattern(BIG);
        await a.put('data/big', big, call);
        expect(same(await b.get('data/big', call, { offset: 3, length: BIG - 10 }), big.subarray(3, BIG - 7))).toBe(true);
      });
    });

    describe('overwriting', () => {
      it('never happens unasked', async () => {
        await a.put('config', text('first'), call);
        expect(await kindOf(b.put('config', text('second'), call))).toBe('exists');
        expect(await a.get('config', call)).toEqual(text('first'));
      });

      it('happens when asked', async () => {
        await a.put('config', text('first, longer'), call);
        await b.put('config', text('second'), call, { overwrite: true });
        expect(await a.get('config', call)).toEqual(text('second'));
        expect(await keysOf(a)).toEqual(['config']);
      });

      it('when asked, needs nothing to be there', async () => {
        await a.put('config', text('only'), call, { overwrite: true });
        expect(await b.get('config', call)).toEqual(text('only'));
      });

      it('leaves one winner when many put one key at once', async () => {
        const tries = Array.from({ length: 8 }, (_, at) => (at % 2 === 0 ? a : b).put('race', text(`writer ${at}`), call));
        const outcomes = await Promise.allSettled(tries);
        const won = outcomes.flatMap(({ status }, at) => (status === 'fulfilled' ? [at] : []));
        expect(won).toHaveLength(1);
        for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ kind: 'exists' });
        expect(await b.get('race', call)).toEqual(text(`writer ${won[0]}`));
        expect((await pair.inside?.()) ?? ['race']).toEqual(['race']);
      });
    });

    it('takes many objects at once', async () => {
      const keys = Array.from({ length: 60 }, (_, at) => `data/${(at % 7).toString(16).padStart(2, '0')}/${at}`);
      await Promise.all(keys.map((key, at) => (at % 2 === 0 ? a : b).put(key, text(key), call)));
      expect(await keysOf(a)).toEqual(keys.toSorted());
      for (const key of keys) expect(await b.get(key, call)).toEqual(text(key));
    });

    describe('list', () => {
      const KEYS = ['config', 'data/00/a', 'data/00/deep/er/b', 'data/01/c', 'data-old/d', 'index/e', 'x.y_z-1'];

      beforeEach(() => Promise.all(KEYS.map((key) => a.put(key, text(key), call))));

      it('finds everything, at any depth', async () => {
        expect(await keysOf(b)).toEqual(KEYS.toSorted());
      });

      it.each([
        ['data', ['data/00/a', 'data/00/deep/er/b', 'data/01/c']],
        ['data/', ['data/00/a', 'data/00/deep/er/b', 'data/01/c']],
        ['data/00', ['data/00/a', 'data/00/deep/er/b']],
        ['data/00/deep/', ['data/00/deep/er/b']],
        ['index/', ['index/e']],
        ['config', []],
        ['dat', []],
        ['snapshots/', []],
        ['data/ff/no', []],
      ])('of %s finds what is below it', async (prefix, keys) => {
        expect(await keysOf(b, prefix)).toEqual(keys);
      });

      it('tells size and time', async () => {
        for await (const object of b.list('index', call)) {
          expect(object).toEqual(await b.stat(object.key, call));
          expect(object.size).toBe('index/e'.length);
        }
      });

      it('forgets what was removed', async () => {
        await b.remove('data/00/a', call);
        expect(await keysOf(a, 'data')).toEqual(['data/00/deep/er/b', 'data/01/c']);
      });

      it('passes over names that are no keys', async ({ skip }) => {
        if (!pair.plant) return skip('nobody else can write here');
        const foreign = ['README.TXT', 'data/Thumbs.db', 'data/lost+found/x', 'data/00/a b', 'data/00/left.0123456789abcdef.part', '.Trash-1000/x'];
        for (const planted of foreign) await pair.plant(planted);
        expect(await keysOf(b)).toEqual(KEYS.toSorted());
      });

      it('stops when it is told to', async () => {
        const stop = new AbortController();
        const listed = (async () => {
          for await (const object of b.list('', { signal: stop.signal })) stop.abort(new Error(`enough after ${object.key}`));
        })();
        await expect(listed).rejects.toThrow('enough');
      });

      it('may be left early', async () => {
        for await (const object of b.list('', call)) {
          expect(KEYS).toContain(object.key);
          break;
        }
        expect(await keysOf(b)).toHaveLength(KEYS.length);
      });

      it('refuses prefixes no key begins with', async () => {
        for (const prefix of ['/', '//', '../', 'a//', 'Data/', '/data']) expect(await kindOf(keysOf(b, prefix))).toBe('invalid');
      });
    });

    describe('stat', () => {
      it('is null where nothing is', async () => {
        await a.put('data/ab/one', text('one'), call);
        for (const key of ['none', 'no/such/folder', 'data/ab', 'data/ab/one/below']) expect(await b.stat(key, call)).toBeNull();
      });

      it('tells size and, where known, a time near the present', async () => {
        await a.put('timed', text('12345'), call);
        const object = await b.stat('timed', call);
        expect(object).toMatchObject({ key: 'timed', size: 5 });
        if (object?.modifiedAt != null) expect(Math.abs(object.modifiedAt - Date.now())).toBeLessThan(10 * 60_000);
      });
    });

    describe('remove', () => {
      it('takes the object away for everybody', async () => {
        await a.put('data/ab/one', text('one'), call);
        await a.remove('data/ab/one', call);
        expect(await b.stat('data/ab/one', call)).toBeNull();
        expect(await kindOf(b.get('data/ab/one', call))).toBe('missing');
        await b.put('data/ab/one', text('again'), call);
        expect(await a.get('data/ab/one', call)).toEqual(text('again'));
      });

      it('succeeds where nothing is', async () => {
        await a.put('data/ab/one', text('one'), call);
        for (const key of ['none', 'no/such/folder', 'data/ab', 'data/ab/one/below']) await a.remove(key, call);
        expect(await keysOf(b)).toEqual(['data/ab/one']);
      });
    });

    it('refuses bad keys, whatever the verb', async () => {
      for (const key of BAD_KEYS) {
        expect(await kindOf(a.put(key, text('x'), call)), `put ${key}`).toBe('invalid');
        expect(await kindOf(a.get(key, call)), `get ${key}`).toBe('invalid');
        expect(await kindOf(a.stat(key, call)), `stat ${key}`).toBe('invalid');
        expect(await kindOf(a.remove(key, call)), `remove ${key}`).toBe('invalid');
      }
      expect(await keysOf(b)).toEqual([]);
    });

    it('may be created twice, and keeps what is there', async () => {
      await a.put('kept', text('kept'), call);
      await b.create(call);
      expect(await b.get('kept', call)).toEqual(text('kept'));
    });

    it('tells free bytes or that it does not know', async () => {
      const free = await a.free(call);
      if (free !== null) expect(free).toBeGreaterThan(0);
    });

    describe('stopping', () => {
      it('touches nothing when a call starts cancelled', async () => {
        await a.put('kept', text('kept'), call);
        const reason = new Error('stopped before');
        for (const [verb, run] of Object.entries(everyVerb(a, { signal: AbortSignal.abort(reason) }))) {
          await expect(run(), verb).rejects.toBe(reason);
        }
        expect(await keysOf(b)).toEqual(['kept']);
        expect(await b.get('kept', call)).toEqual(text('kept'));
        expect((await pair.inside?.()) ?? ['kept']).toEqual(['kept']);
      });

      it.each([false, true])('leaves a key whole or absent when a put is cut off (overwriting: %s)', async (overwrite) => {
        const bytes = pattern(BIG);
        const before = text('before');
        for (let turns = 0; turns < 12; turns++) {
          const key = `cut/${turns}`;
          if (overwrite) await a.put(key, before, call);
          const stop = new AbortController();
          const reason = new Error('pulled');
          const putting = a.put(key, bytes, { signal: stop.signal }, { overwrite }).then(
            () => 'landed',
            (error: unknown) => error,
          );
          for (let turn = 0; turn < turns * turns; turn++) await setImmediate();
          stop.abort(reason);
          const outcome = await putting;
          expect(['landed', reason]).toContain(outcome);
          const there = (await b.stat(key, call)) === null ? null : await b.get(key, call);
          if (outcome === 'landed') expect(there !== null && same(there, bytes)).toBe(true);
          else if (there === null) expect(overwrite).toBe(false);
          else expect(same(there, bytes) || (overwrite && same(there, before))).toBe(true);
          await b.remove(key, call);
          expect((await pair.inside?.()) ?? []).toEqual([]);
        }
      });
    });
  });
}
