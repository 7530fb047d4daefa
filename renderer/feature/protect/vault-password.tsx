/** The password of backups that are there already: tried at once, kept when it opens them. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type JSX, type KeyboardEvent } from 'react';
import { client } from '../../client.ts';
import { faultOf } from '../../client/fault.ts';
import { PasswordField } from '../../form/password-field.tsx';
import { useText } from '../../text/language.tsx';
import { Problem } from '../../ui/problem.tsx';
import classes from './protect.module.css';
import { useForgetOpening } from './queries.ts';

export function VaultPassword({ address }: { address: string }): JSX.Element {
  const { t } = useText();
  const [text, setText] = useState('');
  const forgetOpening = useForgetOpening();
  const opening = useMutation({ mutationFn: (password: string) => client.secret.set({ destination: address, password }), onSuccess: () => forgetOpening(address), gcTime: 0 });
  const wrong = opening.error !== null && faultOf(opening.error).kind === 'wrong-password';
  const open = (): void => {
    if (text !== '' && !opening.isPending) opening.mutate(text);
  };
  const onEnter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault(); // opens; the page goes on by the next Enter
    open();
  };
  return (
    <div className={classes.vaultPassword}>
      {/* Enter in the field opens. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className={classes.grow} onKeyDown={onEnter}>
        <PasswordField
          label={t.protect.where.vaultPassword} value={text} error={wrong ? t.protect.where.wrong : null}
          onChange={(next) => {
            setText(next);
            opening.reset();
          }}
        />
      </div>
      <Button variant="default" loading={opening.isPending} disabled={text === ''} onClick={open}>{t.protect.where.open}</Button>
      {opening.error !== null && !wrong && <Problem error={opening.error} />}
    </div>
  );
}
