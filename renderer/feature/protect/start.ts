/** From answers to the first backup. Each step may have been done by an attempt before: then it is taken as it is, so that starting again is safe. */
import type { PlanInput } from '../../../preload/contract/plan.ts';
import type { client } from '../../client.ts';
import { isExists, makePlace, type NewPlace, type PlaceClient, type PlaceStage } from '../../form/place/make-place.ts';

export interface StartRequest {
  /** In their order: the backup goes to the first, and is carried on from there. */
  places: readonly NewPlace[];
  plan: PlanInput;
  /** Of a plan that an attempt before saved. */
  planId: string | null;
}

/** What an attempt has done, told as soon as it is: the next attempt goes on from there. */
export interface Done {
  /** The destination is there. @param index in the request. */
  made: (index: number) => void;
  saved: (planId: string) => void;
}

export type StartStage = PlaceStage | 'saving' | 'starting';

type Client = typeof client;
export interface StartClient extends PlaceClient {
  plan: Pick<Client['plan'], 'save' | 'list' | 'run'>;
}

/** @returns the id of the run. */
export async function start(request: StartRequest, api: StartClient, tell: (stage: StartStage) => void, done: Done): Promise<string> {
  for (const [index, place] of request.places.entries()) await makePlace(place, api, tell, () => done.made(index));
  tell('saving');
  const planId = await savePlan(request, api);
  done.saved(planId);
  tell('starting');
  return (await api.plan.run({ plan: planId })).runId;
}

async function savePlan({ plan, planId }: StartRequest, api: StartClient): Promise<string> {
  try {
    return (await api.plan.save({ ...(planId === null ? {} : { id: planId }), plan })).id;
  } catch (error) {
    const known = isExists(error) ? (await api.plan.list()).find((status) => isSame(status.plan, plan)) : undefined;
    if (known === undefined) throw error;
    return known.plan.id;
  }
}

type Compared = Pick<PlanInput, 'name' | 'sources' | 'destinations' | 'transfers'>;

/** The very plan: its answer was lost on the way. */
function isSame(saved: Compared, wanted: Compared): boolean {
  const paths = (one: Compared): string => JSON.stringify([one.sources.map((source) => source.paths), one.destinations, (one.transfers ?? []).map(({ to }) => to)]);
  return saved.name === wanted.name.trim() && paths(saved) === paths(wanted);
}
