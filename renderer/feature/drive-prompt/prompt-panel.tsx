/** One question about a drive, with its answers. Escape puts it off. */
import { Button, Group } from '@mantine/core';
import { IconUsb } from '@tabler/icons-react';
import type { JSX, KeyboardEvent } from 'react';
import type { DriveAnswer, DrivePrompt } from '../../../preload/contract/drive.ts';
import { faultOf } from '../../client/fault.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SHAPES } from '../../ui/state-mark.tsx';
import classes from './drive-prompt.module.css';
import { titleOf } from './prompt-words.ts';
import type { useAnswer } from './queries.ts';

interface PromptPanelProps {
  prompt: DrivePrompt;
  /** It may be of another question. */
  answer: ReturnType<typeof useAnswer>;
}

export function PromptPanel({ prompt, answer }: PromptPanelProps): JSX.Element {
  const text = useText();
  const { t } = text;
  const ours = answer.variables?.prompt.prompt === prompt.prompt;
  const error = ours ? answer.error : null;
  const give = (given: DriveAnswer): void => {
    if (!answer.isPending) answer.mutate({ prompt, answer: given });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') give('not-now');
  };
  const busy = (which: DriveAnswer): boolean => answer.isPending && ours && answer.variables.answer === which;
  return (
    // Escape on any of its buttons puts it off.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div data-answers tabIndex={-1} className={classes.question} onKeyDown={onKey}>
      <div className={classes.title}>
        {prompt.kind === 'safe' ? <span aria-hidden="true" className={classes.safe}>{SHAPES.safe}</span> : <IconUsb size={20} stroke={1.6} aria-hidden="true" />}
        <h2><bdi>{titleOf(prompt, text)}</bdi></h2>
      </div>
      <More prompt={prompt} />
      {error !== null && <Problem error={error} {...(faultOf(error).kind === 'busy' ? { meaning: t.drives.busyMeaning } : {})} />}
      <Group gap="xs">
        {ANSWERS[prompt.kind].map(([value, label], index) => (
          <Button key={value} size="xs" variant={index === 0 ? 'filled' : index === 1 ? 'default' : 'subtle'} {...(index > 1 ? { color: 'gray' } : {})} loading={busy(value)} disabled={answer.isPending && !busy(value)} onClick={() => give(value)}>
            {t.drives.prompt[label]}
          </Button>
        ))}
      </Group>
    </div>
  );
}

const ANSWERS = {
  'back-up': [['now', 'now'], ['not-now', 'notNow'], ['always', 'always']],
  use: [['now', 'useNow'], ['not-now', 'notNow'], ['never', 'useNever']],
  safe: [['now', 'eject'], ['not-now', 'leave']],
} as const satisfies Record<DrivePrompt['kind'], readonly (readonly [DriveAnswer, string])[]>;

function More({ prompt }: { prompt: DrivePrompt }): JSX.Element | null {
  const { t, f } = useText();
  const { freeBytes, totalBytes } = prompt.drive;
  switch (prompt.kind) {
    case 'safe': return <p className="quiet">{t.drives.prompt.safeWhy}</p>;
    case 'use': return <p className="quiet">{t.drives.prompt.useWhy(totalBytes === null ? '' : f.bytes(totalBytes))}</p>;
    case 'back-up':
      if (prompt.plans.length < 2) return freeBytes === null ? null : <p className="quiet">{t.drives.prompt.room(f.bytes(freeBytes))}</p>;
      return (
        <ul className={classes.plans}>
          {prompt.plans.map(({ plan, name, lastSuccessAt }) => <li key={plan}><bdi>{visible(name)}</bdi> <span className="quiet">{lastSuccessAt === null ? t.drives.never : t.drives.last(f.ago(lastSuccessAt))}</span></li>)}
        </ul>
      );
  }
}
