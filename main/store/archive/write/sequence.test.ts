/** Tests of sequence.ts. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Sequence } from './sequence.ts';

it('carries steps out in the order they came, whenever each could be', () => {
  fc.assert(fc.property(fc.array(fc.boolean(), { maxLength: 3000 }), fc.integer(), (waits, seed) => {
    const [sequence, seen] = [new Sequence(), [] as number[]];
    const slots: (() => void)[] = [];
    let random = seed >>> 0;
    const settle = (): void => {
      random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
      if (slots.length > 0) slots.splice(random % slots.length, 1)[0]!();
    };
    for (const [number, isWaiting] of waits.entries()) {
      if (isWaiting) {
        const slot = sequence.slot();
        slots.push(() => slot(() => seen.push(number)));
      } else sequence.add(() => seen.push(number));
      if (random % 3 === 0) settle();
      random = (random >>> 1) ^ number;
    }
    while (slots.length > 0) settle();
    expect([sequence.isEmpty, seen]).toEqual([true, waits.map((_, number) => number)]);
  }));
});

it('carries out at once what nothing comes before', () => {
  const sequence = new Sequence();
  let done = 0;
  sequence.add(() => done++);
  const slot = sequence.slot();
  sequence.add(() => done++);
  expect(done).toBe(1);
  slot(() => done++);
  expect([done, sequence.isEmpty]).toEqual([3, true]);
});
