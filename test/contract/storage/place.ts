/** What the parts of the suite of Storage share: the place they look at, bytes to put there, and how a refusal is told. */
import { createHash } from 'node:crypto';
import { quietCall } from '../../../main/base/call.ts';
import { Fault } from '../../../main/base/fault.ts';
import type { FaultKind } from '../../../main/base/fault.ts';
import type { Key, Storage } from '../../../main/storage/storage.ts';

/** Two connections to one place, opened anew for each case: to be asked for in the case itself. */
export interface Place {
  readonly a: Storage;
  readonly b: Storage;
  /** As of `StoragePair`. */
  readonly plant: ((name: string) => Promise<void>) | undefined;
  readonly inside: (() => Promise<string[]>) | undefined;
}

export const BIG = 20 << 20;
export const call = quietCall();
export const text = (content: string): Uint8Array => new TextEncoder().encode(content);
export const idOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Bytes that repeat nowhere soon, so that a shifted read shows. */
export function pattern(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  const words = new Uint32Array(bytes.buffer, 0, length >> 2);
  for (let at = 0; at < words.length; at++) words[at] = Math.imul(at, 2_654_435_761);
  return bytes;
}

/** Equality of big objects without a million lines of difference. */
export const same = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0;

/** Every key below the prefix, sorted. */
export async function keysOf(storage: Storage, prefix = ''): Promise<Key[]> {
  const keys: Key[] = [];
  for await (const { key } of storage.list(prefix, call)) keys.push(key);
  return keys.sort();
}

/** The Fault the work ends in. Anything else is thrown on, with what happened instead. */
export async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const outcome = await work.then(
    () => new Error('It succeeded.'),
    (error: unknown) => error,
  );
  if (outcome instanceof Fault) return outcome;
  throw outcome;
}

export const kindOf = async (work: Promise<unknown>): Promise<FaultKind> => (await faultOf(work)).kind;
