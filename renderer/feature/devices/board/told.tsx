/** An answer of the board, or why there is none: away, at work, a program that runs, a fault. */
import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState, type JSX, type ReactNode } from 'react';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { BoardProblem } from '../board-problem.tsx';
import { titleOf } from '../device-view.ts';
import classes from '../devices.module.css';
import { isProgramRunning } from '../use-asked.ts';
import type { Access } from './access.ts';

interface ToldProps<T> {
  access: Access;
  query: UseQueryResult<T>;
  lines?: number;
  children: (data: T) => ReactNode;
}

export function Told<T>({ access, query, lines = 4, children }: ToldProps<T>): JSX.Element {
  const { t } = useText();
  const { device, free } = access;
  if (query.error !== null && isProgramRunning(query.error)) return <Refused access={access} />;
  if (query.error !== null) return <BoardProblem error={query.error} retry={() => void query.refetch()} />;
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (!free) return <p className={`quiet ${classes.line}`}>{device.state === 'away' ? t.board.away : t.board.working}</p>;
  return <Loading lines={lines} />;
}

/** Says why nothing is shown, and asks for consent. */
export function Refused({ access: { device, agree } }: { access: Access }): JSX.Element {
  const { t } = useText();
  const [asked, ask] = useState(false);
  const title = visible(titleOf(device));
  return (
    <div role="alert" className={classes.unfinished}>
      <p><span aria-hidden="true">▲ </span>{t.board.refused(title)}</p>
      <Button size="xs" variant="default" onClick={() => ask(true)}>{t.board.refusedAction}</Button>
      <Confirm opened={asked} title={t.devices.consent.title(title)} action={t.devices.consent.action} back={t.devices.consent.back} onConfirm={agree} onClose={() => ask(false)}>
        <p>{t.board.refusedPage}</p>
        <p className="quiet">{t.devices.consent.unsaved}</p>
      </Confirm>
    </div>
  );
}
