/** Said at the top of every page while the engine is away; the pages keep what they had. */
import type { JSX } from 'react';
import { connection } from '../../client.ts';
import { useConnection } from '../../client/use-connection.ts';
import { useText } from '../../text/language.tsx';
import classes from './frame.module.css';

export function ConnectionBanner(): JSX.Element | null {
  const { t, f } = useText();
  const state = useConnection();
  if (state === 'open' || state === 'connecting') return null;
  return (
    <div role="status" className={classes.banner}>
      <span aria-hidden="true">▲</span>
      <span>
        {state === 'refused' ? t.frame.refused : t.frame.lost} {t.frame.lostAge(f.time(connection.since))}
      </span>
    </div>
  );
}
