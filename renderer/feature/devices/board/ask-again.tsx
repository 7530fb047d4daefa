/** When the board was asked, and asking it again: answers do not renew themselves. */
import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useText } from '../../../text/language.tsx';
import type { Access } from './access.ts';
import classes from './board.module.css';

export function AskAgain({ access, query }: { access: Access; query: UseQueryResult }): JSX.Element | null {
  const { t, f } = useText();
  if (query.dataUpdatedAt === 0) return null;
  return (
    <p className={classes.again}>
      <span className="quiet">{t.board.asked(f.when(query.dataUpdatedAt))}</span>
      <Button size="compact-sm" variant="subtle" loading={query.isFetching} disabled={!access.free} onClick={() => void query.refetch()}>{t.board.askAgain}</Button>
    </p>
  );
}
