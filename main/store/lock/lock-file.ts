/** Lock files: who uses a repository, and whether alone. */
import { z } from 'zod';
import { isTime } from '../tree/time.ts';
import { parseJsonFile, withoutNulls, writeJsonFile } from '../tree/json-file.ts';

const LockForm = z.looseObject({
  /** RFC 3339; when it was last refreshed. */
  time: z.string().refine(isTime, 'is no time'),
  exclusive: z.boolean().default(false),
  hostname: z.string().default(''),
  username: z.string().default(''),
  /** 0 where it is not known. */
  pid: z.int().default(0),
  uid: z.int().optional(),
  gid: z.int().optional(),
});
export interface LockFile {
  time: string;
  exclusive: boolean;
  hostname: string;
  username: string;
  pid: number;
  uid?: number;
  gid?: number;
}

const ALWAYS = ['time', 'exclusive', 'hostname', 'username', 'pid'];

export const encodeLock = (lock: LockFile): Uint8Array<ArrayBuffer> => writeJsonFile(lock, { names: [...ALWAYS, 'uid', 'gid'], always: ALWAYS });

/** @throws Fault `damaged`. */
export const decodeLock = (json: Uint8Array): LockFile => parseJsonFile('The lock', json, z.preprocess(withoutNulls, LockForm));
