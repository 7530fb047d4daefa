/** The rooms of this build. */
import { Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconClockHour4, IconCpu, IconFolderSymlink, IconHome, IconListCheck, IconUsb, type Icon } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useAppInfo } from '../../client/use-basics.ts';
import { useText } from '../../text/language.tsx';
import classes from './frame.module.css';

const ROOMS = [
  { to: '/', name: 'home', icon: IconHome },
  { to: '/restore', name: 'restore', icon: IconFolderSymlink },
  { to: '/history', name: 'history', icon: IconClockHour4 },
  { to: '/plans', name: 'plans', icon: IconListCheck },
  { to: '/drives', name: 'drives', icon: IconUsb },
  { to: '/devices', name: 'devices', icon: IconCpu },
] as const satisfies readonly { to: string; name: string; icon: Icon }[];

export function Rail(): JSX.Element {
  const { t } = useText();
  const narrow = useMediaQuery('(max-width: 900px)', false);
  const info = useAppInfo().data;
  return (
    <nav className={`${classes.rail} no-print`} aria-label={t.frame.rail}>
      <div className={classes.brand}>
        <img src="/icon.svg" alt="" />
        <span>{t.frame.product}</span>
      </div>
      {ROOMS.map(({ to, name, icon: Icon }) => (
        <Tooltip key={to} label={t.frame[name]} position="right" disabled={narrow !== true}>
          <Link to={to} className={classes.link} activeOptions={{ exact: to === '/', includeSearch: false }} activeProps={{ 'aria-current': 'page' }}>
            <Icon size={20} stroke={1.6} aria-hidden="true" />
            <span>{t.frame[name]}</span>
          </Link>
        </Tooltip>
      ))}
      {info !== undefined && <div className={classes.foot}>{info.version} · {info.host === 'desktop' ? t.frame.desktop : t.frame.browser}</div>}
    </nav>
  );
}
