/** A path on one line: shortened in the middle when room is short, each part in its own direction of writing. */
import type { JSX } from 'react';
import { visible } from '../../form/visible.ts';
import { pathParts } from './path-parts.ts';
import classes from './shown-path.module.css';

export function ShownPath({ path }: { path: string }): JSX.Element {
  const { folder, name } = pathParts(path);
  return (
    <span className={classes.path} title={visible(path)}>
      <bdi className={classes.folder}>{folder}</bdi>
      <bdi className={classes.name}>{name}</bdi>
    </span>
  );
}
