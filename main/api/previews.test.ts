/** A preview is good once, for what it was made for. */
import { expect, it } from 'vitest';
import { isFault } from '../base/fault.ts';
import { Previews } from './previews.ts';

const stale = expect.toSatisfy((error: unknown) => isFault(error, 'stale'));

it('gives back what was shown, once', () => {
  const previews = new Previews();
  const token = previews.add('forget', { remove: [1] });
  expect(previews.take('forget', token)).toEqual({ remove: [1] });
  expect(() => previews.take('forget', token)).toThrow(stale);
});
it('refuses a token of another kind, and one that was never given', () => {
  const previews = new Previews();
  expect(() => previews.take('prune', previews.add('forget', {}))).toThrow(stale);
  expect(() => previews.take('prune', 'made-up')).toThrow(stale);
});
it('drops the oldest of very many', () => {
  const previews = new Previews();
  const first = previews.add('forget', {});
  for (let number = 0; number < 40; number++) previews.add('forget', {});
  expect(() => previews.take('forget', first)).toThrow(stale);
});
