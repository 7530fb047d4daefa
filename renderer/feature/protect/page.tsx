/** Protecting something more. */
import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { Page } from '../../ui/page.tsx';
import { ProtectWizard } from './wizard.tsx';

const route = getRouteApi('/protect');

export function ProtectPage(): JSX.Element {
  const { t } = useText();
  const { drive } = route.useSearch();
  return (
    <Page title={t.protect.title}>
      <ProtectWizard key={drive} {...(drive === undefined ? {} : { drive })} />
    </Page>
  );
}
