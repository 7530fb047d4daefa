/** The file `config`: what a repository is. Sealed, but never compressed. */
import { z } from 'zod';
import { Fault } from '../../../base/fault.ts';
import { isHexId } from '../../../base/ids.ts';
import { parseJsonFile, withoutNulls, writeJsonFile } from '../../tree/json-file.ts';

/** Versions of the format that are known: 2 is 1 with compression. */
const NEWEST = 2;

/** Members of other programs are kept. */
const RepositoryConfig = z.looseObject({
  version: z.int().min(1),
  /** Random; 64 hex characters. */
  id: z.string().refine(isHexId, 'is no id'),
  /** Irreducible, in hex without `0x`; whoever cuts chunks with it checks that. */
  chunker_polynomial: z.string().regex(/^[0-9a-f]{1,16}$/, 'is no polynomial'),
});
export interface RepositoryConfig {
  version: number;
  id: string;
  chunker_polynomial: string;
}

const NAMES = ['version', 'id', 'chunker_polynomial'];

export const encodeConfig = (config: RepositoryConfig): Uint8Array<ArrayBuffer> => writeJsonFile(config, { names: NAMES, always: NAMES });

/** @throws Fault `newer` for versions that are not known; `damaged`. */
export function decodeConfig(json: Uint8Array): RepositoryConfig {
  const { version } = parseJsonFile('The file config', json, z.looseObject({ version: z.int().min(1) }));
  if (version > NEWEST) throw new Fault('newer', `The vault has version ${version} of its format; this Holdfast knows versions up to ${NEWEST}.`);
  return parseJsonFile('The file config', json, z.preprocess(withoutNulls, RepositoryConfig));
}
