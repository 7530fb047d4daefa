/** What can be done with a drive: eject it, name it anew, stop being asked, forget it. */
import { Button } from '@mantine/core';
import { IconPlayerEject } from '@tabler/icons-react';
import { useState, type JSX, type ReactNode } from 'react';
import type { Drive } from '../../../preload/contract/drive.ts';
import { faultOf } from '../../client/fault.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { ejectCommand } from './drive-commands.ts';
import classes from './drives.module.css';
import { ForgetDrive } from './forget-drive.tsx';
import { useEject, useIgnore, type Ejected } from './queries.ts';
import { RenameDrive } from './rename-drive.tsx';

interface DriveActionsProps {
  drive: Drive;
  onEjected: (ejected: Ejected) => void;
  /** What comes first. */
  children?: ReactNode;
}

export function DriveActions({ drive, onEjected, children }: DriveActionsProps): JSX.Element {
  const { t } = useText();
  const eject = useEject(drive, onEjected);
  const ignore = useIgnore(drive.key);
  const [asked, ask] = useState<'rename' | 'forget' | null>(null);
  const writing = drive.runs.length > 0;
  const known = drive.state === 'known';
  const name = visible(drive.name);
  const error = eject.error ?? ignore.error;
  return (
    <>
      <footer className={classes.actions}>
        {children}
        {drive.path !== null && (
          <Button
            size="xs" variant="default" leftSection={<IconPlayerEject size={16} stroke={1.6} />} aria-label={t.drives.ejectLabel(name)} disabled={writing} loading={eject.isPending}
            onClick={() => eject.mutate()}
          >{t.drives.eject}</Button>
        )}
        {known && <Button size="xs" variant="subtle" color="gray" onClick={() => ask('rename')}>{t.drives.rename}</Button>}
        {known && <Button size="xs" variant="subtle" color="gray" onClick={() => ask('forget')}>{t.drives.forget}</Button>}
        {drive.state === 'new' && <Button size="xs" variant="subtle" color="gray" loading={ignore.isPending} onClick={() => ignore.mutate(true)}>{t.drives.ignore}</Button>}
        {drive.state === 'ignored' && <Button size="xs" variant="subtle" color="gray" loading={ignore.isPending} onClick={() => ignore.mutate(false)}>{t.drives.unignore}</Button>}
        {writing && <span className="quiet">{t.drives.writing}</span>}
        {drive.path !== null && <span className={classes.end}><CommandButton command={ejectCommand(known ? drive.name : drive.path)} /></span>}
      </footer>
      {error !== null && <Problem error={error} {...(faultOf(error).kind === 'busy' ? { meaning: t.drives.busyMeaning } : {})} />}
      <RenameDrive drive={drive} opened={asked === 'rename'} onClose={() => ask(null)} />
      <ForgetDrive drive={drive} opened={asked === 'forget'} onClose={() => ask(null)} />
    </>
  );
}
