/** A password that is given to open a destination: tried at once, and kept only when it opens it. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../client.ts';
import { faultOf } from '../client/fault.ts';

export interface GivenPassword {
  password: string;
  onType: (password: string) => void;
  open: () => void;
  isOpening: boolean;
  isWrong: boolean;
  /** Anything else that kept it from opening; null: nothing. */
  error: unknown;
}

/**
 * @param destination name or address.
 * @param keep on this machine; without it for as long as the program runs.
 */
export function useGivenPassword(destination: string, keep: boolean, onOpened: () => unknown): GivenPassword {
  const [password, setPassword] = useState('');
  const opening = useMutation({ mutationFn: () => client.secret.set({ destination, password, keep }), onSuccess: onOpened, gcTime: 0 }); // no password stays in memory
  const isWrong = opening.error !== null && faultOf(opening.error).kind === 'wrong-password';
  return {
    password, isWrong, isOpening: opening.isPending, error: isWrong ? null : opening.error,
    onType: (next) => {
      setPassword(next);
      opening.reset();
    },
    open: () => {
      if (password !== '' && !opening.isPending) opening.mutate();
    },
  };
}
