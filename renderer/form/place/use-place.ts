/** What is found at a place that is being chosen, as it becomes known. Looking changes nothing there. */
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Destination, Place } from '../../../preload/contract/destination.ts';
import type { Drive } from '../../../preload/contract/drive.ts';
import { client } from '../../client.ts';
import { faultOf } from '../../client/fault.ts';
import { useDrives } from '../../client/live-drives.ts';
import { useAppInfo, useDestinations } from '../../client/use-basics.ts';
import { useText } from '../../text/language.tsx';
import { formatAt } from '../format-model.ts';
import { useLandmarks, type Landmarks } from '../use-landmarks.ts';
import type { PlaceAround, PlaceFound, Where } from './place-model.ts';

/** Null: none is chosen. @param sources absolute paths that would be protected. */
export const usePlace = (address: string | null, sources: readonly string[]): UseQueryResult<Place> =>
  useQuery({
    queryKey: ['place', address, sources], enabled: address !== null, staleTime: 2000, retry: false, refetchInterval: 10_000,
    queryFn: ({ signal }) => client.destination.inspect({ address: address!, sources: [...sources] }, { signal }),
  });

export interface Opening {
  opens: boolean;
  /** Versions in it. */
  snapshots: number;
}

/** Whether a destination opens with what is kept on this machine; null: there is none to be opened. */
const useOpening = (address: string | null): UseQueryResult<Opening> =>
  useQuery({
    queryKey: ['opening', address], enabled: address !== null, staleTime: Infinity, retry: false,
    queryFn: async ({ signal }): Promise<Opening> => {
      try {
        const { snapshots } = await client.destination.test({ destination: address! }, { signal });
        return { opens: true, snapshots };
      } catch (error) {
        if (needsPassword(error)) return { opens: false, snapshots: 0 };
        throw error;
      }
    },
  });

/** None is known, or the known one is not right. */
const needsPassword = (error: unknown): boolean => ['wrong-password', 'invalid'].includes(faultOf(error).kind);

/** After the right password was given. */
export function useForgetOpening(): (address: string) => Promise<void> {
  const queries = useQueryClient();
  return useMemo(() => (address) => queries.resetQueries({ queryKey: ['opening', address] }), [queries]);
}

const NO_DRIVES: readonly Drive[] = [];
const NO_DESTINATIONS: readonly Destination[] = [];

export function usePlaceAround(): PlaceAround & { landmarks: Landmarks | null } {
  const { t } = useText();
  const info = useAppInfo().data;
  return {
    landmarks: useLandmarks().data ?? null, destinations: useDestinations().data ?? NO_DESTINATIONS, drives: useDrives().news?.drives ?? NO_DRIVES,
    here: info === undefined ? null : { address: info.defaultVault, name: t.place.here },
  };
}

export interface PlaceLook extends PlaceFound {
  /** The place as it was chosen, before a folder of its own was taken instead. */
  chosenPlace: Place | null;
  error: unknown;
  opening: Opening | null;
  openingError: unknown;
}

/** @param sources absolute paths that would be protected. */
export function usePlaceLook(where: Where | null, destinations: readonly Destination[], sources: readonly string[]): PlaceLook {
  const wanted = where === null ? null : where.kind === 'place' ? where.address : (destinations.find(({ name }) => name === where.name)?.address ?? null);
  const chosen = usePlace(wanted, sources);
  const own = where?.kind === 'place' && !where.asIs ? (chosen.data?.suggestion ?? null) : null;
  const ownPlace = usePlace(own, sources);
  const place = (own === null ? chosen.data : ownPlace.data) ?? null;
  const toOpen = place !== null && (formatAt(place.state) !== null || (where?.kind === 'saved' && place.kind !== 'local')) ? place.address : null;
  const opening = useOpening(toOpen);
  const error = chosen.error ?? (own === null ? null : ownPlace.error) ?? null;
  return {
    place: error === null ? place : null, placeError: error !== null || opening.error !== null, opens: opening.data?.opens ?? null,
    chosenPlace: chosen.data ?? null, error, opening: opening.data ?? null, openingError: opening.error,
  };
}
