/** Provisional. */
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { Page } from '../../ui/page.tsx';

export function SettingsPage(): JSX.Element {
  const { t } = useText();
  return <Page title={t.frame.settings}>{null}</Page>;
}
