/** Property tests see the same cases in every run, unless others are asked for. */
import fc from 'fast-check';
import { expect, it } from 'vitest';

it.skipIf(process.env['TESTS_SEED'] === 'random')('properties are tried with a known seed', () => {
  expect(fc.readConfigureGlobal().seed).toEqual(expect.any(Number));
});
