/** Everything the wizard knows about this machine, the chosen folders and the chosen places, as it becomes known. */
import { usePlans } from '../../client/use-basics.ts';
import { together, type Measures } from '../../form/measured.ts';
import { usePlace, usePlaceAround, usePlaceLook, type PlaceLook } from '../../form/place/use-place.ts';
import { useMeasures } from '../../form/use-measures.ts';
import { useText } from '../../text/language.tsx';
import { answersOf, type Answers, type Known } from './answers.ts';
import { listedFolders } from './listed-folders.ts';
import type { WizardState } from './wizard-state.ts';

const NOT_FOUND = { place: null, placeError: false, opens: null } as const;

export interface Surroundings {
  known: Known;
  answers: Answers;
  measures: Measures;
  first: PlaceLook;
  second: PlaceLook;
  /** Whether both places share a disk. */
  sameDisk: boolean;
}

export function useKnown(state: WizardState): Surroundings {
  const { t, f } = useText();
  const around = usePlaceAround();
  const { landmarks, destinations } = around;
  const planNames = (usePlans().data ?? []).map(({ plan }) => plan.name);
  const listNames = (names: readonly string[]): string => (names.length > 4 ? t.protect.moreFolders(names[0]!, names.length - 1) : f.list(names));
  const bare: Known = { ...around, ...NOT_FOUND, second: NOT_FOUND, planNames, measure: null, listNames };
  const { ticked, folders, excludes, where } = answersOf(state, bare);

  const measures = useMeasures(listedFolders(state, landmarks), landmarks === null && state.excludes === null ? null : excludes);
  const first = usePlaceLook(where, destinations, folders);
  const withFirst: Known = { ...bare, ...foundAt(first) };
  const second = usePlaceLook(answersOf(state, withFirst).second?.where ?? null, destinations, folders);
  const known: Known = { ...withFirst, second: foundAt(second), measure: together(ticked, measures) };
  const between = usePlace(second.chosenPlace?.address ?? null, first.chosenPlace === null ? [] : [first.chosenPlace.address]);
  return { known, answers: answersOf(state, known), measures, first, second, sameDisk: between.data?.sameDisk === true };
}

const foundAt = ({ place, placeError, opens }: PlaceLook): Pick<Known, 'place' | 'placeError' | 'opens'> => ({ place, placeError, opens });
