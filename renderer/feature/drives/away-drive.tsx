/** A drive that is remembered and not here: when it was last seen, and what waits for it. */
import { Button } from '@mantine/core';
import { IconUsb } from '@tabler/icons-react';
import { useId, useState, type JSX } from 'react';
import type { Drive } from '../../../preload/contract/drive.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { DrivePlans } from './drive-plans.tsx';
import classes from './drives.module.css';
import { ForgetDrive } from './forget-drive.tsx';
import { PolicyChoice } from './policy-choice.tsx';
import { RenameDrive } from './rename-drive.tsx';

export function AwayDrive({ drive }: { drive: Drive }): JSX.Element {
  const { t, f } = useText();
  const heading = useId();
  const [asked, ask] = useState<'rename' | 'forget' | null>(null);
  return (
    <article className={`${classes.card} surface`} aria-labelledby={heading}>
      <header className={classes.head}>
        <IconUsb size={20} stroke={1.6} aria-hidden="true" />
        <h3 id={heading} className={classes.name}><bdi>{visible(drive.name)}</bdi></h3>
        <StateMark state="none" label={t.drives.mark.away} />
      </header>
      <p className="quiet">{drive.lastSeenAt === null ? t.drives.neverSeen : t.drives.lastSeen(f.when(drive.lastSeenAt))}</p>
      <DrivePlans drive={drive} />
      <PolicyChoice drive={drive} />
      <footer className={classes.actions}>
        <Button size="xs" variant="subtle" color="gray" onClick={() => ask('rename')}>{t.drives.rename}</Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => ask('forget')}>{t.drives.forget}</Button>
      </footer>
      <RenameDrive drive={drive} opened={asked === 'rename'} onClose={() => ask(null)} />
      <ForgetDrive drive={drive} opened={asked === 'forget'} onClose={() => ask(null)} />
    </article>
  );
}
