/** A page: one title, one primary action, then its content. Focus goes to the title when the page is entered. */
import { useEffect, useRef, type JSX, type ReactNode } from 'react';
import { useText } from '../text/language.tsx';
import classes from './page.module.css';

export interface PageProps {
  title: string;
  /** The page's one primary action, and what stands beside it. */
  actions?: ReactNode;
  /** Uses the whole width: tables and the file browser. */
  wide?: boolean;
  /** Fills the height of the window instead of growing: lists that scroll in themselves. */
  fill?: boolean;
  children: ReactNode;
}

export function Page({ title, actions, wide = false, fill = false, children }: PageProps): JSX.Element {
  const { t } = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t.frame.product}`;
  }, [title, t]);
  useEffect(() => {
    if (document.activeElement === document.body || document.activeElement?.closest('nav') != null) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={classes.page} data-wide={wide || undefined} data-fill={fill || undefined}>
      <header className={classes.header}>
        <h1 ref={heading} tabIndex={-1} className={classes.title}>{title}</h1>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
