/** What the history is of. */
import { Select } from '@mantine/core';
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import classes from './history.module.css';
import type { HistoryPlace } from './places.ts';

interface PlaceSelectProps {
  place: HistoryPlace;
  places: readonly HistoryPlace[];
  onPlace: (place: HistoryPlace) => void;
}

export function PlaceSelect({ place, places, onPlace }: PlaceSelectProps): JSX.Element {
  const { t } = useText();
  const label = ({ plan, destination }: HistoryPlace): string => (plan === null ? t.history.everythingIn(destination ?? t.history.defaultVault) : t.history.planIn(plan.name, destination ?? t.history.defaultVault));
  const group = (name: string, wanted: (one: HistoryPlace) => boolean) => ({ group: name, items: places.filter(wanted).map((one) => ({ value: one.key, label: label(one) })) });
  const data = [group(t.frame.plans, ({ plan }) => plan !== null), group(t.settings.destinations, ({ plan }) => plan === null)].filter(({ items }) => items.length > 0);
  const choose = (key: string | null): void => {
    const next = places.find((one) => one.key === key);
    if (next !== undefined && next.key !== place.key) onPlace(next);
  };
  return (
    <div className={classes.place}>
      <span aria-hidden="true">{t.history.from}</span>
      <Select aria-label={t.history.from} w={280} size="sm" data={data} value={place.key} onChange={choose} allowDeselect={false} searchable={places.length > 12} />
    </div>
  );
}
