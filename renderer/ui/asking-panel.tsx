/** The place the questions stand in: at the top of the window, out of the way of the page's own buttons. Focus stays in it from one to the next, and goes back where it came from. */
import { useEffect, useMemo, useRef, type FocusEvent, type JSX, type ReactNode } from 'react';
import classes from './asking-panel.module.css';
import { useShortcuts } from './shortcuts.ts';

interface AskingPanelProps {
  /** What it is about, as a name of the region. */
  label: string;
  /** The key that leads to it, and what that is called. */
  shortcut: { keys: string; label: string };
  /** Another one for every other content; null: there is none. */
  shown: string | null;
  /** How many questions come after this one, in words. */
  waiting: string | null;
  children: ReactNode;
}

export function AskingPanel({ label, shortcut, shown, waiting, children }: AskingPanelProps): JSX.Element | null {
  const panel = useRef<HTMLElement>(null);
  const within = useRef(false);
  const cameFrom = useRef<Element | null>(null);
  useEffect(() => {
    if (!within.current || !isLost(document.activeElement)) return;
    if (shown !== null) panel.current?.querySelector<HTMLElement>('[data-answers]')?.focus();
    else {
      within.current = false;
      goBack(cameFrom.current);
    }
  }, [shown]);
  if (shown === null) return null;
  const enter = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>): void => {
    if (within.current && currentTarget.contains(relatedTarget)) return;
    if (!within.current) cameFrom.current = relatedTarget;
    within.current = true;
  };
  /** What was pressed may be gone by now: that is no way out. */
  const leave = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>): void => {
    if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) within.current = false;
  };
  return (
    // It only notes where the focus comes from and goes.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section ref={panel} className={`${classes.panel} no-print`} aria-label={label} onFocus={enter} onBlur={leave}>
      <Reachable panel={panel} shortcut={shortcut} />
      {children}
      {waiting !== null && <p className={classes.waiting}>{waiting}</p>}
    </section>
  );
}

const isLost = (element: Element | null): boolean => element === null || element === document.body;

function goBack(to: Element | null): void {
  const back = to?.isConnected === true ? to : document.querySelector('#page');
  if (back instanceof HTMLElement) back.focus({ preventScroll: true });
}

/** Its key, as long as there is something to be reached. */
function Reachable({ panel, shortcut: { keys, label } }: Pick<AskingPanelProps, 'shortcut'> & { panel: React.RefObject<HTMLElement | null> }): null {
  useShortcuts(useMemo(() => [{ keys, label, run: () => panel.current?.querySelector<HTMLElement>('button, a')?.focus() }], [keys, label, panel]));
  return null;
}
