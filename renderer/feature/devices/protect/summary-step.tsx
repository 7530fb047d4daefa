/** Everything once more, what the board is called, and the same as commands. */
import { TextInput } from '@mantine/core';
import type { JSX } from 'react';
import { useText } from '../../../text/language.tsx';
import { CommandButton } from '../../../ui/command-button.tsx';
import { titleOf } from '../device-view.ts';
import { problemOf, protectCommand } from './care.ts';
import { CareSentence } from './care-sentence.tsx';
import classes from './protect.module.css';
import wizard from '../../../ui/wizard/wizard.module.css';
import type { StepProps } from './wizard.tsx';

export function SummaryStep({ device, answers, onChange, onGo }: StepProps): JSX.Element {
  const { t } = useText();
  const { where } = answers;
  return (
    <>
      <div className={wizard.paragraph}>
        <CareSentence answers={answers} title={titleOf(device)} onGo={onGo} />
        {where.kind !== 'own' && <p>{t.care.summary[where.kind]}</p>}
        {device.lastBackup === null && <p>{where.kind === 'own' && <>{t.care.summary.own} </>}{t.care.summary.changed}</p>}
        <CommandButton command={protectCommand(device, answers)} />
      </div>
      <TextInput
        className={classes.short} label={t.devices.name} description={t.devices.nameHint} value={answers.name} maxLength={64} error={problemOf('summary', answers) === null ? null : t.devices.nameProblem}
        onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
      />
      {device.state === 'away' && <p className={classes.attention}><span aria-hidden="true">▲ </span>{t.care.summary.away}</p>}
    </>
  );
}
