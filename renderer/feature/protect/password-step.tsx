/** The password of new backups, what it means, and the recovery kit. */
import { Checkbox } from '@mantine/core';
import type { JSX } from 'react';
import { useAppInfo } from '../../client/use-basics.ts';
import { ChoosePassword } from '../../form/choose-password.tsx';
import { nameOf } from '../../form/folder-path.ts';
import { chosenPassword, passwordProblem } from '../../form/new-password-model.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { isKept } from '../kit/kit.ts';
import { RecoveryKit } from '../kit/recovery-kit.tsx';
import { sealedPlaces } from './answers.ts';
import { kitFacts, kitWanted } from './kit-facts.ts';
import classes from './protect.module.css';
import type { StepProps } from './step-props.ts';

export function PasswordStep({ state, dispatch, answers }: StepProps): JSX.Element {
  const both = sealedPlaces(answers).length > 1;
  const { t } = useText();
  const hostname = useAppInfo().data?.hostname ?? '';
  const { fresh } = state;
  const wanted = kitWanted(state, answers, hostname);
  return (
    <>
      <ChoosePassword value={fresh} known={[...answers.folders.map(nameOf), ...sealedPlaces(answers).map(({ placeName }) => placeName)]} onChange={(change) => dispatch({ type: 'password', change })} />
      {both && answers.second !== null && <p className="quiet">{t.protect.password.both(visible(answers.placeName), visible(answers.second.placeName))}</p>}
      <Checkbox
        className={classes.understood} checked={state.understood} label={t.protect.password.understood}
        onChange={({ currentTarget }) => dispatch({ type: 'answer', change: { understood: currentTarget.checked } })}
      />
      {passwordProblem(fresh) === null && (
        <RecoveryKit
          facts={kitFacts(answers, hostname)} password={chosenPassword(fresh)} kept={isKept(state.keptFor, wanted)}
          onKept={() => dispatch({ type: 'answer', change: { keptFor: wanted } })}
        />
      )}
    </>
  );
}
