/** The button and the keys that open the command palette, and the help on the page's shortcuts. */
import { ActionIcon, Modal, Tooltip } from '@mantine/core';
import { IconCommand } from '@tabler/icons-react';
import { useMemo, useRef, useState, type JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { useShortcuts, type Shortcut } from '../../ui/shortcuts.ts';
import { CommandList } from './command-list.tsx';
import { keyLabel } from './match.ts';
import classes from './palette.module.css';
import { isMac } from './platform.ts';
import { ShortcutHelp } from './shortcut-help.tsx';

export function Palette(): JSX.Element {
  const { t } = useText();
  const [shown, show] = useState<'commands' | 'help' | null>(null);
  /** A command was carried out: the focus goes to the page it led to, not back to the button. */
  const left = useRef(false);
  const words = t.activity.palette;
  const own = useMemo<readonly Shortcut[]>(() => [
    { keys: 'mod+K', label: words.openPalette, run: () => show((now) => (now === 'commands' ? null : 'commands')), inFields: true },
    { keys: ['shift+?', '?'], label: words.openHelp, run: () => show((now) => now ?? 'help') },
  ], [words]);
  useShortcuts(own);
  const label = words.open(keyLabel('mod+K', isMac));
  const close = (): void => show(null);
  const leave = (): void => {
    left.current = true;
    close();
  };
  const closed = (): void => {
    if (left.current) document.querySelector<HTMLElement>('#page h1')?.focus();
    left.current = false;
  };
  return (
    <>
      <Tooltip label={label}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} aria-haspopup="dialog" onClick={() => show('commands')}>
          <IconCommand size={20} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <Modal
        opened={shown === 'commands'} onClose={close} onExitTransitionEnd={closed} title={words.title} size={600} padding={0} centered={false} yOffset="12vh"
        classNames={{ header: 'sr-only', body: classes.body }} withCloseButton={false}
      >
        <CommandList own={own} help={() => show('help')} done={leave} />
      </Modal>
      <Modal opened={shown === 'help'} onClose={close} title={words.help} size="md" closeButtonProps={{ 'aria-label': t.common.close }}>
        <ShortcutHelp own={own} />
      </Modal>
    </>
  );
}
