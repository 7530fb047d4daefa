/** The bell: what ended since somebody last looked, and the list of it. Says aloud when a run ends while the window is open. */
import { ActionIcon, Drawer, Tooltip } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useState, type JSX } from 'react';
import { saveAppearance } from '../../client/save-appearance.ts';
import { useSettings } from '../../client/use-basics.ts';
import { useText } from '../../text/language.tsx';
import { ActivityList } from './activity-list.tsx';
import { Announcer } from './announcer.tsx';
import classes from './activity.module.css';
import { newsOf, readSeen, seenBy } from './news.ts';
import { MOST, useRecentRuns } from './queries.ts';

/** Who never looked is told of what ends from now on, not of all there ever was. */
const BEGUN = new Date().toISOString();

export function Bell(): JSX.Element {
  const { t, f } = useText();
  const runs = useRecentRuns().data;
  const settings = useSettings().data;
  /** What counted as seen when the list was opened: it stays marked as new while it is open. */
  const [before, setBefore] = useState<string | null>(null);
  const [opened, setOpened] = useState(false);
  const seen = readSeen(settings?.settings.appearance.views.activity) ?? BEGUN;
  const { count, trouble } = settings === undefined || runs === undefined ? { count: 0, trouble: false } : newsOf(runs, seen);
  const label = (trouble ? t.activity.newsTrouble : t.activity.news)(f.count(count), count);
  const open = (): void => {
    setBefore(seen);
    setOpened(true);
    const newest = seenBy(runs ?? []);
    if (count > 0 && newest !== null) saveAppearance({ views: { activity: { seen: newest } } }).catch(() => undefined); // the number stays: that is all
  };
  return (
    <>
      <Tooltip label={label}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} aria-haspopup="dialog" className={classes.bell} onClick={open}>
          <IconBell size={20} stroke={1.6} />
          {count > 0 && <span aria-hidden="true" className={classes.badge} data-trouble={trouble || undefined}>{count >= MOST ? t.activity.many(f.count(MOST)) : f.count(count)}</span>}
        </ActionIcon>
      </Tooltip>
      <Drawer opened={opened} onClose={() => setOpened(false)} title={t.activity.title} size={440} closeButtonProps={{ 'aria-label': t.common.close }}>
        <ActivityList seen={before} leave={() => setOpened(false)} />
      </Drawer>
      <Announcer />
    </>
  );
}
