/** Nothing here yet: what will appear, and the way to it. */
import type { JSX, ReactNode } from 'react';
import classes from './empty.module.css';

export function Empty({ title, children }: { title: string; children?: ReactNode }): JSX.Element {
  return (
    <div className={classes.empty}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}
