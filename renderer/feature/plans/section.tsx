/** A part of the form: what it is about at the left, its inputs at the right. */
import { useId, type JSX, type ReactNode } from 'react';
import classes from './plans.module.css';

interface SectionProps {
  title: string;
  why?: string;
  /** A small button beside the title. */
  aside?: ReactNode;
  children: ReactNode;
}

export function Section({ title, why, aside, children }: SectionProps): JSX.Element {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.sectionHead}>
        <h2 id={id}>{title}</h2>
        {why !== undefined && <p className="quiet">{why}</p>}
        {aside}
      </div>
      <div className={classes.sectionBody}>{children}</div>
    </section>
  );
}
