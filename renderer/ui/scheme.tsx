/** Light or dark as the settings say; `system` follows the machine. */
import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { useSettings } from '../client/use-basics.ts';

export function SchemeFromSettings(): null {
  const scheme = useSettings().data?.settings.appearance.scheme;
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (scheme !== undefined) setColorScheme(scheme === 'system' ? 'auto' : scheme);
  }, [scheme, setColorScheme]);
  return null;
}
