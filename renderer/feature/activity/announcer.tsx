/** The window's one voice for runs that end. The page of a run speaks for itself. */
import { useRouter } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useRef, useState, type JSX } from 'react';
import type { Run } from '../../../preload/contract/run.ts';
import { onRunEnded } from '../../client/live-runs.ts';
import { useDestinations } from '../../client/use-basics.ts';
import { useText } from '../../text/language.tsx';
import { resultLine } from '../run/describe.ts';
import { useRunTitle } from '../run/use-run-title.ts';

export function Announcer(): JSX.Element {
  const text = useText();
  const router = useRouter();
  const titleOf = useRunTitle();
  const destinations = useDestinations().data ?? [];
  const [said, say] = useState('');
  const words = useRef<(run: Run) => string>(() => '');
  useLayoutEffect(() => {
    words.current = (run) => text.t.activity.announced(titleOf(run), run.outcome === null ? '' : text.t.common.outcome[run.outcome], resultLine(run, destinations, text));
  });
  useEffect(() => onRunEnded((run) => {
    if (router.state.location.pathname !== `/runs/${run.id}`) say(words.current(run));
  }), [router]);
  return <div role="status" className="sr-only">{said}</div>;
}
