/** A month, one cell a day: shape and hue by outcome, days without anything are holes to be seen. A day that is pressed is shown alone. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useMemo, type JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { stateOf } from '../../ui/state-mark.tsx';
import { byDay, daysOf, monthFrom, type Day } from './days.ts';
import classes from './month-strip.module.css';
import type { TimelineItem } from './timeline.ts';

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
  const days = useMemo(() => byDay(items), [items]);
  const name = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }).format(new Date(`${month}-15T12:00`));
  return (
    <section className={classes.strip} aria-label={t.history.month(name)}>
      <div className={classes.months}>
        <ActionIcon variant="subtle" color="gray" aria-label={t.history.earlier} onClick={() => onMonth(monthFrom(month, -1))}><IconChevronLeft size={16} stroke={1.6} /></ActionIcon>
        <span className={classes.name} aria-live="polite">{name}</span>
        <ActionIcon variant="subtle" color="gray" bg="transparent" aria-label={t.history.later} disabled={month >= today.slice(0, 7)} onClick={() => onMonth(monthFrom(month, 1))}><IconChevronRight size={16} stroke={1.6} /></ActionIcon>
      </div>
      <ol className={classes.days}>
        {daysOf(month, days, today).map((one) => (
          <li key={one.date}><DayCell day={one} today={one.date === today} pressed={one.date === day} onPress={() => onDay(one.date === day ? null : one.date)} /></li>
        ))}
      </ol>
    </section>
  );
}

const SIGNS = { safe: '✓', busy: '◐', attention: '▲', failed: '✕', none: '○' } as const;

function DayCell({ day: { date, outcome, count, kind }, today, pressed, onPress }: { day: Day; today: boolean; pressed: boolean; onPress: () => void }): JSX.Element {
  const { t, f } = useText();
  const state = outcome === null ? (count > 0 ? 'busy' : undefined) : stateOf[outcome];
  const shown = f.date(`${date}T12:00`);
  const number = <span className={classes.number}>{Number(date.slice(8))}</span>;
  if (count === 0) {
    return (
      <span className={classes.day} data-kind={kind} data-today={today || undefined} title={kind === 'hole' ? t.history.dayNothing(shown) : undefined}>
        {number}
        {kind === 'hole' && <span className="sr-only">{t.history.dayNothing(shown)}</span>}
      </span>
    );
  }
  const label = t.history.dayRuns(shown, outcome === null ? t.common.state.busy : t.common.outcome[outcome], t.history.runs(f.count(count), count));
  return (
    <Tooltip label={label}>
      <button type="button" className={classes.day} data-kind={kind} data-state={state} data-today={today || undefined} aria-pressed={pressed} aria-label={label} onClick={onPress}>
        {number}
        <span aria-hidden="true">{state === undefined ? '' : SIGNS[state]}</span>
      </button>
    </Tooltip>
  );
}
