/** A destination that does not open: where its password is not known or not right, it can be given right here. */
import { Button, Checkbox, Group } from '@mantine/core';
import { useState, type FormEvent, type JSX } from 'react';
import { faultOf } from '../client/fault.ts';
import { useText } from '../text/language.tsx';
import { Problem } from '../ui/problem.tsx';
import classes from './form.module.css';
import { PasswordField } from './password-field.tsx';
import { useGivenPassword } from './use-given-password.ts';

export interface OpeningProblemProps {
  /** Name or address of the destination. */
  name: string;
  error: unknown;
  /** What it means for the data. */
  meaning?: string;
  /** Opened, or to be tried again. */
  onOpened: () => void;
}

export function OpeningProblem({ name, error, meaning, onOpened }: OpeningProblemProps): JSX.Element {
  const said = meaning === undefined ? {} : { meaning };
  if (faultOf(error).kind !== 'wrong-password') return <Problem error={error} {...said} retry={onOpened} />;
  return (
    <div className={classes.stack}>
      <Problem error={{ ...faultOf(error), advice: '' }} {...said} />
      <PasswordAsked name={name} onOpened={onOpened} />
    </div>
  );
}

function PasswordAsked({ name, onOpened }: Pick<OpeningProblemProps, 'name' | 'onOpened'>): JSX.Element {
  const { t } = useText();
  const [keep, setKeep] = useState(true);
  const { password, onType, open, isOpening, isWrong, error } = useGivenPassword(name, keep, onOpened);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    open();
  };
  return (
    <form className={classes.opening} onSubmit={submit}>
      <PasswordField label={t.settings.passwordOf(name)} value={password} error={isWrong ? t.settings.wrongPassword : null} onChange={onType} />
      {error !== null && <Problem error={error} />}
      <Group gap="md">
        <Button type="submit" loading={isOpening} disabled={password === ''}>{t.settings.open}</Button>
        <Checkbox label={t.settings.keep} checked={keep} onChange={({ currentTarget }) => setKeep(currentTarget.checked)} />
      </Group>
    </form>
  );
}
