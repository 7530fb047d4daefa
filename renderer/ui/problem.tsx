/** Something went wrong: what happened, what it means, what to do next, with the button that does it. */
import { Button, Group } from '@mantine/core';
import type { JSX, ReactNode } from 'react';
import { faultOf } from '../client/fault.ts';
import { useText } from '../text/language.tsx';
import classes from './problem.module.css';

export interface ProblemProps {
  error: unknown;
  /** What it means for the data, where that is not plain. */
  meaning?: string;
  retry?: () => void;
  /** Further buttons: the way out that fits this place. */
  children?: ReactNode;
}

export function Problem({ error, meaning, retry, children }: ProblemProps): JSX.Element {
  const { t } = useText();
  const { kind, message, advice } = faultOf(error);
  return (
    <div role="alert" className={classes.problem}>
      <span aria-hidden="true" className={classes.shape}>✕</span>
      <div className={classes.text}>
        <p className={classes.what}>{message === '' ? t.common.fault[kind] : message}</p>
        {meaning !== undefined && <p>{meaning}</p>}
        {advice !== '' && <p>{advice}</p>}
        {(retry !== undefined || children !== undefined) && (
          <Group gap="xs" mt={8}>
            {retry !== undefined && <Button variant="default" size="xs" onClick={retry}>{t.common.retry}</Button>}
            {children}
          </Group>
        )}
      </div>
    </div>
  );
}
