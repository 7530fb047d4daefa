/** The name of a destination: what is wrong with it is said on leaving the field. */
import { TextInput } from '@mantine/core';
import { useState, type JSX } from 'react';
import { useText } from '../../../text/language.tsx';
import { nameProblem } from './adding.ts';

export function NameField({ value, taken, onChange }: { value: string; taken: readonly string[]; onChange: (value: string) => void }): JSX.Element {
  const { t } = useText();
  const [left, setLeft] = useState(false);
  const problem = nameProblem(value.trim(), taken);
  return (
    <TextInput
      label={t.settings.nameLabel} description={t.settings.nameHint} value={value} error={left && problem !== null ? t.settings.nameProblem[problem] : null}
      onBlur={() => setLeft(true)} onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
