/** From answers to the first backup. Each step may have been done by an attempt before: then it is taken as it is, so that starting again is safe. */
import type { PlanInput } from '../../../preload/contract/plan.ts';
import { faultOf } from '../../client/fault.ts';
import type { client } from '../../client.ts';

export interface StartRequest {
  destination: string;
  address: string;
  /** Whether a vault is to be made at the address. */
  makes: boolean;
  /** Of the vault that is made. */
  password: string;
  /** Whether the destination has its name already. */
  saved: boolean;
  makeDefault: boolean;
  plan: PlanInput;
  /** Of a plan that an attempt before saved. */
  planId: string | null;
}

/** What an attempt has done, told as soon as it is: the next attempt goes on from there. */
export interface Done {
  /** The vault is there. */
  made: () => void;
  saved: (planId: string) => void;
}

export type StartStage = 'making' | 'naming' | 'saving' | 'starting';

type Client = typeof client;
export interface StartClient {
  destination: Pick<Client['destination'], 'init' | 'save' | 'list'>;
  secret: Pick<Client['secret'], 'set'>;
  plan: Pick<Client['plan'], 'save' | 'list' | 'run'>;
}

/** @returns the id of the run. */
export async function start(request: StartRequest, api: StartClient, tell: (stage: StartStage) => void, done: Done): Promise<string> {
  tell('making');
  if (request.makes) await makeVault(request, api);
  done.made();
  tell('naming');
  if (!request.saved) await nameDestination(request, api);
  tell('saving');
  const planId = await savePlan(request, api);
  done.saved(planId);
  tell('starting');
  return (await api.plan.run({ plan: planId })).runId;
}

const isExists = (error: unknown): boolean => faultOf(error).kind === 'exists';

/** A vault that is there already is ours when our password opens it; if not, that is what is said. */
async function makeVault({ address, password }: StartRequest, { destination, secret }: StartClient): Promise<void> {
  try {
    await destination.init({ destination: address, password });
  } catch (error) {
    if (!isExists(error)) throw error;
    await secret.set({ destination: address, password });
  }
}

async function nameDestination({ destination: name, address, makeDefault }: StartRequest, { destination }: StartClient): Promise<void> {
  try {
    await destination.save({ name, address, makeDefault });
  } catch (error) {
    if (!isExists(error)) throw error;
    const same = (await destination.list()).some((known) => known.name === name && known.address === address);
    if (!same) throw error;
  }
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

/** The very plan: its answer was lost on the way. */
function isSame(saved: Pick<PlanInput, 'name' | 'sources' | 'destinations'>, wanted: PlanInput): boolean {
  const paths = (one: Pick<PlanInput, 'sources'>): string => JSON.stringify(one.sources.map((source) => source.paths));
  return saved.name === wanted.name.trim() && paths(saved) === paths(wanted) && saved.destinations.join('\n') === wanted.destinations.join('\n');
}
