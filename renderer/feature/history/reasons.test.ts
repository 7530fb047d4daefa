import { describe, expect, it } from 'vitest';
import { history } from '../../text/en/history.ts';
import { reasonInWords } from './reasons.ts';

describe('why a version stays', () => {
  it.each([
    ['daily snapshot', 'the newest of its day'], ['oldest weekly snapshot', 'the oldest there is'], ['last snapshot', 'one of the newest'], ['within 5d', 'younger than 5d'],
    ['monthly within 1y', 'the newest of its month (younger than 1y)'], ['has tags [a, b]', 'tagged a, b'], ['something new', 'something new'],
  ])('says %j as %j', (reason, words) => {
    expect(reasonInWords(reason, history.reason)).toBe(words);
  });
});
