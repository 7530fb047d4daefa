/** A password that is being chosen. It lives in memory only: no draft, address or log ever holds it. */
import { TOO_WEAK, type Strength } from './strength.ts';

export interface NewPassword {
  mode: 'phrase' | 'own';
  phrase: string;
  own: string;
  repeated: string;
  /** Of `own`; null: not estimated (yet). */
  strength: Strength | null;
}

export const NO_PASSWORD: NewPassword = { mode: 'phrase', phrase: '', own: '', repeated: '', strength: null };

export type PasswordProblem = 'empty' | 'weak' | 'different';

/** Null: it can be used. */
export function passwordProblem({ mode, phrase, own, repeated, strength }: NewPassword): PasswordProblem | null {
  if (mode === 'phrase') return phrase === '' ? 'empty' : null;
  if (own === '') return 'empty';
  if (strength !== null && strength.score <= TOO_WEAK) return 'weak';
  return own === repeated ? null : 'different';
}

export const chosenPassword = ({ mode, phrase, own }: NewPassword): string => (mode === 'phrase' ? phrase : own);
