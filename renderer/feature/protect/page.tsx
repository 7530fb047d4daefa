/** Protecting something more. */
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { Page } from '../../ui/page.tsx';
import { ProtectWizard } from './wizard.tsx';

export function ProtectPage(): JSX.Element {
  const { t } = useText();
  return (
    <Page title={t.protect.title}>
      <ProtectWizard />
    </Page>
  );
}
