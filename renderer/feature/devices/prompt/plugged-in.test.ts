import { describe, expect, it } from 'vitest';
import type { Device } from '../../../../preload/contract/device.ts';
import { askedAfter, askedFor, DUE_AFTER, isDue, pluggedIn } from './plugged-in.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const backedUp = (age: number) => ({ at: new Date(NOW - age).toISOString(), destination: '', snapshot: '', files: 4, bytes: 1 });
const board = (ref: string, change: Partial<Device> = {}): Device => ({
  ref, state: 'connected', id: ref, name: ref, port: `/dev/${ref}`, board: null, likely: true, version: null, lastSeenAt: null, lastBackup: backedUp(DUE_AFTER), care: null, unfinished: null, running: null, ...change,
});
const away = (ref: string): Device => board(ref, { state: 'away', port: null });

describe('what is asked about boards', () => {
  it('are known ones that came while the window was open', () => {
    expect(pluggedIn(null, [board('a')])).toEqual([]);
    expect(pluggedIn([away('a'), board('b'), away('c')], [board('a'), board('b'), away('c'), board('new', { state: 'new', id: null })])).toEqual(['a']);
  });

  it('that were never backed up, or not for a while', () => {
    expect([isDue(board('a'), NOW), isDue(board('a', { lastBackup: backedUp(DUE_AFTER - 1) }), NOW), isDue(board('a', { lastBackup: null }), NOW)]).toEqual([true, false, true]);
  });

  it('as often as somebody has said', () => {
    const care = { destination: null, paths: [], includes: [], excludes: [], remindAfterDays: 3, retention: null };
    expect([isDue(board('a', { care }), NOW), isDue(board('a', { care, lastBackup: backedUp(DUE_AFTER + 2 * 86_400_000) }), NOW)]).toEqual([false, true]);
  });

  it('and are there, and idle', () => {
    expect(askedFor(['a', 'b', 'c', 'd'], [board('a'), away('b'), board('c', { running: 'r' }), board('d', { lastBackup: backedUp(0) })], NOW).map(({ ref }) => ref)).toEqual(['a']);
  });

  it('is asked anew when a board comes back', () => {
    const gone = askedAfter(['a'], [board('a')], [away('a')]);
    expect([gone, askedAfter(gone, [away('a')], [board('a')]), askedAfter(['a'], [board('a')], [board('a')])]).toEqual([[], ['a'], ['a']]);
  });
});
