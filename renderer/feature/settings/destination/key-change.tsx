/** A further password, or another one in place of the one in use. */
import { Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type JSX } from 'react';
import { client } from '../../../client.ts';
import { queryClient } from '../../../client/query-client.ts';
import { ChoosePassword } from '../../../form/choose-password.tsx';
import { chosenPassword, NO_PASSWORD, passwordProblem } from '../../../form/new-password-model.ts';
import { useText } from '../../../text/language.tsx';
import { Problem } from '../../../ui/problem.tsx';

export type KeyChange = 'add' | 'passwd';

export function KeyChangeForm({ name, change, onDone }: { name: string; change: KeyChange; onDone: () => void }): JSX.Element {
  const { t } = useText();
  const [password, setPassword] = useState(NO_PASSWORD);
  const apply = useMutation({
    mutationFn: () => client.destination.key[change]({ destination: name, newPassword: chosenPassword(password) }),
    gcTime: 0,
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['keys', name] });
      onDone();
    },
  });
  const problem = passwordProblem(password);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (problem === null && !apply.isPending) apply.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <p>{change === 'add' ? t.settings.keyAddText : t.settings.keyChangeText}</p>
        <ChoosePassword value={password} known={[name]} onChange={(part) => setPassword((before) => ({ ...before, ...part }))} />
        <p className="quiet">{t.settings.passwordWarning}</p>
        {apply.error !== null && <Problem error={apply.error} meaning={t.settings.keyUnchanged} />}
        <Group justify="flex-end">
          <Button type="submit" loading={apply.isPending} disabled={problem !== null}>{change === 'add' ? t.settings.keyAdd : t.settings.keyChangeAction}</Button>
        </Group>
      </Stack>
    </form>
  );
}
