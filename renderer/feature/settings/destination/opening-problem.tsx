/** A destination that does not open: where a password is what is missing, it can be given right here. */
import { Button, Checkbox, Group, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { client } from '../../../client.ts';
import { faultOf } from '../../../client/fault.ts';
import { useText } from '../../../text/language.tsx';
import { Problem } from '../../../ui/problem.tsx';

export function OpeningProblem({ name, error, onOpened }: { name: string; error: unknown; onOpened: () => void }): JSX.Element {
  const { t } = useText();
  const [password, setPassword] = useState('');
  const [keep, setKeep] = useState(true);
  const open = useMutation({ mutationFn: () => client.secret.set({ destination: name, password, keep }), onSuccess: onOpened });
  if (faultOf(error).kind !== 'wrong-password') return <Problem error={error} retry={onOpened} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        open.mutate();
      }}
    >
      <Problem error={error} />
      <PasswordInput
        mt="xs" label={t.settings.password} value={password} autoComplete="off" onChange={({ currentTarget }) => setPassword(currentTarget.value)}
        error={open.error === null ? undefined : faultOf(open.error).kind === 'wrong-password' ? t.settings.wrongPassword : faultOf(open.error).message}
      />
      <Group mt="xs" gap="md">
        <Button type="submit" loading={open.isPending} disabled={password === ''}>{t.settings.open}</Button>
        <Checkbox label={t.settings.keep} checked={keep} onChange={({ currentTarget }) => setKeep(currentTarget.checked)} />
      </Group>
    </form>
  );
}
