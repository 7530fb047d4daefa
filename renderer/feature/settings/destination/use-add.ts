/** Adding a destination. It is held by the whole form: what fails on the way is said there, whatever the place has become meanwhile. */
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { client } from '../../../client.ts';
import { lastingAddress } from '../../../form/drive-address.ts';
import { makePlace } from '../../../form/place/make-place.ts';
import type { PlaceAnswers, PlaceAround, PlaceProblem } from '../../../form/place/place-model.ts';
import type { PlaceLook } from '../../../form/place/use-place.ts';
import { refreshDestinations } from '../queries.ts';

/** What the form shows, and goes on showing while it is done. */
export interface Shown {
  answers: PlaceAnswers;
  look: PlaceLook;
  problem: PlaceProblem | null;
}

export interface Adding extends Shown {
  /** Of what is made, where that is encrypted. */
  password: string;
}

/** @param onMade told when the destination is there and has no name yet. */
export function useAdd({ drives }: PlaceAround, onMade: (adding: Adding) => void, onAdded: (name: string) => void): UseMutationResult<void, Error, Adding> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (adding: Adding) => {
      const { answers: { placeName: name, address, makes, storing, adopts }, password } = adding;
      const lasting = lastingAddress(address!, drives.filter(({ state }) => state === 'known'));
      return makePlace({ name, address: address!, adopts, lasting, makes, storing, password, saved: false, makeDefault: false }, client, () => undefined, () => onMade(adding));
    },
    gcTime: 0, // no password stays in memory
    onSuccess: async (_nothing, { answers: { placeName } }) => {
      await refreshDestinations();
      onAdded(placeName);
    },
    onError: refreshDestinations,
    onSettled: () => Promise.all(['place', 'opening'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
}
