/** A place becomes a destination. Each step may have been done by an attempt before: then it is taken as it is, so that trying again is safe. */
import type { client } from '../../client.ts';
import { faultOf } from '../../client/fault.ts';
import { onDrive } from '../drive-address.ts';
import { initOptions, isSealed, type Storing } from '../format-model.ts';

export interface NewPlace {
  /** Name of the destination. */
  name: string;
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
  /** Name of a vault whose way of cutting a new one takes over, so that what is carried from there is stored once; absent: its own. */
  cutAs?: string | undefined;
}

export type PlaceStage = 'adopting' | 'making' | 'naming';

type Client = typeof client;
export interface PlaceClient {
  destination: Pick<Client['destination'], 'init' | 'save' | 'list'>;
  secret: Pick<Client['secret'], 'set'>;
  drive: Pick<Client['drive'], 'adopt'>;
}

/** @param made told as soon as the destination is there: the next attempt goes on from there. */
export async function makePlace(place: NewPlace, api: PlaceClient, tell: (stage: PlaceStage) => void, made: () => void): Promise<void> {
  if (place.adopts !== null) tell('adopting');
  const lasting = place.adopts === null ? place.lasting : await adopt(place.adopts, place.address, api);
  tell('making');
  if (place.makes) await make(place, api);
  made();
  tell('naming');
  if (!place.saved) await nameDestination(place, lasting, api);
}

export const isExists = (error: unknown): boolean => faultOf(error).kind === 'exists';

/** @returns the address as it is kept from then on: the drive's, wherever it is mounted. */
export async function adopt({ key }: { key: string }, address: string, { drive }: PlaceClient): Promise<string> {
  const { id, path } = await drive.adopt({ drive: key });
  return id === null || path === null ? address : onDrive(id, path, address);
}

/** A vault that is there already is ours when our password opens it; if not, that is what is said. */
async function make({ address, password, storing, cutAs }: NewPlace, { destination, secret }: PlaceClient): Promise<void> {
  const sealed = isSealed(storing);
  try {
    await destination.init({ destination: address, ...initOptions(storing), ...(sealed ? { password } : {}), ...(cutAs === undefined ? {} : { chunkerFrom: cutAs }) });
  } catch (error) {
    if (!isExists(error)) throw error;
    if (sealed) await secret.set({ destination: address, password });
  }
}

/** @param lasting the address as the destination keeps it, where that is another one. */
async function nameDestination({ name, address, makeDefault, storing }: NewPlace, lasting: string, { destination }: PlaceClient): Promise<void> {
  try {
    await destination.save({ name, address, format: storing.format, makeDefault });
  } catch (error) {
    if (!isExists(error)) throw error;
    const same = (await destination.list()).some((known) => known.name === name && (known.address === address || known.address === lasting));
    if (!same) throw error;
  }
}
