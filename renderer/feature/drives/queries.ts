/** What is done with drives. How they stand afterwards comes by itself. */
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import type { DrivePolicy } from '../../../preload/contract/drive-settings.ts';
import type { Drive } from '../../../preload/contract/drive.ts';
import { client } from '../../client.ts';

export interface Adoption {
  drive: string;
  name: string;
  policy: DrivePolicy;
  /** With a mark of its own, whatever mark is on it. */
  anew: boolean;
}

export const useAdopt = (): UseMutationResult<Drive, unknown, Adoption> => useMutation({ mutationFn: (adoption: Adoption) => client.drive.adopt(adoption) });

export const useSetPolicy = (drive: string): UseMutationResult<Drive, unknown, DrivePolicy> => useMutation({ mutationFn: (policy: DrivePolicy) => client.drive.setPolicy({ drive, policy }) });

export const useRename = (drive: string): UseMutationResult<Drive, unknown, string> => useMutation({ mutationFn: (name: string) => client.drive.rename({ drive, name }) });

export const useIgnore = (drive: string): UseMutationResult<Drive, unknown, boolean> => useMutation({ mutationFn: (ignored: boolean) => client.drive.ignore({ drive, ignored }) });

export const useForget = (drive: string): UseMutationResult<unknown, unknown, void> => useMutation({ mutationFn: () => client.drive.forget({ drive }) });

export interface Ejected {
  name: string;
  poweredOff: boolean;
}

/** @param onEjected also called when the card of the drive has gone before the answer came. */
export const useEject = ({ key, name }: Pick<Drive, 'key' | 'name'>, onEjected: (ejected: Ejected) => void): UseMutationResult<Ejected, unknown, void> =>
  useMutation({ mutationFn: async () => ({ name, poweredOff: (await client.drive.eject({ drive: key })).poweredOff }), onSuccess: onEjected });
