/** A backup this machine does not know yet: a drive from another computer, a server. Opening it changes nothing. */
import { Button, Modal, TextInput } from '@mantine/core';
import { useState, type FormEvent, type JSX } from 'react';
import { useFolderPicker } from '../../form/use-folder-picker.tsx';
import { useText } from '../../text/language.tsx';
import type { Go } from './place.ts';
import classes from './restore.module.css';

export function OtherPlaceForm({ go, onDone }: { go: Go; onDone?: () => void }): JSX.Element {
  const { t } = useText();
  const [address, setAddress] = useState('');
  const { pick, picker } = useFolderPicker();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (address.trim() === '') return;
    go({ plan: undefined, snapshot: undefined, path: undefined, find: undefined, destination: address.trim() });
    onDone?.();
  };
  const choose = async (): Promise<void> => {
    const folder = await pick({ title: t.restore.otherPlace });
    if (folder !== null) setAddress(folder);
  };
  return (
    <form className={classes.other} onSubmit={submit}>
      <TextInput
        className={classes.grow} label={t.restore.otherAddress} description={t.restore.otherHint} value={address} onChange={({ currentTarget }) => setAddress(currentTarget.value)} spellCheck={false} autoComplete="off" data-autofocus
        classNames={{ input: 'path' }}
      />
      <Button variant="default" onClick={() => void choose()}>{t.restore.chooseFolder}</Button>
      <Button type="submit" variant="light" disabled={address.trim() === ''}>{t.restore.open}</Button>
      {picker}
    </form>
  );
}

export function OtherPlaceDialog({ go, onClose }: { go: Go; onClose: () => void }): JSX.Element {
  const { t } = useText();
  return (
    <Modal opened onClose={onClose} size="lg" title={t.restore.otherPlace} closeButtonProps={{ 'aria-label': t.common.close }}>
      <OtherPlaceForm go={go} onDone={onClose} />
    </Modal>
  );
}
