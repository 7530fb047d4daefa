/** The password of backups that are there already: tried at once, kept when it opens them. */
import { Button, Checkbox } from '@mantine/core';
import { useState, type JSX, type KeyboardEvent } from 'react';
import { useText } from '../../text/language.tsx';
import { Problem } from '../../ui/problem.tsx';
import { PasswordField } from '../password-field.tsx';
import { useGivenPassword } from '../use-given-password.ts';
import classes from './place.module.css';
import { useForgetOpening } from './use-place.ts';

/** @param keepAsked the person may choose whether it is kept on this machine. */
export function VaultPassword({ address, keepAsked }: { address: string; keepAsked: boolean }): JSX.Element {
  const { t } = useText();
  const [keep, setKeep] = useState(true);
  const forgetOpening = useForgetOpening();
  const { password, onType, open, isOpening, isWrong, error } = useGivenPassword(address, keep, () => forgetOpening(address));
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
        <PasswordField label={t.place.vaultPassword} value={password} error={isWrong ? t.place.wrong : null} onChange={onType} />
      </div>
      <Button variant="default" loading={isOpening} disabled={password === ''} onClick={open}>{t.place.open}</Button>
      {keepAsked && <Checkbox className={classes.wide} label={t.settings.keep} checked={keep} onChange={({ currentTarget }) => setKeep(currentTarget.checked)} />}
      {error !== null && <Problem error={error} />}
    </div>
  );
}
