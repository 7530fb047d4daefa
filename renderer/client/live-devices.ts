/** The boards as they come and go, for the whole window: one subscription. */
import { useSyncExternalStore } from 'react';
import type { Device } from '../../preload/contract/device.ts';
import { client } from '../client.ts';
import { whileConnected } from './use-stream.ts';

export interface DevicesKnown {
  /** Null: nothing was heard yet. The last news stay while the engine is away. */
  devices: readonly Device[] | null;
  /** Why nothing more is heard. */
  error: unknown;
}

let known: DevicesKnown = { devices: null, error: null };
const listeners = new Set<() => void>();
let again: (() => void) | null = null;

function learn(next: DevicesKnown): void {
  known = next;
  for (const listener of listeners) listener();
}

async function follow(signal: AbortSignal): Promise<void> {
  again = () => void follow(signal);
  try {
    for await (const devices of await client.device.watch(undefined, { signal })) learn({ devices, error: null });
  } catch (error) {
    if (!signal.aborted) learn({ ...known, error });
  }
}

/** Once, at the start of the window. */
export function followDevices(): void {
  whileConnected((signal) => void follow(signal));
}

/** After it went wrong. */
export const followDevicesAgain = (): void => again?.();

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useDevices = (): DevicesKnown => useSyncExternalStore(subscribe, () => known);
