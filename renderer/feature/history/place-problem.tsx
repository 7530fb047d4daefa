/** The versions cannot be listed: what runs did is still shown, and a password can be given right here. */
import type { JSX } from 'react';
import { OpeningProblem } from '../../form/opening-problem.tsx';
import { useText } from '../../text/language.tsx';
import type { HistoryPlace } from './places.ts';

export function PlaceProblem({ place: { destination, address }, error, onOpened }: { place: HistoryPlace; error: unknown; onOpened: () => void }): JSX.Element {
  const { t } = useText();
  return <OpeningProblem name={destination ?? address} error={error} meaning={t.history.withoutVersions} onOpened={onOpened} />;
}
