/** Which days stay, as a small calendar: thirteen months of small cells, and the same in a sentence for those who do not see it. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState, type JSX } from 'react';
import type { KeptDay } from '../../preload/contract/plan.ts';
import type { RetentionPolicy } from '../../preload/contract/retention.ts';
import { client } from '../client.ts';
import { useText } from '../text/language.tsx';
import { Problem } from '../ui/problem.tsx';
import { effectivePolicy } from './retention-model.ts';
import { localDay, monthsOf, noonOf, stretches, type CalendarMonth } from './calendar-months.ts';
import classes from './keep-calendar.module.css';

const MONTHS = 13;
const DAYS = 400;
/** Stretches that are read out; more would be noise. */
const TOLD = 6;

export function KeepCalendar({ policy }: { policy: RetentionPolicy | null }): JSX.Element {
  const { t, locale } = useText();
  const [today] = useState(() => localDay(new Date()));
  const preview = useQuery({
    queryKey: ['retention-preview', policy, today], placeholderData: keepPreviousData, staleTime: Infinity,
    queryFn: ({ signal }) => client.plan.retentionPreview({ policy: effectivePolicy(policy), today, days: DAYS }, { signal }),
  });
  const kept = preview.data?.kept;
  const months = useMemo(() => monthsOf(kept ?? [], today, MONTHS, weekStartOf(locale)), [kept, today, locale]);
  if (preview.error !== null && kept === undefined) return <Problem error={preview.error} retry={() => void preview.refetch()} />;
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>{kept === undefined ? t.form.calendar.title : t.form.calendar.caption(kept.filter(({ date }) => date <= today).length)}</figcaption>
      <div className={classes.months} aria-hidden="true">
        {months.map((month) => <Month key={month.id} month={month} today={today} />)}
      </div>
      <p className={classes.legend} aria-hidden="true"><span className={classes.cell} data-kept /> {t.form.calendar.stays} <span className={classes.cell} /> {t.form.calendar.goes}</p>
      {kept !== undefined && <Told kept={kept} />}
    </figure>
  );
}

function Month({ month, today }: { month: CalendarMonth; today: string }): JSX.Element {
  const { locale } = useText();
  const name = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC', ...(month.id.endsWith('-01') ? { year: '2-digit' } : {}) }).format(noonOf(`${month.id}-01`));
  return (
    <div className={classes.month}>
      <span className={classes.name}>{name}</span>
      <div className={classes.days}>
        {Array.from({ length: month.blank }, (_, index) => <span key={`blank-${index}`} />)}
        {month.days.map(({ date, kept }) => <span key={date} className={classes.cell} data-kept={kept || undefined} data-today={date === today || undefined} />)}
      </div>
    </div>
  );
}

/** For screen readers. */
function Told({ kept }: { kept: readonly KeptDay[] }): JSX.Element {
  const { t, locale } = useText();
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const all = stretches(kept);
  const told = all.slice(0, TOLD).map(({ from, to }) => (from === to ? day.format(noonOf(to)) : day.formatRange(noonOf(from), noonOf(to))));
  return <p className="sr-only">{t.form.calendar.told(told.join('; '), all.length - told.length)}</p>;
}

/** 0: weeks begin on Sunday; 1: on Monday; 6: on Saturday. */
function weekStartOf(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
  return sundayFirst((known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1);
}

/** Intl counts Sunday as 7. */
const sundayFirst = (day: number): number => day % 7;
