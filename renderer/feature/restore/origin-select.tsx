/** "From": which plan or destination is looked at. */
import { Select } from '@mantine/core';
import { useState, type JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { OtherPlaceDialog } from './other-place.tsx';
import { placeOf, type Origin } from './origin.ts';
import type { Go } from './place.ts';
import classes from './restore.module.css';

const OTHER = 'other';

export function OriginSelect({ origin, origins, go }: { origin: Origin; origins: readonly Origin[]; go: Go }): JSX.Element {
  const { t } = useText();
  const all = origins.some(({ key }) => key === origin.key) ? origins : [...origins, origin];
  const label = ({ kind, name, at }: Origin): string => (kind === 'default' ? t.restore.defaultVault : at === null ? name : `${name} · ${at}`);
  const group = (title: string, wanted: (kind: Origin['kind']) => boolean) => ({ group: title, items: all.filter(({ kind }) => wanted(kind)).map((each) => ({ value: each.key, label: label(each) })) });
  const data = [group(t.restore.plans, (kind) => kind === 'plan'), group(t.restore.destinations, (kind) => kind !== 'plan')].filter(({ items }) => items.length > 0);
  const [asking, setAsking] = useState(false);
  const choose = (key: string | null): void => {
    if (key === OTHER) return setAsking(true);
    const next = all.find((each) => each.key === key);
    if (next !== undefined && next.key !== origin.key) go({ plan: undefined, destination: undefined, snapshot: undefined, path: undefined, find: undefined, ...placeOf(next) });
  };
  return (
    <div className={classes.labelled}>
      <span aria-hidden="true" className={classes.from}>{t.restore.from}</span>
      <Select className={classes.origin} size="sm" aria-label={t.restore.from} data={[...data, { group: t.restore.notKnown, items: [{ value: OTHER, label: `${t.restore.otherPlace} …` }] }]} value={origin.key} onChange={choose} allowDeselect={false} searchable={all.length > 12} comboboxProps={{ width: 280, position: 'bottom-start' }} />
      {asking && <OtherPlaceDialog go={go} onClose={() => setAsking(false)} />}
    </div>
  );
}
