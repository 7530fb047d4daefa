/** One drive that is plugged in: what it is, how much room it has, what backs up to it, and what can be done. */
import { IconUsb } from '@tabler/icons-react';
import { useId, type JSX } from 'react';
import type { Drive } from '../../../preload/contract/drive.ts';
import { fileSystemName } from '../../form/file-system-name.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { AdoptDrive } from './adopt-drive.tsx';
import { DriveActions } from './drive-actions.tsx';
import { DrivePlans } from './drive-plans.tsx';
import { DriveSpace } from './drive-space.tsx';
import { fileSystemKind, MARK, standingOf } from './drive-view.ts';
import classes from './drives.module.css';
import { PolicyChoice } from './policy-choice.tsx';
import type { Ejected } from './queries.ts';

export function DriveCard({ drive, onEjected }: { drive: Drive; onEjected: (ejected: Ejected) => void }): JSX.Element {
  const { t } = useText();
  const heading = useId();
  const standing = standingOf(drive);
  const known = drive.state === 'known';
  return (
    <article className={`${classes.card} surface`} aria-labelledby={heading}>
      <header className={classes.head}>
        <IconUsb size={20} stroke={1.6} aria-hidden="true" />
        <h3 id={heading} className={classes.name}><bdi>{visible(drive.name)}</bdi></h3>
        <StateMark state={MARK[standing]} label={t.drives.mark[standing]} />
      </header>
      <DriveFacts drive={drive} />
      <DriveSpace drive={drive} />
      {standing === 'cloned' && <><p>{t.drives.cloned}</p><p className="quiet">{t.drives.clonedHow}</p></>}
      {standing === 'unmounted' && <p className="quiet">{t.drives.unmounted}</p>}
      {drive.readOnly && drive.path !== null && <p className={classes.attention}>{t.drives.readOnly}</p>}
      {drive.state === 'new' && drive.path !== null && <p className="quiet">{t.drives.isNew}</p>}
      {drive.state === 'ignored' && <p className="quiet">{t.drives.ignored}</p>}
      {known && <DrivePlans drive={drive} />}
      {known && <PolicyChoice drive={drive} />}
      <DriveActions drive={drive} onEjected={onEjected}>
        {!known && drive.path !== null && !drive.readOnly && <AdoptDrive drive={drive} />}
      </DriveActions>
    </article>
  );
}

/** Maker, place and file system: what tells it from another one, and what it is good for. */
function DriveFacts({ drive: { description, label, name, path, fileSystem } }: { drive: Drive }): JSX.Element {
  const { t } = useText();
  const kind = fileSystem === null ? null : fileSystemKind(fileSystem);
  const format = fileSystem === null ? null : kind === null ? fileSystemName(fileSystem) : t.drives.fileSystem[kind](fileSystemName(fileSystem));
  const facts = [description, label === name ? null : label].filter((fact) => fact !== null && fact !== '' && fact !== name);
  return (
    <div className="quiet">
      <p>{facts.map((fact) => <span key={fact}><bdi>{visible(fact!)}</bdi> · </span>)}{path === null ? t.drives.mark.unmounted : <bdi className="path">{visible(path)}</bdi>}</p>
      {format !== null && <p className="dense">{format}</p>}
    </div>
  );
}
