/** Why a board could not be talked to: what it means, and the command or the step that helps. */
import { Button, CopyButton } from '@mantine/core';
import type { JSX } from 'react';
import { faultOf } from '../../client/fault.ts';
import { useText } from '../../text/language.tsx';
import { Problem } from '../../ui/problem.tsx';
import { commandIn } from './device-view.ts';
import classes from './devices.module.css';

export function BoardProblem({ error, retry }: { error: unknown; retry?: () => void }): JSX.Element {
  const words = useText().t.devices.problem;
  const { kind, advice, context } = faultOf(error);
  const command = commandIn(advice);
  const again = retry === undefined ? {} : { retry };
  if (kind === 'denied' && command !== null) {
    return <Problem error={error} meaning={words.denied} {...again}><Command command={command} /></Problem>;
  }
  const meaning = context['reason'] === 'held' ? words.held : kind === 'unsupported' ? words.notMicroPython : words.nothing;
  return <Problem error={error} meaning={meaning} {...again} />;
}

function Command({ command }: { command: string }): JSX.Element {
  const { t } = useText();
  return (
    <>
      <code className={classes.command}>{command}</code>
      <CopyButton value={command}>{({ copied, copy }) => <Button size="xs" variant="default" onClick={copy}>{copied ? t.common.copied : t.devices.problem.copy}</Button>}</CopyButton>
    </>
  );
}
