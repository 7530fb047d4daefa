/** The destinations: a list, and beside it the one that was opened. */
import { Badge, Button, Group } from '@mantine/core';
import { IconChevronRight, IconPlus } from '@tabler/icons-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState, type JSX } from 'react';
import type { Destination } from '../../../../preload/contract/destination.ts';
import { useDrives } from '../../../client/live-drives.ts';
import { useDestinations, usePlans } from '../../../client/use-basics.ts';
import { namedAddress } from '../../../form/drive-address.ts';
import { PathText } from '../../../form/path-text.tsx';
import { useText } from '../../../text/language.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import classes from '../page.module.css';
import { AddDestination } from './add.tsx';
import { DestinationDrawer } from './drawer.tsx';

const route = getRouteApi('/settings');

export function DestinationsSection(): JSX.Element {
  const { t } = useText();
  const { destination } = route.useSearch();
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const open = (name: string | undefined): void => void navigate({ to: '/settings', search: { section: 'destinations', ...(name === undefined ? {} : { destination: name }) } });
  return (
    <>
      <p className="quiet">{t.settings.destinationsIntro}</p>
      <Loaded query={useDestinations()} lines={3}>
        {(all) => (
          <>
            {all.length === 0 ? (
              <Empty title={t.settings.noDestinations}><p>{t.settings.noDestinationsHint}</p></Empty>
            ) : (
              <ul className={`${classes.plain} surface`}>
                {all.map((one) => <Row key={one.name} destination={one} onOpen={() => open(one.name)} />)}
              </ul>
            )}
            <DestinationDrawer destination={all.find(({ name }) => name === destination) ?? null} onClose={() => open(undefined)} />
            <Group>
              <Button leftSection={<IconPlus size={16} stroke={1.6} />} variant="default" onClick={() => setAdding(true)}>{t.settings.add} …</Button>
            </Group>
            <AddDestination
              opened={adding} onClose={() => setAdding(false)}
              onAdded={(name) => {
                setAdding(false);
                open(name);
              }}
            />
          </>
        )}
      </Loaded>
    </>
  );
}

function Row({ destination: { name, address, format, isDefault }, onOpen }: { destination: Destination; onOpen: () => void }): JSX.Element {
  const { t, f } = useText();
  const drives = useDrives().news?.drives ?? [];
  const plans = (usePlans().data ?? []).filter(({ plan }) => plan.destinations.includes(name)).map(({ plan }) => plan.name);
  return (
    <li>
      <button type="button" className={classes.opener} onClick={onOpen}>
        <span className={classes.grow}>
          <span className={classes.titled}>
            <strong>{name}</strong>
            {isDefault && <Badge component="span" variant="light" size="sm" tt="none">{t.settings.isDefault}</Badge>}
          </span>
          <span className={`${classes.lined} dense quiet`}><PathText text={namedAddress(address, drives)} /> · {t.settings.formats[format]}</span>
          <span className={`${classes.lined} dense quiet`}>{plans.length > 0 ? t.settings.used(f.list(plans)) : t.settings.unused}</span>
        </span>
        <IconChevronRight size={16} stroke={1.6} aria-hidden="true" />
      </button>
    </li>
  );
}
