/** Whoever works hears that it is to stop, also while it rests. */
import { describe, expect, it } from 'vitest';
import { Pace } from '../../base/pace.ts';
import { Stopped, StopSign } from './stop.ts';

/** A pace that always wants rest. @param told called each time it is asked. */
function resting(told: () => void): Pace {
  const pace = new Pace(1, false);
  pace.rest = () => {
    told();
    return 60_000;
  };
  return pace;
}

describe('a sign to stop', () => {
  it('is heard before a piece of work, with or without a pace', () => {
    const sign = new StopSign();
    expect(() => sign.goOn(null)).not.toThrow();
    sign.stop();
    for (const pace of [null, resting(() => undefined)]) expect(() => sign.goOn(pace)).toThrow(Stopped);
  });

  it('ends a rest, and no work follows', () => {
    const sign = new StopSign();
    expect(() => sign.goOn(resting(() => sign.stop()))).toThrow(Stopped);
  });
});
