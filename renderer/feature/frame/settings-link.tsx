/** The way to the settings, at the top of every page. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';

export function SettingsLink(): JSX.Element {
  const { t } = useText();
  return (
    <Tooltip label={t.frame.settings}>
      <ActionIcon component={Link} to="/settings" variant="subtle" color="gray" size="lg" aria-label={t.frame.settings}>
        <IconSettings size={20} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
