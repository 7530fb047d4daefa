/** The place that the backups of a board are to go to, looked at while it is chosen. */
import type { PlaceAround } from '../../../form/place/place-model.ts';
import { usePlaceAround, usePlaceLook, type PlaceLook } from '../../../form/place/use-place.ts';
import { placeOf, targetOf, type Target, type Where } from './target.ts';

const NO_SOURCES: readonly string[] = [];

export interface LookedAt {
  target: Target;
  look: PlaceLook;
  around: PlaceAround;
}

/** @param kept what the board keeps as its destination, when that is what is chosen; else null. */
export function useTarget(where: Where, kept: string | null): LookedAt {
  const around = usePlaceAround();
  const look = usePlaceLook(placeOf(where), around.destinations, NO_SOURCES);
  return { target: targetOf(where, kept, look, around), look, around };
}
