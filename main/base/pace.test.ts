/** Tests of pace.ts, on a clock and a processor of their own. */
import { describe, expect, it } from 'vitest';
import { LONGEST_REST, Pace, processorTime } from './pace.ts';

function machine(used = 0) {
  const state = { now: 1000, used };
  const pace = new Pace(0.1, true, { now: () => 0, monotonic: () => state.now }, () => state.used);
  /** Computes for so many milliseconds, then rests as it is told to. @returns milliseconds rested. */
  const work = (milliseconds: number): number => {
    state.now += milliseconds;
    state.used += milliseconds;
    const before = state.now;
    for (let rest = pace.rest(); rest > 0; rest = pace.rest()) state.now += rest;
    return state.now - before;
  };
  return { state, pace, work };
}

describe('a pace', () => {
  it('asks for nothing before anything was computed', () => {
    expect(machine().pace.rest()).toBe(0);
  });

  it('counts the start of a program, and not what a long life computed before', () => {
    expect(machine(20).pace.rest()).toBe(200);
    const [{ work }, { work: another }] = [machine(2_000), machine(2_000_000)];
    expect(another(10)).toBe(work(10));
  });

  it('keeps computing to its share', () => {
    const { state, work } = machine();
    const [began, used] = [state.now, state.used];
    for (let piece = 0; piece < 200; piece++) work(1 + (piece % 40));
    expect((state.used - used) / (state.now - began)).toBeLessThanOrEqual(0.101);
    expect((state.used - used) / (state.now - began)).toBeGreaterThan(0.09);
  });

  it('counts what other threads compute meanwhile', () => {
    const { state, pace } = machine();
    state.used += 100;
    expect(pace.rest()).toBe(LONGEST_REST);
  });

  it('saves up no more than half a second over a pause', () => {
    const { state, work } = machine();
    state.now += 3_600_000;
    work(100);
    expect(work(100)).toBeGreaterThan(350);
  });
});

it('processor time grows by computing', () => {
  const before = processorTime();
  while (processorTime() === before) Math.hypot(1, 2);
  expect(processorTime()).toBeGreaterThan(before);
});
