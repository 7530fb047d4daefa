/** Looks for a name in all versions; the address keeps what is looked for. */
import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState, type JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import type { Go } from './place.ts';
import classes from './restore.module.css';

/** Milliseconds without a key before a search begins. */
const REST = 300;

export function SearchBox({ text, go }: { text: string | undefined; go: Go }): JSX.Element {
  const { t } = useText();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text ?? '');
  const [known, setKnown] = useState(text);
  if (known !== text) {
    setKnown(text);
    if ((text ?? '') !== typed.trim()) setTyped(text ?? '');
  }
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const search = (value: string): void => go({ find: value.trim() === '' ? undefined : value.trim() }, text !== undefined);
  const change = (value: string): void => {
    setTyped(value);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => search(value), REST);
  };
  const leave = (): void => {
    clearTimeout(timer.current);
    setTyped('');
    if (text !== undefined) go({ find: undefined });
  };
  useShortcuts(useMemo(() => [{ keys: ['/', 'shift+/'], label: t.restore.search, run: () => field.current?.focus() }], [t]));
  return (
    <TextInput
      ref={field} className={classes.search} size="sm" type="search" role="searchbox" aria-label={t.restore.search} placeholder={t.restore.searchPlaceholder} value={typed} data-restore-search
      leftSection={<IconSearch size={16} stroke={1.6} />} rightSection={typed === '' ? null : <CloseButton size="sm" aria-label={t.restore.endSearch} onClick={leave} />}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') leave();
        if (event.key === 'Enter' || event.key === 'ArrowDown') {
          if (typed.trim() !== (text ?? '')) {
            clearTimeout(timer.current);
            search(typed);
          }
          document.querySelector<HTMLElement>('[data-restore-hits]')?.focus();
          event.preventDefault();
        }
      }}
    />
  );
}
