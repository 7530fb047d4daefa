/** The password of backups that are there already: tried at once, kept when it opens them. */
import { Button } from '@mantine/core';
import type { JSX, KeyboardEvent } from 'react';
import { PasswordField } from '../../form/password-field.tsx';
import { useGivenPassword } from '../../form/use-given-password.ts';
import { useText } from '../../text/language.tsx';
import { Problem } from '../../ui/problem.tsx';
import classes from './protect.module.css';
import { useForgetOpening } from './queries.ts';

export function VaultPassword({ address }: { address: string }): JSX.Element {
  const { t } = useText();
  const forgetOpening = useForgetOpening();
  const { password, onType, open, isOpening, isWrong, error } = useGivenPassword(address, true, () => forgetOpening(address));
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
        <PasswordField label={t.protect.where.vaultPassword} value={password} error={isWrong ? t.protect.where.wrong : null} onChange={onType} />
      </div>
      <Button variant="default" loading={isOpening} disabled={password === ''} onClick={open}>{t.protect.where.open}</Button>
      {error !== null && <Problem error={error} />}
    </div>
  );
}
