/** One board: its versions, what differs from them, what is on it, what it is. */
import { Select, Tabs } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type JSX } from 'react';
import type { Device } from '../../../../preload/contract/device.ts';
import { followDevicesAgain, useDevices } from '../../../client/live-devices.ts';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Page } from '../../../ui/page.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { deviceOf, titleOf } from '../device-view.ts';
import { useAccess } from './access.ts';
import { Archives } from './archives/archives.tsx';
import { BoardActions } from './board-actions.tsx';
import { BoardFiles } from './board-files.tsx';
import { BoardHead } from './board-head.tsx';
import { nextBackup, type BoardPlace } from './board-view.ts';
import classes from './board.module.css';
import { Details } from './details.tsx';
import { Differences } from './differences.tsx';
import { useBoardPlaces } from './queries.ts';
import { Versions } from './versions.tsx';

const VIEWS = ['versions', 'archives', 'changes', 'files', 'about'] as const;

export function BoardPage(): JSX.Element {
  const { t } = useText();
  const { device: ref = '' } = useSearch({ from: '/devices/board' });
  const { news: devices, error } = useDevices();
  const device = devices === null ? undefined : deviceOf(devices, ref);
  if (device !== undefined) return <Board key={device.ref} device={device} />;
  return (
    <Page title={t.frame.devices}>
      {error !== null && <Problem error={error} meaning={t.devices.unreachable} retry={followDevicesAgain} />}
      {devices !== null ? <Empty title={t.board.unknown}><p>{t.board.unknownWhy}</p><Link to="/devices">{t.board.all}</Link></Empty> : error === null && <Loading lines={6} />}
    </Page>
  );
}

function Board({ device }: { device: Device }): JSX.Element {
  const { t } = useText();
  const navigate = useNavigate();
  const { view, snapshot } = useSearch({ from: '/devices/board' });
  const access = useAccess(device);
  const [before, setBefore] = useState('');
  if (before === '' && device.lastBackup !== null) setBefore(device.lastBackup.destination);
  const { places, own } = useBoardPlaces(device, before);
  const [chosen, choose] = useState<string | null>(null);
  const place = places.find(({ address }) => address === chosen) ?? places[0]!;
  const shown = VIEWS.find((name) => name === view) ?? 'versions';
  const show = (next: string | null, version?: string): void =>
    void navigate({ to: '/devices/board', search: { device: device.ref, view: next ?? 'versions', ...(version === undefined ? {} : { snapshot: version }) }, replace: true });
  return (
    <Page title={visible(titleOf(device))} actions={<BoardActions access={access} next={nextBackup(device, { own, place, isChosen: place.address === chosen })} />}>
      <p className={classes.back}><Link to="/devices"><span aria-hidden="true">‹ </span>{t.board.all}</Link></p>
      <BoardHead device={device}><Place places={places} place={place} onChange={choose} /></BoardHead>
      <Tabs value={shown} onChange={(next) => show(next)} keepMounted={false} activateTabWithKeyboard={false}>
        <Tabs.List aria-label={t.board.views}>{VIEWS.map((name) => <Tabs.Tab key={name} value={name}>{t.board.view[name]}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value="versions" className={classes.panel}><Versions access={access} place={place} onCompare={(version) => show('changes', version)} /></Tabs.Panel>
        <Tabs.Panel value="archives" className={classes.panel}><Archives device={device} place={place} places={places} /></Tabs.Panel>
        <Tabs.Panel value="changes" className={classes.panel}><Differences access={access} place={place} snapshot={snapshot} onSnapshot={(version) => show('changes', version)} /></Tabs.Panel>
        <Tabs.Panel value="files" className={classes.panel}><BoardFiles access={access} /></Tabs.Panel>
        <Tabs.Panel value="about" className={classes.panel}><Details access={access} /></Tabs.Panel>
      </Tabs>
    </Page>
  );
}

interface PlaceProps {
  places: readonly BoardPlace[];
  place: BoardPlace;
  onChange: (address: string) => void;
}

function Place({ places, place, onChange }: PlaceProps): JSX.Element {
  const { t } = useText();
  const nameOf = ({ name }: BoardPlace): string => (name === null ? t.board.ownPlace : visible(name));
  if (places.length === 1) return <p><span className="quiet">{t.board.place}:</span> {nameOf(place)}</p>;
  return <Select size="xs" label={t.board.place} className={classes.place} allowDeselect={false} value={place.address || 'own'} onChange={(value) => value !== null && onChange(value === 'own' ? '' : value)} data={places.map((each) => ({ value: each.address || 'own', label: nameOf(each) }))} />;
}
