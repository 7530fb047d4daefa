/** The title of runs, with people's own names. */
import { useMemo } from 'react';
import type { Run } from '../../../preload/contract/run.ts';
import { useDestinations, usePlans } from '../../client/use-basics.ts';
import { useText } from '../../text/language.tsx';
import { titleOf } from './describe.ts';

export type Titled = Pick<Run, 'kind' | 'plan' | 'subject' | 'destination'>;

export function useRunTitle(): (run: Titled) => string {
  const text = useText();
  const plans = usePlans().data;
  const destinations = useDestinations().data;
  return useMemo(() => (run) => titleOf(run, { plans: plans ?? [], destinations: destinations ?? [] }, text), [plans, destinations, text]);
}
