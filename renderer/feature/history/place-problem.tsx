/** The versions cannot be listed: what runs did is still shown, and a password can be given right here. */
import type { JSX } from 'react';
import { OpeningProblem } from '../settings/destination/opening-problem.tsx';
import type { HistoryPlace } from './places.ts';
import { useAppInfo } from '../../client/use-basics.ts';

export function PlaceProblem({ place, error, onOpened }: { place: HistoryPlace; error: unknown; onOpened: () => void }): JSX.Element {
  const vault = useAppInfo().data?.defaultVault ?? '';
  return <OpeningProblem name={place.destination ?? vault} error={error} onOpened={onOpened} />;
}
