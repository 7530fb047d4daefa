/** Where a plan goes: places that are set up, added and taken out. */
import { Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import { useDrives } from '../../client/live-drives.ts';
import { useDestinations } from '../../client/use-basics.ts';
import { namedAddress } from '../../form/drive-address.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import classes from './plans.module.css';
import { Section } from './section.tsx';
import { Remove } from './source-editor.tsx';

interface DestinationsEditorProps {
  status: PlanStatus;
  names: readonly string[];
  /** Reached in another way already. */
  carried: readonly string[];
  problem: string | null;
  onChange: (names: string[]) => void;
}

export function DestinationsEditor({ status, names, carried, problem, onChange }: DestinationsEditorProps): JSX.Element {
  const { t, f } = useText();
  const known = useDestinations().data ?? [];
  const drives = useDrives().news?.drives ?? [];
  const others = known.filter(({ name }) => !names.includes(name) && !carried.includes(name));
  return (
    <Section title={t.plans.destinations} why={t.plans.destinationsWhy}>
      <ul className={classes.list}>
        {names.map((name) => {
          const standing = status.destinations.find((destination) => destination.name === name);
          const address = standing?.address ?? known.find((destination) => destination.name === name)?.address ?? '';
          const last = standing?.lastSuccessAt ?? null;
          return (
            <li key={name} className={classes.item}>
              <span className={classes.itemText}>
                <strong><bdi>{visible(name)}</bdi></strong>
                <bdi className="path">{visible(namedAddress(address, drives))}</bdi>
                {standing?.available === false && <span className={classes.attention}>▲ {t.plans.away(visible(name))}</span>}
              </span>
              <span className={classes.size}>{last === null ? t.plans.placeNever : f.when(last)}</span>
              <Remove label={t.plans.removeDestination(visible(name))} onClick={() => onChange(names.filter((other) => other !== name))} />
            </li>
          );
        })}
      </ul>
      {problem !== null && <p role="alert" className={classes.attention}>▲ {problem}</p>}
      <div className={classes.addPlace}>
        {others.length > 0 && (
          <Select
            className={classes.short} label={t.plans.addDestination} placeholder={t.plans.choosePlace} data={others.map(({ name }) => name)} value={null}
            onChange={(name) => name !== null && onChange([...names, name])}
          />
        )}
        <Link to="/settings" search={{ section: 'destinations' }}>{t.plans.morePlaces}</Link>
      </div>
    </Section>
  );
}
