/** Choosing a new password: a phrase that was drawn by lot, or one's own. */
import { useEffect, useRef, useState, type JSX } from 'react';
import { client } from '../client.ts';
import { useAppInfo } from '../client/use-basics.ts';
import type { NewPassword } from './new-password-model.ts';
import { NewPasswordFields } from './new-password.tsx';

interface ChoosePasswordProps {
  /** Kept by the form that asks: what is shown may go and come back, the password stays. */
  value: NewPassword;
  /** Words that must not count, besides the name of the machine: names of folders and places. */
  known: readonly string[];
  onChange: (change: Partial<NewPassword>) => void;
}

/** A phrase is drawn once, and another one only when it is asked for: somebody may have written it down. */
export function ChoosePassword({ value, known, onChange }: ChoosePasswordProps): JSX.Element {
  const hostname = useAppInfo().data?.hostname ?? '';
  const [error, setError] = useState<unknown>(null);
  const drawing = useRef<AbortController | null>(null);
  const draw = (): void => {
    drawing.current?.abort();
    const { signal } = (drawing.current = new AbortController());
    setError(null);
    client.secret.suggest(undefined, { signal }).then(({ phrase }) => signal.aborted || onChange({ phrase }), (reason: unknown) => signal.aborted || setError(reason));
  };
  useEffect(() => {
    if (value.phrase === '') draw();
    return () => drawing.current?.abort();
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  return <NewPasswordFields value={value} known={[hostname, ...known]} error={error} onChange={onChange} onDraw={draw} />;
}
