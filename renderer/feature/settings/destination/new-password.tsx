/** Choosing a new password for a vault: drawn by lot or one's own. */
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { client } from '../../../client.ts';
import { useAppInfo } from '../../../client/use-basics.ts';
import { NO_PASSWORD, type NewPassword } from '../../../form/new-password-model.ts';
import { NewPasswordFields } from '../../../form/new-password.tsx';

/** It lives here as long as the form is open, and nowhere else. */
export function useNewPassword(known: readonly string[]): { password: NewPassword; fields: JSX.Element } {
  const hostname = useAppInfo().data?.hostname ?? '';
  const [password, setPassword] = useState(NO_PASSWORD);
  const drawn = useQuery({ queryKey: ['phrase'], queryFn: ({ signal }) => client.secret.suggest(undefined, { signal }), staleTime: 0, gcTime: 0, retry: false, refetchOnWindowFocus: false });
  const value = { ...password, phrase: drawn.data?.phrase ?? '' };
  return {
    password: value,
    fields: <NewPasswordFields value={value} known={[hostname, ...known]} error={drawn.error} onChange={(change) => setPassword((before) => ({ ...before, ...change }))} onDraw={() => void drawn.refetch()} />,
  };
}
