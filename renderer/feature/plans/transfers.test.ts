import { describe, expect, it } from 'vitest';
import { newTransfer } from '../../form/transfers.ts';
import { originsFor, placesFor, unsound } from './transfers.ts';

const weekly = newTransfer('Here', 'Photos drive');

describe('a transfer', () => {
  it('goes to what the plan does not reach yet', () => {
    expect(placesFor(['Here', 'Photos drive', 'NAS'], ['Here'], [weekly])).toEqual(['NAS']);
  });

  it('comes from what is backed up to, or from an earlier one', () => {
    expect(originsFor(1, ['Here'], [weekly, newTransfer('Photos drive', 'NAS')])).toEqual(['Here', 'Photos drive']);
  });

  it('is unsound where nothing comes from', () => {
    const second = newTransfer('Photos drive', 'NAS');
    expect(unsound(['Here', 'Photos drive'], [weekly])).toBe(weekly);
    expect([unsound(['Here'], [weekly, second]), unsound(['Here'], [second, weekly]), unsound([], [weekly])]).toEqual([null, second, weekly]);
  });
});
