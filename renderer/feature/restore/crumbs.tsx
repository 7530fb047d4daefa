/** The way to the folder: every step of it is a link. */
import { Link } from '@tanstack/react-router';
import { Fragment, type JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { crumbsOf } from './paths.ts';
import { changed, type Place } from './place.ts';
import classes from './restore.module.css';

export function Crumbs({ place, snapshot }: { place: Place & { path: string }; snapshot: string }): JSX.Element {
  const { t } = useText();
  const crumbs = crumbsOf(place.path);
  return (
    <nav aria-label={t.restore.way} className={classes.crumbs}>
      {crumbs.map(({ name, path }, index) => (
        <Fragment key={path}>
          {index > 1 && <span aria-hidden="true" className="quiet">▸</span>}
          {index === 1 && <span aria-hidden="true" className="quiet">▸</span>}
          <Link
            to="/restore" search={changed(place, { path, snapshot })} className={classes.crumb} aria-current={index === crumbs.length - 1 ? 'page' : undefined} activeProps={{}} title={name === '' ? undefined : path}
          >
            <bdi>{name === '' ? t.restore.everything : name}</bdi>
          </Link>
        </Fragment>
      ))}
    </nav>
  );
}
