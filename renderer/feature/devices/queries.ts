/** What is done with boards. How they stand afterwards comes by itself. */
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Device, DeviceInfo } from '../../../preload/contract/device.ts';
import type { Run } from '../../../preload/contract/run.ts';
import { client } from '../../client.ts';
import { onRunEnded } from '../../client/live-runs.ts';
import { useAsked, type Asked } from './use-asked.ts';

export interface Begun {
  runId: string;
  /** The first backup without a destination made one. */
  created: { address: string } | null;
}

/** Asked first whether a program runs: a run that is refused later could not be agreed to any more. @param destination undefined: the one for boards. */
export const useBackUpBoard = (device: string, destination?: string): Asked<Begun> =>
  useAsked(async (interrupt) => {
    if (!interrupt) await client.device.info({ device });
    return client.device.backup({ device, interrupt, ...(destination === undefined ? {} : { destination }) });
  });

export const useTakeBack = (device: string): Asked<{ runId: string }> =>
  useAsked(async (interrupt) => {
    if (!interrupt) await client.device.info({ device });
    return client.device.rollback({ device, interrupt });
  });

/** Talks to what is on a port: a board that answers is known from then on. */
export const useMeet = (port: string, onMet?: () => void): Asked<DeviceInfo> =>
  useAsked(async (interrupt) => {
    const info = await client.device.info({ device: port, interrupt });
    onMet?.();
    return info;
  });

export const useRename = (device: string): UseMutationResult<Device, unknown, string | null> => useMutation({ mutationFn: (name: string | null) => client.device.save({ device, name }) });

export const useForget = (device: string): UseMutationResult<unknown, unknown, void> => useMutation({ mutationFn: () => client.device.forget({ device }) });

/** The run of this id once it has ended; null: it goes on, or there is none. */
export function useEnded(runId: string | undefined): Run | null {
  const [ended, setEnded] = useState<Run | null>(null);
  useEffect(() => onRunEnded((run) => run.id === runId && setEnded(run)), [runId]);
  return ended?.id === runId ? ended : null;
}
