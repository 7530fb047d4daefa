/** Asks for the password of a destination where it is needed, and goes on. */
import { Button, Checkbox, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type JSX } from 'react';
import { client } from '../../client.ts';
import { faultOf } from '../../client/fault.ts';
import { useText } from '../../text/language.tsx';
import { Problem } from '../../ui/problem.tsx';
import classes from './restore.module.css';

export function PasswordForm({ destination, error, onOpen }: { destination: string; error: unknown; onOpen: () => void }): JSX.Element {
  const { t } = useText();
  const [password, setPassword] = useState('');
  const [keep, setKeep] = useState(true);
  const open = useMutation({ mutationFn: () => client.secret.set({ destination, password, keep }), onSuccess: onOpen });
  const isWrong = open.error !== null && faultOf(open.error).kind === 'wrong-password';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (password !== '') open.mutate();
  };
  return (
    <form className={`surface ${classes.password}`} onSubmit={submit}>
      <h2>{t.restore.locked(destination)}</h2>
      <p className="quiet">{faultOf(error).message}</p>
      <PasswordInput
        label={t.restore.password} value={password} onChange={({ currentTarget }) => setPassword(currentTarget.value)} autoComplete="off" data-autofocus
        error={isWrong ? t.restore.wrongPassword : undefined} visibilityToggleButtonProps={{ 'aria-label': t.restore.showPassword }}
      />
      <Checkbox label={t.restore.keepPassword} checked={keep} onChange={({ currentTarget }) => setKeep(currentTarget.checked)} />
      {open.error !== null && !isWrong && <Problem error={open.error} meaning={t.restore.untouched} />}
      <Button type="submit" loading={open.isPending} disabled={password === ''}>{t.restore.open}</Button>
    </form>
  );
}
