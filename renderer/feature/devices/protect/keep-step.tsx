/** How often it is asked for, and how long versions stay. */
import { NumberInput } from '@mantine/core';
import type { JSX } from 'react';
import { KeepCalendar } from '../../../form/keep-calendar.tsx';
import { RetentionEditor } from '../../../form/retention-editor.tsx';
import { useText } from '../../../text/language.tsx';
import classes from './protect.module.css';
import type { StepProps } from './wizard.tsx';

export function KeepStep({ answers: { remindAfterDays, retention }, onChange }: StepProps): JSX.Element {
  const { t } = useText();
  return (
    <>
      <NumberInput
        classNames={{ wrapper: classes.days }} label={t.care.keep.often} description={t.care.keep.oftenWhy} min={1} max={365} clampBehavior="blur" allowDecimal={false} value={remindAfterDays} suffix={t.protect.summary.days(remindAfterDays)}
        onChange={(value) => typeof value === 'number' && value >= 1 && value <= 365 && onChange({ remindAfterDays: value })}
      />
      <RetentionEditor policy={retention} onChange={(policy) => onChange({ retention: policy })} />
      <KeepCalendar policy={retention} />
    </>
  );
}
