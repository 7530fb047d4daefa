import { describe, expect, it } from 'vitest';
import { bytesOf, megabytesOf, speedCommand } from './rates.ts';

describe('a rate', () => {
  it('is typed in megabytes and kept in bytes', () => {
    expect([1, '2.5', 0.001].map(bytesOf)).toEqual([1_000_000, 2_500_000, 1000]);
    expect([megabytesOf(1_500_000), megabytesOf(null)]).toEqual([1.5, '']);
  });

  it('is none where there is nothing, or nothing that could be meant', () => {
    expect(['', 0, '0', 'x', Number.POSITIVE_INFINITY].map(bytesOf)).toEqual([null, null, null, null, null]);
  });

  it('is said to the command line in bytes', () => {
    expect(speedCommand('gentle', { upload: 2_500_000, download: null }).split('\n')).toEqual(['holdfast config set speed gentle', 'holdfast config set limit-upload 2500000B/s', 'holdfast config set limit-download none']);
  });
});
