/** A vault that is there already: its password opens it, then it gets a name. */
import { Button, Checkbox, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type JSX } from 'react';
import { client } from '../../../client.ts';
import { faultOf } from '../../../client/fault.ts';
import { PasswordField } from '../../../form/password-field.tsx';
import { useText } from '../../../text/language.tsx';
import { CommandButton } from '../../../ui/command-button.tsx';
import { commandLine } from '../../../ui/command-line.ts';
import { Problem } from '../../../ui/problem.tsx';
import classes from '../page.module.css';
import { refreshDestinations } from '../queries.ts';
import { nameProblem } from './adding.ts';
import { NameField } from './name-field.tsx';

export interface AddProps {
  address: string;
  suggested: string;
  taken: readonly string[];
  onAdded: (name: string) => void;
}

export function AddExisting({ address, suggested, taken, onAdded }: AddProps): JSX.Element {
  const { t } = useText();
  const [text, setText] = useState(suggested);
  const [password, setPassword] = useState('');
  const [keep, setKeep] = useState(true);
  const name = text.trim();
  const add = useMutation({
    mutationFn: async () => {
      await client.secret.set({ destination: address, password, keep });
      await client.destination.save({ name, address });
    },
    gcTime: 0,
    onSuccess: async () => {
      await refreshDestinations();
      onAdded(name);
    },
  });
  const isWrong = add.error !== null && faultOf(add.error).kind === 'wrong-password';
  const ready = password !== '' && nameProblem(name, taken) === null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !add.isPending) add.mutate();
  };
  return (
    <form className={classes.stack} onSubmit={submit}>
      <PasswordField
        label={t.settings.password} value={password} error={isWrong ? t.settings.wrongPassword : null}
        onChange={(next) => {
          setPassword(next);
          add.reset();
        }}
      />
      <Checkbox label={t.settings.keep} checked={keep} onChange={({ currentTarget }) => setKeep(currentTarget.checked)} />
      <NameField value={text} taken={taken} onChange={setText} />
      {add.error !== null && !isWrong && <Problem error={add.error} />}
      <Group justify="flex-end">
        <CommandButton command={commandLine('destination', 'add', name, address)} />
        <Button type="submit" disabled={!ready} loading={add.isPending}>{t.settings.addExistingAction}</Button>
      </Group>
    </form>
  );
}
