/** The password of new backups, what it means, and the recovery kit. */
import { Checkbox } from '@mantine/core';
import { useCallback, useEffect, useState, type JSX } from 'react';
import { client } from '../../client.ts';
import { useAppInfo } from '../../client/use-basics.ts';
import { nameOf } from '../../form/folder-path.ts';
import { chosenPassword, passwordProblem } from '../../form/new-password-model.ts';
import { NewPasswordFields } from '../../form/new-password.tsx';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { RecoveryKit } from '../kit/recovery-kit.tsx';
import { sealedPlaces } from './answers.ts';
import { kitFacts } from './kit-facts.ts';
import classes from './protect.module.css';
import type { StepProps } from './step-props.ts';

export function PasswordStep({ state, dispatch, answers }: StepProps): JSX.Element {
  const both = sealedPlaces(answers).length > 1;
  const { t } = useText();
  const hostname = useAppInfo().data?.hostname ?? '';
  const { fresh } = state;
  const [error, setError] = useState<unknown>(null);
  const draw = useCallback((): void => {
    setError(null);
    client.secret.suggest().then(({ phrase }) => dispatch({ type: 'password', change: { phrase } }), setError);
  }, [dispatch]);
  useEffect(() => {
    if (fresh.phrase === '') draw();
    // Drawn once; another one only when it is asked for.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  return (
    <>
      <NewPasswordFields value={fresh} known={[hostname, ...answers.folders.map(nameOf), ...sealedPlaces(answers).map(({ placeName }) => placeName)]} error={error} onChange={(change) => dispatch({ type: 'password', change })} onDraw={draw} />
      {both && answers.second !== null && <p className="quiet">{t.protect.password.both(visible(answers.placeName), visible(answers.second.placeName))}</p>}
      <Checkbox
        className={classes.understood} checked={state.understood} label={t.protect.password.understood}
        onChange={({ currentTarget }) => dispatch({ type: 'answer', change: { understood: currentTarget.checked } })}
      />
      {passwordProblem(fresh) === null && (
        <RecoveryKit
          facts={kitFacts(answers, hostname)} password={chosenPassword(fresh)} kept={state.kitKept}
          onKept={() => dispatch({ type: 'answer', change: { kitKept: true } })}
        />
      )}
    </>
  );
}
