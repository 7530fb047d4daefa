/** A path that is typed or chosen. What is wrong is said on leaving the field; what was typed stays. */
import { Button, TextInput } from '@mantine/core';
import { useState, type JSX, type KeyboardEvent } from 'react';
import { useText } from '../text/language.tsx';
import { isAbsolute } from './folder-path.ts';
import classes from './form.module.css';
import { useFolderPicker } from './use-folder-picker.tsx';

export interface PathFieldProps {
  label: string;
  description?: string;
  value: string;
  /** Title of the folder dialog. */
  title: string;
  error?: string | null;
  onChange: (value: string) => void;
  /** Called when somebody has finished: left the field, pressed Enter, or chose a folder. */
  onDone?: (value: string) => void;
}

export function PathField({ label, description, value, title, error = null, onChange, onDone }: PathFieldProps): JSX.Element {
  const { t } = useText();
  const [left, setLeft] = useState(false);
  const { pick, picker } = useFolderPicker();
  const wrong = left && value !== '' && !isAbsolute(value) ? t.form.path.notAbsolute : null;
  const done = (path: string): void => {
    setLeft(true);
    if (isAbsolute(path)) onDone?.(path);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    done(value);
  };
  const choose = async (): Promise<void> => {
    const chosen = await pick({ title, ...(isAbsolute(value) ? { startAt: value } : {}) });
    if (chosen === null) return;
    onChange(chosen);
    done(chosen);
  };
  return (
    <div className={classes.add}>
      <TextInput
        classNames={{ input: 'path' }} label={label} description={description} value={value} error={wrong ?? error} spellCheck={false} autoComplete="off"
        inputContainer={(input) => <div className={classes.inputLine}>{input}<Button variant="default" onClick={() => void choose()}>{t.place.choose}</Button></div>}
        onChange={({ currentTarget }) => {
          setLeft(false);
          onChange(currentTarget.value);
        }}
        onBlur={() => value !== '' && done(value)} onKeyDown={onKeyDown}
      />
      {picker}
    </div>
  );
}
