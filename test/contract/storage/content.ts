/** What Storage promises of the bytes it is given: whole, in parts, once, and many at a time. */
import { beforeEach, describe, expect, it } from 'vitest';
import { BIG, call, faultOf, idOf, keysOf, kindOf, pattern, same, text, type Place } from './place.ts';

export function keepsContent(place: Place): void {
  describe('put and get', () => {
    it('gives back what was put', async () => {
      const bytes = pattern(100_003);
      const key = `index/${idOf(bytes)}`;
      await place.a.put(key, bytes, call);
      expect(same(await place.a.get(key, call), bytes)).toBe(true);
    });

    it('shows it to another connection', async () => {
      await place.a.put('data/ab/one', text('one'), call);
      expect(await place.b.get('data/ab/one', call)).toEqual(text('one'));
      expect(await place.b.stat('data/ab/one', call)).toMatchObject({ key: 'data/ab/one', size: 3 });
      expect(await keysOf(place.b)).toEqual(['data/ab/one']);
    });

    it('keeps an object of no bytes', async () => {
      await place.a.put('empty', new Uint8Array(0), call);
      expect(await place.b.get('empty', call)).toEqual(new Uint8Array(0));
      expect(await place.b.get('empty', call, { offset: 0, length: 0 })).toEqual(new Uint8Array(0));
      expect((await place.b.stat('empty', call))?.size).toBe(0);
    });

    it('keeps an object of 20 MiB', async () => {
      const bytes = pattern(BIG);
      await place.a.put('data/big', bytes, call);
      expect(same(await place.b.get('data/big', call), bytes)).toBe(true);
      expect((await place.b.stat('data/big', call))?.size).toBe(BIG);
    });

    it('puts only the window of a larger buffer', async () => {
      await place.a.put('window', text('..hello..').subarray(2, 7), call);
      expect(await place.b.get('window', call)).toEqual(text('hello'));
    });

    it('leaves the bytes it was given to the caller', async () => {
      const bytes = text('mine');
      await place.a.put('lent', bytes, call);
      bytes.fill(0);
      expect(await place.a.get('lent', call)).toEqual(text('mine'));
    });

    it('hands out buffers of their own, which may be transferred', async () => {
      const content = text('transfer me');
      const key = `index/${idOf(content)}`;
      await place.a.put(key, content, call);
      for (const range of [undefined, { offset: 0, length: 8 }]) {
        const bytes = await place.a.get(key, call, range);
        expect(bytes.buffer.byteLength).toBe(bytes.length);
        const moved = structuredClone(bytes, { transfer: [bytes.buffer] });
        expect(bytes.length).toBe(0);
        moved.fill(0);
      }
      expect(await place.a.get(key, call)).toEqual(content);
    });

    it('has no object where nothing was put', async () => {
      await place.a.put('data/ab/one', text('one'), call);
      expect(await kindOf(place.a.get('two', call))).toBe('missing');
      expect(await kindOf(place.a.get('data/cd/two', call))).toBe('missing');
      expect(await kindOf(place.a.get('data/ab', call))).toBe('missing');
      expect(await kindOf(place.a.get('data/ab', call, { offset: 0, length: 1 }))).toBe('missing');
      expect(await kindOf(place.a.get('two', call, { offset: 0, length: 1 }))).toBe('missing');
    });

    it('names key and address in its faults', async () => {
      const fault = await faultOf(place.a.get('data/none', call));
      expect(fault.context).toMatchObject({ key: 'data/none', address: place.a.address });
      expect(fault.message).toContain('data/none');
      expect(fault.message).toContain(place.a.address);
    });
  });

  describe('ranges', () => {
    const bytes = pattern(5000);

    beforeEach(() => place.a.put('ranged', bytes, call));

    it.each([
      [0, 1],
      [0, 5000],
      [1234, 777],
      [4999, 1],
      [17, 0],
      [5000, 0],
    ])('reads from %i exactly %i bytes', async (offset, length) => {
      expect(await place.b.get('ranged', call, { offset, length })).toEqual(bytes.slice(offset, offset + length));
    });

    it.each([
      [0, 5001],
      [4999, 2],
      [5000, 1],
      [9_000_000_000, 10],
      [5001, 0],
    ])('refuses to read from %i %i bytes, past the end', async (offset, length) => {
      expect(await kindOf(place.b.get('ranged', call, { offset, length }))).toBe('range');
    });

    it('refuses what is no range', async () => {
      for (const range of [
        { offset: -1, length: 1 },
        { offset: 0, length: -1 },
        { offset: 0.5, length: 1 },
        { offset: 0, length: NaN },
      ]) {
        expect(await kindOf(place.b.get('ranged', call, range))).toBe('invalid');
      }
    });

    it('reads a range out of a big object', async () => {
      const big = pattern(BIG);
      await place.a.put('data/big', big, call);
      expect(same(await place.b.get('data/big', call, { offset: 3, length: BIG - 10 }), big.subarray(3, BIG - 7))).toBe(true);
    });
  });

  describe('overwriting', () => {
    it('never happens unasked', async () => {
      await place.a.put('config', text('first'), call);
      expect(await kindOf(place.b.put('config', text('second'), call))).toBe('exists');
      expect(await place.a.get('config', call)).toEqual(text('first'));
    });

    it('happens when asked', async () => {
      await place.a.put('config', text('first, longer'), call);
      await place.b.put('config', text('second'), call, { overwrite: true });
      expect(await place.a.get('config', call)).toEqual(text('second'));
      expect(await keysOf(place.a)).toEqual(['config']);
    });

    it('when asked, needs nothing to be there', async () => {
      await place.a.put('config', text('only'), call, { overwrite: true });
      expect(await place.b.get('config', call)).toEqual(text('only'));
    });

    it('leaves one winner when many put one key at once', async () => {
      const tries = Array.from({ length: 8 }, (_, at) => (at % 2 === 0 ? place.a : place.b).put('race', text(`writer ${at}`), call));
      const outcomes = await Promise.allSettled(tries);
      const won = outcomes.flatMap(({ status }, at) => (status === 'fulfilled' ? [at] : []));
      expect(won).toHaveLength(1);
      for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ kind: 'exists' });
      expect(await place.b.get('race', call)).toEqual(text(`writer ${won[0]}`));
      expect((await place.inside?.()) ?? ['race']).toEqual(['race']);
    });
  });

  it('takes many objects at once', async () => {
    const keys = Array.from({ length: 60 }, (_, at) => `data/${(at % 7).toString(16).padStart(2, '0')}/${at}`);
    await Promise.all(keys.map((key, at) => (at % 2 === 0 ? place.a : place.b).put(key, text(key), call)));
    expect(await keysOf(place.a)).toEqual(keys.toSorted());
    for (const key of keys) expect(await place.b.get(key, call)).toEqual(text(key));
  });
}
