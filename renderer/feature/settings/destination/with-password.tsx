/** The password of a destination that is being added, what it means, and the recovery kit. */
import { Checkbox } from '@mantine/core';
import type { JSX } from 'react';
import { useAppInfo } from '../../../client/use-basics.ts';
import { ChoosePassword } from '../../../form/choose-password.tsx';
import type { Storing } from '../../../form/format-model.ts';
import { chosenPassword, NO_PASSWORD, passwordProblem, type NewPassword } from '../../../form/new-password-model.ts';
import type { PlaceAnswers } from '../../../form/place/place-model.ts';
import { useText } from '../../../text/language.tsx';
import { isKept, keptFor, type KeptKit } from '../../kit/kit.ts';
import { RecoveryKit } from '../../kit/recovery-kit.tsx';

/** What was answered about the password: it stays while the place cannot be looked at, or another format is tried. */
export interface Secrecy {
  password: NewPassword;
  understood: boolean;
  /** What the kit was kept for; null: none was. */
  kept: KeptKit | null;
}

export const NO_SECRECY: Secrecy = { password: NO_PASSWORD, understood: false, kept: null };

export const isSecret = ({ password, understood }: Secrecy): boolean => understood && passwordProblem(password) === null;

export interface WithPasswordProps {
  answers: PlaceAnswers;
  secrecy: Secrecy;
  onSecrecy: (change: (before: Secrecy) => Partial<Secrecy>) => void;
}

/** What is encrypted needs a password, and somebody who knows what that means. */
export function WithPassword({ answers, secrecy, onSecrecy }: WithPasswordProps): JSX.Element {
  const { t } = useText();
  const { password, understood } = secrecy;
  return (
    <>
      <ChoosePassword value={password} known={[answers.placeName, answers.address ?? '']} onChange={(part) => onSecrecy((before) => ({ password: { ...before.password, ...part } }))} />
      <Checkbox label={t.settings.understood} checked={understood} onChange={({ currentTarget: { checked } }) => onSecrecy(() => ({ understood: checked }))} />
      {passwordProblem(password) === null && <PlaceKit answers={answers} storing={answers.storing} password={chosenPassword(password)} secrecy={secrecy} onSecrecy={onSecrecy} />}
    </>
  );
}

/** @param storing as it is (to be) made. */
export function PlaceKit({ answers: { placeName, address }, storing, password, secrecy, onSecrecy }: WithPasswordProps & { storing: Storing; password: string }): JSX.Element {
  const hostname = useAppInfo().data?.hostname ?? '';
  const facts = { destination: placeName, address: address ?? '', hostname, folders: [], ...(storing.format === 'archive' ? { archive: storing.container } : {}) };
  const wanted = keptFor(facts, password);
  return <RecoveryKit facts={facts} password={password} kept={isKept(secrecy.kept, wanted)} onKept={() => onSecrecy(() => ({ kept: wanted }))} />;
}
