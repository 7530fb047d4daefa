/** Talking to one board from its page: nothing is interrupted before somebody agreed to it for this page. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { Device } from '../../../../preload/contract/device.ts';

export interface Access {
  device: Device;
  /** It is plugged in, and nothing here works with it. */
  free: boolean;
  /** Somebody has agreed. */
  interrupt: boolean;
  agree: () => void;
}

export function useAccess(device: Device): Access {
  const [interrupt, setInterrupt] = useState(false);
  return { device, free: device.state !== 'away' && device.running === null, interrupt, agree: () => setInterrupt(true) };
}

/** What every question to a board begins with. */
export interface Reach {
  device: string;
  interrupt: boolean;
}

/** Asked once, and again when somebody says so: each question costs the board its turn. */
export function useBoardQuery<T>({ device: { ref }, free, interrupt }: Access, key: readonly unknown[], ask: (reach: Reach, signal: AbortSignal) => Promise<T>, enabled = true): UseQueryResult<T> {
  return useQuery({
    queryKey: ['board', ref, ...key, interrupt], queryFn: ({ signal }) => ask({ device: ref, interrupt }, signal), enabled: enabled && free,
    retry: false, staleTime: Infinity, gcTime: 60_000, refetchOnWindowFocus: false, refetchOnReconnect: false,
  });
}
