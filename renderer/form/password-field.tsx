/** A secret as it is typed: revealed on request, pasted, never completed by the browser. */
import { ActionIcon, PasswordInput, Tooltip } from '@mantine/core';
import { IconClipboard } from '@tabler/icons-react';
import { useState, type JSX, type ReactNode } from 'react';
import { useText } from '../text/language.tsx';
import classes from './form.module.css';

export interface PasswordFieldProps {
  label: string;
  description?: ReactNode;
  value: string;
  /** What is wrong with it, said at the field. */
  error?: ReactNode;
  disabled?: boolean;
  /** A new password, or one that is there already. */
  fresh?: boolean;
  onChange: (value: string) => void;
  onBlur?: () => void;
}

export function PasswordField({ label, description, value, error, disabled = false, fresh = false, onChange, onBlur }: PasswordFieldProps): JSX.Element {
  const { t } = useText();
  const [shown, setShown] = useState(false);
  const [pasteFailed, setPasteFailed] = useState(false);
  const paste = async (): Promise<void> => {
    try {
      onChange((await navigator.clipboard.readText()).replace(/\r?\n$/, ''));
    } catch {
      setPasteFailed(true); // the host does not let a page read the clipboard; the keys always work
    }
  };
  const pasteButton = navigator.clipboard !== undefined && 'readText' in navigator.clipboard && (
    <Tooltip label={t.form.password.paste}>
      <ActionIcon variant="default" size={36} aria-label={t.form.password.paste} disabled={disabled} onClick={() => void paste()}>
        <IconClipboard size={16} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <PasswordInput
      label={label} description={description} value={value} disabled={disabled} visible={shown} onVisibilityChange={setShown} spellCheck={false} autoComplete={fresh ? 'new-password' : 'off'}
      error={error ?? (pasteFailed && value === '' ? t.form.password.pasteByKeys : null)} visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': shown ? t.form.password.hide : t.form.password.reveal }} inputContainer={(input) => <div className={classes.inputLine}>{input}{pasteButton}</div>}
      onChange={({ currentTarget }) => onChange(currentTarget.value)} {...(onBlur === undefined ? {} : { onBlur })}
    />
  );
}
