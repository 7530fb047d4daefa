/** A board's "no" as a Fault that names the path. */
import { expect, it } from 'vitest';
import { parseHashes } from './answers.ts';
import { refused, Refusal } from './refusal.ts';

it.each([
  ['errno', '2', 'missing', /not there|\/a/], ['errno', '28', 'full', /\/a/], ['errno', '39', 'exists', /not empty/], ['errno', '84', 'damaged', /\/a/], ['errno', '999', 'unsupported', /999/],
  ['memory', '', 'full', /too little free memory/], ['error', "ValueError('no')", 'unsupported', /ValueError/],
] as const)('%s %s is %s', (reason, detail, kind, says) => {
  expect(refused(new Refusal(reason, detail), '/a', '/dev/ttyACM0')).toMatchObject({ kind, message: expect.stringMatching(says), advice: expect.stringMatching(/\w/) });
});

it('leaves other errors as they are', () => {
  const error = new Error('x');
  expect(refused(error, '/a', 'p')).toBe(error);
});

it('is told of a file whose hash did not come', () => {
  expect(parseHashes(['/a'], [], 'p')).toMatchObject([{ path: '/a', fault: { kind: 'damaged' } }]);
});
