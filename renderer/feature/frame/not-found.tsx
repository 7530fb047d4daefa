/** An address without a page. */
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';

export function NotFound(): JSX.Element {
  const { t } = useText();
  return (
    <Page title={t.frame.product}>
      <Empty title={t.frame.notFound}>
        <Link to="/">{t.frame.goHome}</Link>
      </Empty>
    </Page>
  );
}
