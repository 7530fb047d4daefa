/** The drives: those that are plugged in, those that are remembered, and what can be done with each. */
import { useEffect, useRef, useState, type JSX } from 'react';
import type { DriveNews } from '../../../preload/contract/drive.ts';
import { followDrivesAgain, useDrives } from '../../client/live-drives.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SHAPES } from '../../ui/state-mark.tsx';
import { AwayDrive } from './away-drive.tsx';
import { DriveCard } from './drive-card.tsx';
import { grouped } from './drive-view.ts';
import classes from './drives.module.css';
import type { Ejected } from './queries.ts';

export function DrivesPage(): JSX.Element {
  const { t } = useText();
  const { news, error } = useDrives();
  return (
    <Page title={t.frame.drives}>
      {error !== null && <Problem error={error} meaning={t.drives.unreachable} retry={followDrivesAgain} />}
      {news !== null ? <All news={news} /> : error === null && <Loading lines={6} />}
    </Page>
  );
}

function All({ news: { drives, note } }: { news: DriveNews }): JSX.Element {
  const { t } = useText();
  const [ejected, setEjected] = useState<Ejected | null>(null);
  const { here, away } = grouped(drives);
  return (
    <>
      <SafeToRemove ejected={ejected} />
      {note !== null && <p className={classes.note}><span aria-hidden="true">▲ </span>{visible(note)}</p>}
      {here.length === 0 && <Empty title={t.drives.empty}><p>{t.drives.emptyWhy}</p><p>{t.drives.emptySafe}</p></Empty>}
      {here.length > 0 && <h2>{t.drives.here}</h2>}
      {here.length > 0 && <ul className={classes.cards}>{here.map((drive) => <li key={drive.key}><DriveCard drive={drive} onEjected={setEjected} /></li>)}</ul>}
      {away.length > 0 && <h2>{t.drives.awayTitle}</h2>}
      {away.length > 0 && <ul className={classes.cards}>{away.map((drive) => <li key={drive.key}><AwayDrive drive={drive} /></li>)}</ul>}
    </>
  );
}

/** Said where the focus goes: the card of the drive is no longer where it was. */
function SafeToRemove({ ejected }: { ejected: Ejected | null }): JSX.Element {
  const { t } = useText();
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (ejected !== null) line.current?.focus();
  }, [ejected]);
  return (
    <div role="status" className={classes.status}>
      {ejected !== null && (
        <p ref={line} tabIndex={-1} className={classes.safe}>
          <span aria-hidden="true">{SHAPES.safe} </span>{(ejected.poweredOff ? t.drives.ejectedOff : t.drives.ejected)(visible(ejected.name))}
        </p>
      )}
    </div>
  );
}
