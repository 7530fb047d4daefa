/** The versions of a board, and what is in one. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Device } from '../../../../preload/contract/device.ts';
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import { client } from '../../../client.ts';
import { useAppInfo, useDestinations } from '../../../client/use-basics.ts';
import { hostOf, ownPlaceOf, placesOf, treeOf, type BoardPlace, type TreeEntry } from './board-view.ts';

/** Where versions of it may be, and where it is protected to. @param before shown until now; empty: nothing was. */
export function useBoardPlaces(device: Pick<Device, 'lastBackup' | 'care'>, before: string): { places: BoardPlace[]; own: BoardPlace } {
  const [destinations, boards] = [useDestinations().data ?? [], useAppInfo().data?.boards];
  const found = useQuery({
    queryKey: ['place', boards], enabled: boards !== undefined, staleTime: 60_000, retry: false,
    queryFn: ({ signal }) => client.destination.inspect({ address: boards! }, { signal }),
  });
  const known = { destinations, boards: boards ?? null, hasBoards: found.data?.state === 'archive' || found.data?.state === 'vault' };
  return { places: placesOf(device, known, before), own: ownPlaceOf(device, known) };
}

/** Newest first. Also asked again when a run has ended. Where boards have no place yet there is none. */
export function useVersions(device: Pick<Device, 'id' | 'port' | 'lastBackup'>, { address }: BoardPlace): UseQueryResult<Snapshot[]> {
  const host = hostOf(device);
  return useQuery({
    queryKey: ['snapshots', 'board', host, address, device.lastBackup?.snapshot], retry: false, placeholderData: (before, query) => (query?.queryKey[3] === address ? before : undefined),
    queryFn: async ({ signal }) => {
      if (address === '') return [];
      const { snapshots } = await client.snapshot.list({ destination: address, filter: { hosts: [host] }, limit: 10_000 }, { signal });
      return snapshots.toReversed();
    },
  });
}

export const useTree = (destination: string, snapshot: string, enabled: boolean): UseQueryResult<TreeEntry[]> =>
  useQuery({
    queryKey: ['tree', destination, snapshot], enabled, retry: false, staleTime: Infinity,
    queryFn: async ({ signal }) => treeOf((await Array.fromAsync(await client.snapshot.walk({ destination, snapshot }, { signal }))).flat()),
  });
