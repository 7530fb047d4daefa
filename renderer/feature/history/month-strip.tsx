/** A month, one cell a day: shape and hue by outcome, days without anything are holes to be seen. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { stateOf } from '../../ui/state-mark.tsx';
import classes from './history.module.css';
import { daysOf, monthFrom, type Day, type TimelineItem } from './timeline.ts';

interface MonthStripProps {
  month: string;
  /** `YYYY-MM-DD`. */
  today: string;
  items: readonly TimelineItem[];
  day: string | null;
  onMonth: (month: string) => void;
  onDay: (day: string | null) => void;
}

export function MonthStrip({ month, today, items, day, onMonth, onDay }: MonthStripProps): JSX.Element {
  const { t, locale } = useText();
  const name = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }).format(new Date(`${month}-15T12:00`));
  return (
    <div className={classes.month}>
      <ActionIcon variant="subtle" color="gray" aria-label={t.history.earlier} onClick={() => onMonth(monthFrom(month, -1))}><IconChevronLeft size={16} /></ActionIcon>
      <span className={classes.monthName} aria-live="polite">{name}</span>
      <ActionIcon variant="subtle" color="gray" aria-label={t.history.later} disabled={month >= today.slice(0, 7)} onClick={() => onMonth(monthFrom(month, 1))}><IconChevronRight size={16} /></ActionIcon>
      <ol className={classes.days} aria-label={t.history.month(name)}>
        {daysOf(month, items, today).map((one) => (
          <li key={one.date}><DayCell day={one} pressed={one.date === day} onPress={() => onDay(one.date === day ? null : one.date)} /></li>
        ))}
      </ol>
    </div>
  );
}

const SIGNS = { safe: '✓', busy: '◐', attention: '▲', failed: '✕', none: '○' } as const;

function DayCell({ day: { date, outcome, count, future }, pressed, onPress }: { day: Day; pressed: boolean; onPress: () => void }): JSX.Element {
  const { t, f } = useText();
  const state = outcome === null ? undefined : stateOf[outcome];
  const shown = f.date(`${date}T12:00`);
  const label = outcome === null ? t.history.dayNothing(shown) : t.history.dayRuns(shown, t.common.outcome[outcome], t.history.runs(f.count(count), count));
  return (
    <Tooltip label={label}>
      <button type="button" className={classes.day} data-state={state} aria-pressed={pressed} aria-label={label} disabled={future || count === 0} onClick={onPress}>
        {state === undefined ? Number(date.slice(8)) : SIGNS[state]}
      </button>
    </Tooltip>
  );
}
