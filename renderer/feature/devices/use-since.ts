/** What changed on a board since its last backup: asked by itself when it is there, without interrupting what runs on it; with consent when somebody asks. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Device, DeviceChanges } from '../../../preload/contract/device.ts';
import { client } from '../../client.ts';
import { useNow } from '../../client/use-now.ts';
import { comparable } from './since.ts';
import { isProgramRunning, type Asked } from './use-asked.ts';

export interface Since extends Asked<DeviceChanges> {
  /** When the board said so, milliseconds since the epoch; 0: it has not. */
  at: number;
  /** A program runs, and nobody was asked to have it interrupted: nothing is known, and nothing is wrong. */
  running: boolean;
}

const keyOf = (ref: string, snapshot: string | undefined): readonly unknown[] => ['board', ref, 'since', snapshot];

/** One answer for the whole window, as long as the board stays where it is. */
export function useSince(device: Device): Since {
  const { ref, lastBackup } = device;
  const queries = useQueryClient();
  const now = useNow();
  const queryKey = keyOf(ref, lastBackup?.snapshot);
  const ask = (interrupt: boolean): Promise<DeviceChanges> =>
    client.device.changes({ device: ref, interrupt, ...(lastBackup === null ? {} : { destination: lastBackup.destination, snapshot: lastBackup.snapshot }) });
  const told = useQuery({
    queryKey, enabled: comparable(device, now), retry: false, staleTime: Infinity, gcTime: Infinity, refetchOnWindowFocus: false, refetchOnReconnect: false,
    queryFn: () => ask(false), // never broken off: a board left in the middle of an answer is hard to tell from one that runs a program
  });
  const asked = useMutation({ mutationFn: ask, onSuccess: (changes) => queries.setQueryData(queryKey, changes) });
  const refused = isProgramRunning(asked.error);
  return {
    data: told.data, at: told.dataUpdatedAt, running: told.data === undefined && isProgramRunning(told.error), busy: told.isFetching || asked.isPending, refused,
    error: refused ? null : asked.error, begin: () => asked.mutate(false), agree: () => asked.mutate(true), reset: asked.reset,
  };
}

/** What a board said is of no use once it was pulled out: it may come back with other files. */
export function useForgetAway(devices: readonly Device[] | null): void {
  const queries = useQueryClient();
  useEffect(() => {
    for (const { ref, state } of devices ?? []) if (state === 'away') queries.removeQueries({ queryKey: ['board', ref] });
  }, [devices, queries]);
}
