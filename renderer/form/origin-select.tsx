/** Which plan or destination is looked at. */
import { Select } from '@mantine/core';
import type { JSX } from 'react';
import { useText } from '../text/language.tsx';
import classes from './form.module.css';
import { withOrigin, type Origin } from './origin.ts';

export interface OriginSelectProps {
  label: string;
  origin: Origin;
  origins: readonly Origin[];
  /** What an origin is called here. */
  nameOf: (origin: Origin) => string;
  onOrigin: (origin: Origin) => void;
  /** One more way, after all that are known. */
  other?: { group: string; label: string; onChoose: () => void };
  /** Names that say more take more room. */
  wide?: boolean;
}

/** Not the key of any origin. */
const OTHER = 'other';

export function OriginSelect({ label, origin, origins, nameOf, onOrigin, other, wide = false }: OriginSelectProps): JSX.Element {
  const { t } = useText();
  const all = withOrigin(origins, origin);
  const group = (title: string, ofPlans: boolean) => ({ group: title, items: all.filter(({ plan }) => (plan !== null) === ofPlans).map((each) => ({ value: each.key, label: nameOf(each) })) });
  const groups = [group(t.frame.plans, true), group(t.settings.destinations, false)].filter(({ items }) => items.length > 0);
  const choose = (key: string | null): void => {
    if (key === OTHER) return other?.onChoose();
    const next = all.find((each) => each.key === key);
    if (next !== undefined && next.key !== origin.key) onOrigin(next);
  };
  return (
    <div className={classes.originLine} data-wide={wide || undefined}>
      <span aria-hidden="true" className={classes.originLabel}>{label}</span>
      <Select
        className={classes.origin} size="sm" aria-label={label} value={origin.key} onChange={choose} allowDeselect={false} searchable={all.length > 12} comboboxProps={{ width: 280, position: 'bottom-start' }}
        data={[...groups, ...(other === undefined ? [] : [{ group: other.group, items: [{ value: OTHER, label: other.label }] }])]}
      />
    </div>
  );
}
