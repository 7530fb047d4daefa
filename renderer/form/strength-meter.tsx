/** Four bars and a word for how hard a password is to guess, with what makes it weak. */
import type { JSX } from 'react';
import { useText } from '../text/language.tsx';
import classes from './form.module.css';
import type { Strength } from './strength.ts';

export function StrengthMeter({ strength }: { strength: Strength | null }): JSX.Element {
  const { t } = useText();
  const words = t.form.password;
  const warning = strength?.warning == null ? '' : (words.warning[strength.warning as keyof typeof words.warning] ?? '');
  return (
    <div className={classes.strength} role="status">
      <span className={classes.bars} data-score={strength === null ? 0 : Math.max(1, strength.score)} aria-hidden="true"><i /><i /><i /><i /></span>
      <span className={classes.strengthWords}>{strength !== null && `${words.score[strength.score]} ${strength.score < 3 ? warning : ''}`}</span>
    </div>
  );
}
