/** Why a version stays, and until when. */
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import type { HistoryPlace } from './places.ts';
import { useKeeping } from './queries.ts';

export function KeptBecause({ place, id }: { place: HistoryPlace; id: string }): JSX.Element {
  const { t, f, locale } = useText();
  const retention = place.plan?.retention ?? null;
  const keeping = useKeeping(place, retention !== null);
  if (place.plan === null) return <p>{t.history.noPlan}</p>;
  if (retention === null) return <p>{t.history.keptForever}</p>;
  return (
    <Loaded query={keeping} lines={1}>
      {(all) => {
        const found = all.find(({ snapshot }) => snapshot === id);
        if (found === undefined || !found.keep) return <p>{t.history.notKept}</p>;
        return (
          <p>
            {t.history.keptBecause(new Intl.ListFormat(locale, { type: 'conjunction' }).format(found.reasons))}{' '}
            {found.until === null ? t.history.keptForGood : t.history.keptUntil(f.date(found.until))}
          </p>
        );
      }}
    </Loaded>
  );
}
