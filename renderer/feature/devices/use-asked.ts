/** Something that talks to a board: first without interrupting what runs on it, and again with it once the person has agreed. */
import { useMutation } from '@tanstack/react-query';
import { faultOf } from '../../client/fault.ts';

export interface Asked<T> {
  data: T | undefined;
  /** What else went wrong than that a program runs. */
  error: unknown;
  busy: boolean;
  /** A program runs on the board: it goes on only with consent. */
  refused: boolean;
  begin: () => void;
  agree: () => void;
  reset: () => void;
}

export function isProgramRunning(error: unknown): boolean {
  if (error === null || error === undefined) return false;
  const { kind, context } = faultOf(error);
  return kind === 'busy' && context['reason'] === 'running';
}

/** @param ask is called with whether a program may be interrupted. */
export function useAsked<T>(ask: (interrupt: boolean) => Promise<T>): Asked<T> {
  const { data, error, isPending, mutate, reset } = useMutation({ mutationFn: ask });
  const refused = isProgramRunning(error);
  return { data, error: refused ? null : error, busy: isPending, refused, begin: () => mutate(false), agree: () => mutate(true), reset };
}
