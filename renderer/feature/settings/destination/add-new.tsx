/** A place without a vault: one is made, with a new password, and gets a name. */
import { Button, Checkbox, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type JSX } from 'react';
import { client } from '../../../client.ts';
import { useAppInfo } from '../../../client/use-basics.ts';
import { setUpCommand } from '../../../form/backup-command.ts';
import { chosenPassword, passwordProblem } from '../../../form/new-password-model.ts';
import { useText } from '../../../text/language.tsx';
import { CommandButton } from '../../../ui/command-button.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { RecoveryKit } from '../../kit/recovery-kit.tsx';
import classes from '../page.module.css';
import { refreshDestinations } from '../queries.ts';
import type { AddProps } from './add-existing.tsx';
import { nameProblem } from './adding.ts';
import { NameField } from './name-field.tsx';
import { useNewPassword } from './new-password.tsx';

export function AddNew({ address, suggested, taken, onAdded }: AddProps): JSX.Element {
  const { t } = useText();
  const hostname = useAppInfo().data?.hostname ?? '';
  const [text, setText] = useState(suggested);
  const [understood, setUnderstood] = useState(false);
  const [kept, setKept] = useState(false);
  const [made, setMade] = useState(false);
  const name = text.trim();
  const { password, fields } = useNewPassword([name, address]);
  const chosen = chosenPassword(password);
  const add = useMutation({
    mutationFn: async () => {
      if (!made) await client.destination.init({ destination: address, password: chosen });
      setMade(true); // a name that is refused is tried again alone
      await client.destination.save({ name, address });
    },
    gcTime: 0,
    onSuccess: async () => {
      await refreshDestinations();
      onAdded(name);
    },
  });
  const isPasswordGood = passwordProblem(password) === null;
  const ready = understood && isPasswordGood && nameProblem(name, taken) === null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !add.isPending) add.mutate();
  };
  return (
    <form className={classes.stack} onSubmit={submit}>
      <NameField value={text} taken={taken} onChange={setText} />
      {fields}
      <Checkbox label={t.settings.understood} checked={understood} onChange={({ currentTarget }) => setUnderstood(currentTarget.checked)} />
      {isPasswordGood && <RecoveryKit facts={{ destination: name, address, hostname, folders: [] }} password={chosen} kept={kept} onKept={() => setKept(true)} />}
      {add.error !== null && <Problem error={add.error} />}
      <Group justify="flex-end">
        <CommandButton command={setUpCommand(name, address, true)} />
        <Button type="submit" disabled={!ready} loading={add.isPending}>{t.settings.addNewAction}</Button>
      </Group>
    </form>
  );
}
