/** From answers to the first backup. Each step may have been done by an attempt before: then it is taken as it is, so that starting again is safe. */
import type { PlanInput } from '../../../preload/contract/plan.ts';
import { onDrive } from '../../form/drive-address.ts';
import { initOptions, isSealed, type Storing } from '../../form/format-model.ts';
import { faultOf } from '../../client/fault.ts';
import type { client } from '../../client.ts';

export interface StartRequest {
  destination: string;
  address: string;
  /** A drive that becomes known by this; null: none, or one that is. */
  adopts: { key: string } | null;
  /** The address as it is kept, where that is the drive's. */
  lasting: string;
  /** Whether a destination is to be made at the address. */
  makes: boolean;
  storing: Storing;
  /** Of what is made, where it is encrypted. */
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
  /** The destination is there. */
  made: () => void;
  saved: (planId: string) => void;
}

export type StartStage = 'adopting' | 'making' | 'naming' | 'saving' | 'starting';

type Client = typeof client;
export interface StartClient {
  destination: Pick<Client['destination'], 'init' | 'save' | 'list'>;
  secret: Pick<Client['secret'], 'set'>;
  plan: Pick<Client['plan'], 'save' | 'list' | 'run'>;
  drive: Pick<Client['drive'], 'adopt'>;
}

/** @returns the id of the run. */
export async function start(request: StartRequest, api: StartClient, tell: (stage: StartStage) => void, done: Done): Promise<string> {
  if (request.adopts !== null) tell('adopting');
  const lasting = request.adopts === null ? request.lasting : await adopt(request.adopts, request.address, api);
  tell('making');
  if (request.makes) await make(request, api);
  done.made();
  tell('naming');
  if (!request.saved) await nameDestination(request, lasting, api);
  tell('saving');
  const planId = await savePlan(request, api);
  done.saved(planId);
  tell('starting');
  return (await api.plan.run({ plan: planId })).runId;
}

const isExists = (error: unknown): boolean => faultOf(error).kind === 'exists';

/** @returns the address as it is kept from then on: the drive's, wherever it is mounted. */
async function adopt({ key }: { key: string }, address: string, { drive }: StartClient): Promise<string> {
  const { id, path } = await drive.adopt({ drive: key });
  return id === null || path === null ? address : onDrive(id, path, address);
}

/** A vault that is there already is ours when our password opens it; if not, that is what is said. */
async function make({ address, password, storing }: StartRequest, { destination, secret }: StartClient): Promise<void> {
  const sealed = isSealed(storing);
  try {
    await destination.init({ destination: address, ...initOptions(storing), ...(sealed ? { password } : {}) });
  } catch (error) {
    if (!isExists(error)) throw error;
    if (sealed) await secret.set({ destination: address, password });
  }
}

/** @param lasting the address as the destination keeps it, where that is another one. */
async function nameDestination({ destination: name, address, makeDefault, storing }: StartRequest, lasting: string, { destination }: StartClient): Promise<void> {
  try {
    await destination.save({ name, address, format: storing.format, makeDefault });
  } catch (error) {
    if (!isExists(error)) throw error;
    const same = (await destination.list()).some((known) => known.name === name && (known.address === address || known.address === lasting));
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
