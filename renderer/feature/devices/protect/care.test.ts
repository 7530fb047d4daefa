import { describe, expect, it } from 'vitest';
import { beginning, careOf, choosable, firstUnfinished, goTo, keptOf, problemOf, protectCommand, tickedMounts } from './care.ts';
import type { Target } from './target.ts';

const OWN: Target = { problem: null, place: null, makes: false, destination: null, commanded: null, shown: null };
const FRESH = beginning({ care: null, name: null }, []);

describe('protecting a board', () => {
  it('begins with all of it, to the place for boards, or as it is protected now', () => {
    expect(careOf(FRESH, null)).toMatchObject({ destination: null, paths: [], excludes: [], remindAfterDays: 1, retention: { daily: 7, monthly: 12 } });
    const care = { destination: 'NAS', paths: ['/sd'], includes: [], excludes: ['*.log'], remindAfterDays: 7, retention: null };
    const again = beginning({ care, name: 'greenhouse' }, [{ name: 'NAS' }]);
    expect([again.where, careOf(again, 'NAS'), again.name]).toEqual([{ kind: 'saved', name: 'NAS' }, care, 'greenhouse']);
    expect([keptOf({ care }, again, [{ name: 'NAS' }]), keptOf({ care }, { where: { kind: 'own' } }, [{ name: 'NAS' }]), keptOf({ care: null }, FRESH, [])]).toEqual(['NAS', null, null]);
  });

  it('takes mounts one by one; all of them are all of the board', () => {
    expect(choosable([{ path: '/' }])).toEqual([]);
    const mounts = choosable([{ path: '/flash' }, { path: '/sd' }]);
    const one = tickedMounts(mounts, [], '/flash');
    expect([one, tickedMounts(mounts, one, '/flash'), tickedMounts(mounts, one, '/sd')]).toEqual([['/sd'], [], []]);
  });

  it('goes on when a step is answered, and never loses how far it was', () => {
    const there = goTo(goTo(FRESH, 'summary'), 'what');
    expect([there.step, there.reached]).toEqual(['what', 3]);
    expect([problemOf('what', { ...FRESH, paths: ['sd'] }, OWN), problemOf('keep', { ...FRESH, remindAfterDays: 0 }, OWN), problemOf('summary', { ...FRESH, name: 'a/b' }, OWN), problemOf('summary', FRESH, OWN), problemOf('where', FRESH, { problem: 'closed' })]).toEqual(['path', 'days', 'name', null, 'closed']);
  });

  it('is finished when every step is, whichever was gone to directly', () => {
    const at = (change: Partial<typeof FRESH>, problem: Target['problem'] = null): unknown => firstUnfinished({ ...goTo(FRESH, 'summary'), ...change }, { problem });
    expect([at({}), at({ paths: ['sd'] }), at({}, 'closed'), at({ remindAfterDays: 0 }), at({ name: 'a/b' }), at({ paths: ['sd'] }, 'gone')]).toEqual([null, 'what', 'where', 'keep', 'summary', 'what']);
  });

  it('is a command too', () => {
    expect(protectCommand({ ref: 'e661', name: null }, { ...FRESH, excludes: ['*.log'], remindAfterDays: 3, name: 'shed', retention: null }, { ...OWN, destination: '/b', commanded: '/b' })).toBe(
      "holdfast device name e661 shed\nholdfast device protect shed --to /b --exclude '*.log' --remind-after 3\nholdfast device backup shed",
    );
    expect(protectCommand({ ref: 'e661', name: 'shed' }, { ...FRESH, name: 'shed' }, OWN)).toBe('holdfast device protect shed --keep-daily 7 --keep-weekly 4 --keep-monthly 12\nholdfast device backup shed');
  });
});
