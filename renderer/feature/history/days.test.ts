import { describe, expect, it } from 'vitest';
import { byDay, daysOf, monthFrom } from './days.ts';
import type { TimelineItem } from './timeline.ts';

const item = (at: string, outcome: TimelineItem['outcome'], alone = false): TimelineItem => ({ key: at, at, run: null, snapshot: alone ? ({} as never) : null, outcome, added: null, seconds: null });

describe('the days of a month', () => {
  it('shows the worst of a day, days without anything as holes, and what is before or to come as neither', () => {
    const days = daysOf('2026-11', byDay([item('2026-11-04T12:00:00', 'failed'), item('2026-11-04T10:00:00', 'succeeded'), item('2026-11-02T10:00:00', null, true)]), '2026-11-20');
    expect(days).toHaveLength(30);
    expect(days.slice(0, 5).map(({ kind, outcome, count }) => [kind, outcome, count])).toEqual([
      ['outside', null, 0], ['filled', 'succeeded', 1], ['hole', null, 0], ['filled', 'failed', 2], ['hole', null, 0],
    ]);
    expect(days[19]?.kind).toBe('outside');
    expect(days[25]?.kind).toBe('outside');
  });

  it('shows a day on which something still runs', () => {
    expect(byDay([item('2026-11-04T12:00:00', null)]).get('2026-11-04')).toEqual({ outcome: null, count: 1 });
  });

  it('counts months across years', () => {
    expect([monthFrom('2026-01', -1), monthFrom('2026-12', 1)]).toEqual(['2025-12', '2027-01']);
  });
});
