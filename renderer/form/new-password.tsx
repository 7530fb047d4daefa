/** A new password: a phrase that was drawn by lot, or one of somebody's own with an honest word about its strength. */
import { ActionIcon, Button, CopyButton, Radio, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconRefresh } from '@tabler/icons-react';
import { useEffect, useState, type JSX } from 'react';
import { useText } from '../text/language.tsx';
import { Problem } from '../ui/problem.tsx';
import classes from './form.module.css';
import type { NewPassword } from './new-password-model.ts';
import { PasswordField } from './password-field.tsx';
import { StrengthMeter } from './strength-meter.tsx';
import { strengthOf, type Strength } from './strength.ts';

export interface NewPasswordFieldsProps {
  value: NewPassword;
  /** Words that must not count: names of the machine and of folders. */
  known: readonly string[];
  /** Why no phrase could be had. */
  error: unknown;
  onChange: (change: Partial<NewPassword>) => void;
  /** Draws another phrase. */
  onDraw: () => void;
}

export function NewPasswordFields({ value, known, error, onChange, onDraw }: NewPasswordFieldsProps): JSX.Element {
  const { t } = useText();
  const words = t.form.password;
  return (
    <div className={classes.stack}>
      <Radio.Group value={value.mode} onChange={(mode) => onChange({ mode: mode as NewPassword['mode'] })} label={words.question} classNames={{ label: 'sr-only' }}>
        <div className={classes.choices}>
          <Radio value="phrase" label={words.phrase} description={words.phraseWhy} />
          <Radio value="own" label={words.own} description={words.ownWhy} />
        </div>
      </Radio.Group>
      {value.mode === 'phrase' && (error !== null ? <Problem error={error} retry={onDraw} /> : <Phrase phrase={value.phrase} onDraw={onDraw} />)}
      {value.mode === 'own' && <OwnPassword value={value} known={known} onChange={onChange} />}
    </div>
  );
}

function Phrase({ phrase, onDraw }: { phrase: string; onDraw: () => void }): JSX.Element {
  const { t } = useText();
  return (
    <div className={classes.phraseLine}>
      <output className={classes.phrase} aria-label={t.form.password.phraseLabel}>{phrase}</output>
      <CopyButton value={phrase} timeout={2000}>
        {({ copied, copy }) => (
          <Button variant="default" leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} stroke={1.6} />} onClick={copy} disabled={phrase === ''}>{copied ? t.common.copied : t.common.copy}</Button>
        )}
      </CopyButton>
      <Tooltip label={t.form.password.another}>
        <ActionIcon variant="default" size={36} aria-label={t.form.password.another} onClick={onDraw}><IconRefresh size={16} stroke={1.6} /></ActionIcon>
      </Tooltip>
    </div>
  );
}

function OwnPassword({ value, known, onChange }: Pick<NewPasswordFieldsProps, 'value' | 'known' | 'onChange'>): JSX.Element {
  const { t } = useText();
  const [left, setLeft] = useState(false);
  const { own, repeated, strength } = value;
  useEffect(() => {
    let current = true;
    if (own === '') return undefined;
    const show = (found: Strength | null): void => void (current && onChange({ strength: found }));
    const timer = setTimeout(() => void strengthOf(own, known).then(show, () => show(null)), 120); // without an estimate the words stay empty, and the password is taken
    return () => {
      current = false;
      clearTimeout(timer);
    };
    // Estimated when the password changes, whoever handles the change.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [own]);
  return (
    <div className={classes.stack}>
      <PasswordField fresh label={t.form.password.ownLabel} value={own} onChange={(next) => onChange({ own: next, strength: null })} />
      <StrengthMeter strength={own === '' ? null : strength} />
      <PasswordField
        fresh label={t.form.password.repeat} value={repeated} error={left && repeated !== '' && repeated !== own ? t.form.password.different : null}
        onBlur={() => setLeft(true)} onChange={(next) => onChange({ repeated: next })}
      />
    </div>
  );
}
