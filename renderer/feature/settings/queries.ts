/** What the settings change. */
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import type { SettingsChange } from '../../../preload/contract/settings.ts';
import { client } from '../../client.ts';
import { queryClient } from '../../client/query-client.ts';

/** Takes effect everywhere in the window at once. */
export const useSaveSettings = (): UseMutationResult<unknown, Error, SettingsChange> =>
  useMutation({
    mutationFn: (change: SettingsChange) => client.settings.save(change),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['settings'] }),
  });

/** A change to what destinations there are, or to one of them. */
export const refreshDestinations = (): Promise<void> =>
  queryClient.invalidateQueries({ predicate: ({ queryKey }) => ['destinations', 'settings', 'plans', 'snapshots', 'keys'].includes(String(queryKey[0])) });
