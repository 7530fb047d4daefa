/** Where somebody is in the restore pages. The address holds all of it, so that back and forward work and a place can be linked to. */

export interface Place {
  /** Id of a plan; its own versions only. */
  plan?: string;
  /** Name or address of a destination. */
  destination?: string;
  snapshot?: string;
  /** Folder in the snapshot. */
  path?: string;
  /** Name that is searched for. */
  find?: string;
}

export type PlaceChange = { [K in keyof Place]?: Place[K] | undefined };

/** @param replace instead of a new step to go back from. */
export type Go = (change: PlaceChange, replace?: boolean) => void;

/** What is undefined in the change goes away. */
export const changed = (place: Place, change: PlaceChange): Place =>
  Object.fromEntries(Object.entries({ ...place, ...change }).filter(([, value]) => value !== undefined && value !== '')) as Place;
