/** The gate every driver stands behind: a cancelled call touches nothing, and what goes wrong leaves as a Fault that names key and address. */
import { Fault, REASON, toFault } from '../base/fault.ts';
import type { FaultKind } from '../base/fault.ts';
import { assertKey } from './key.ts';
import type { Key, Range, StorageCall } from './storage.ts';

/** Runs one call on one key; `null` stands for the storage as a whole. */
export async function guard<T>(address: string, key: Key | null, { signal }: StorageCall, work: () => T | Promise<T>): Promise<T> {
  signal.throwIfAborted();
  if (key !== null) assertKey(key);
  try {
    return await work();
  } catch (error) {
    throw blame(error, address, key, signal);
  }
}

/** What to throw for an error: cancelling stays what it is, everything else becomes a Fault. For lists, which cannot be a `guard`. */
export function blame(error: unknown, address: string, key: string | null, signal: AbortSignal): unknown {
  if (signal.aborted && (error === signal.reason || (error instanceof Error && error.name === 'AbortError'))) return signal.reason;
  return toFault(error, named(address, key), key === null ? { address } : { key, address });
}

/** A Fault a driver finds by itself, in the same words as one that comes from the system. */
export function storageFault(kind: FaultKind, address: string, key: string | null): Fault {
  return new Fault(kind, `${named(address, key)}: ${REASON[kind]}.`, { context: key === null ? { address } : { key, address } });
}

/** Refuses ranges that are no whole, non-negative numbers of bytes. */
export function assertRange(range: Range, address: string, key: Key): void {
  const whole = (bytes: number): boolean => Number.isSafeInteger(bytes) && bytes >= 0;
  if (whole(range.offset) && whole(range.length)) return;
  throw new Fault('invalid', `${named(address, key)}: ${range.length} bytes from ${range.offset} is no range.`, { context: { key, address } });
}

const named = (address: string, key: string | null): string => (key === null || key === '' ? address : `"${key}" in ${address}`);
