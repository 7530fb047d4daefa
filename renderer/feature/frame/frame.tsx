/** The frame: rail, page, and a thin bar while something runs. */
import { Outlet, useRouter } from '@tanstack/react-router';
import { useEffect, type JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { Bell } from '../activity/bell.tsx';
import { DevicePrompts } from '../devices/prompt/device-prompts.tsx';
import { DrivePrompts } from '../drive-prompt/drive-prompts.tsx';
import { Palette } from '../palette/palette.tsx';
import { RunBar } from '../run/run-bar.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import classes from './frame.module.css';
import { Rail } from './rail.tsx';
import { SettingsLink } from './settings-link.tsx';

export function Frame(): JSX.Element {
  const { t } = useText();
  useHostNavigation();
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#page">{t.frame.skip}</a>
      <Rail />
      <div className={classes.main}>
        <ConnectionBanner />
        <section aria-label={t.frame.commands} className={`${classes.tools} no-print`}>
          <Palette />
          <Bell />
          <SettingsLink />
        </section>
        <div className={classes.prompts}>
          <DrivePrompts />
          <DevicePrompts />
        </div>
        <main id="page" className={classes.page} tabIndex={-1}>
          <Outlet />
        </main>
        <RunBar />
      </div>
    </div>
  );
}

/** The desktop's menu asks for pages by a message. */
function useHostNavigation(): void {
  const router = useRouter();
  useEffect(() => {
    const go = ({ source, data }: MessageEvent): void => {
      if (source === window && typeof data === 'object' && data !== null && data.type === 'holdfast:go' && typeof data.path === 'string') router.history.push(data.path);
    };
    window.addEventListener('message', go);
    return () => window.removeEventListener('message', go);
  }, [router]);
}
