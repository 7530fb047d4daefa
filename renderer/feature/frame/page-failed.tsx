/** A page that broke: the rest of the window goes on. */
import type { ErrorComponentProps } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';

export function PageFailed({ error, reset }: ErrorComponentProps): JSX.Element {
  const { t } = useText();
  return (
    <Page title={t.frame.product}>
      <Problem error={error} retry={reset} />
    </Page>
  );
}
