/** "Copy the equivalent command": the command line that does what a button does. */
import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconTerminal2 } from '@tabler/icons-react';
import type { JSX } from 'react';
import { useText } from '../text/language.tsx';

export function CommandButton({ command }: { command: string }): JSX.Element {
  const { t } = useText();
  return (
    <CopyButton value={command} timeout={2000}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t.common.copied : `${t.common.copyCommand}: ${command}`} multiline maw={480}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={copied ? t.common.copied : t.common.copyCommand} onClick={copy}>
            {copied ? <IconCheck size={16} /> : <IconTerminal2 size={16} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
