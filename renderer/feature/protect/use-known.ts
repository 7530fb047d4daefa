/** Everything the wizard knows about this machine, the chosen folders and the chosen place, as it becomes known. */
import type { Place } from '../../../preload/contract/destination.ts';
import type { Drive } from '../../../preload/contract/drive.ts';
import { useDrives } from '../../client/live-drives.ts';
import { useAppInfo, useDestinations, usePlans } from '../../client/use-basics.ts';
import { formatAt } from '../../form/format-model.ts';
import { together, type Measures } from '../../form/measured.ts';
import { useLandmarks } from '../../form/use-landmarks.ts';
import { useMeasures } from '../../form/use-measures.ts';
import { useText } from '../../text/language.tsx';
import { answersOf, type Answers, type Known } from './answers.ts';
import { listedFolders } from './listed-folders.ts';
import { useOpening, usePlace, type Opening } from './queries.ts';
import type { WizardState } from './wizard-state.ts';

const NO_DRIVES: readonly Drive[] = [];

export interface Surroundings {
  known: Known;
  answers: Answers;
  measures: Measures;
  /** The place as it was chosen, before a folder of its own was taken instead. */
  chosenPlace: Place | null;
  placeError: unknown;
  opening: Opening | null;
  openingError: unknown;
}

export function useKnown(state: WizardState): Surroundings {
  const { t, f } = useText();
  const info = useAppInfo().data;
  const landmarks = useLandmarks().data ?? null;
  const destinations = useDestinations().data ?? [];
  const drives = useDrives().news?.drives ?? NO_DRIVES;
  const planNames = (usePlans().data ?? []).map(({ plan }) => plan.name);
  const listNames = (names: readonly string[]): string => (names.length > 4 ? t.protect.moreFolders(names[0]!, names.length - 1) : f.list(names));
  const here = info === undefined ? null : { address: info.defaultVault, name: t.protect.where.here };
  const bare: Known = { landmarks, destinations, drives, planNames, here, place: null, placeError: false, opens: null, measure: null, listNames };
  const { ticked, folders, excludes, where } = answersOf(state, bare);

  const measures = useMeasures(listedFolders(state, landmarks), landmarks === null && state.excludes === null ? null : excludes);
  const wanted = where === null ? null : where.kind === 'place' ? where.address : (destinations.find(({ name }) => name === where.name)?.address ?? null);
  const chosen = usePlace(wanted, folders);
  const own = where?.kind === 'place' && !where.asIs ? (chosen.data?.suggestion ?? null) : null;
  const ownPlace = usePlace(own, folders);
  const place = (own === null ? chosen.data : ownPlace.data) ?? null;
  const toOpen = place !== null && (formatAt(place.state) !== null || (where?.kind === 'saved' && place.kind !== 'local')) ? place.address : null;
  const opening = useOpening(toOpen);

  const error = chosen.error ?? (own === null ? null : ownPlace.error) ?? null;
  const known: Known = {
    ...bare, place: error === null ? place : null, placeError: error !== null || opening.error !== null, opens: opening.data?.opens ?? null, measure: together(ticked, measures),
  };
  return { known, answers: answersOf(state, known), measures, chosenPlace: chosen.data ?? null, placeError: error, opening: opening.data ?? null, openingError: opening.error };
}
