/** Everything once more, what the board is called, and the same as commands. */
import { TextInput } from '@mantine/core';
import type { JSX } from 'react';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { CommandButton } from '../../../ui/command-button.tsx';
import { titleOf } from '../device-view.ts';
import { problemOf, protectCommand } from './care.ts';
import { CareSentence } from './care-sentence.tsx';
import classes from './protect.module.css';
import wizard from '../../../ui/wizard/wizard.module.css';
import type { StepProps } from './wizard.tsx';

export function SummaryStep({ device, answers, target, onChange, onGo }: StepProps): JSX.Element {
  const { t } = useText();
  const isOwn = answers.where.kind === 'own';
  const adopts = target.place?.adopts ?? null;
  return (
    <>
      <div className={wizard.paragraph}>
        <CareSentence answers={answers} shown={target.shown} title={titleOf(device)} onGo={onGo} />
        {!isOwn && <p>{target.makes ? t.care.summary.makes(visible(target.place?.address ?? '')) : t.care.summary.saved} {adopts !== null && t.place.adopts(visible(adopts.name))}</p>}
        {device.lastBackup === null && <p>{isOwn && <>{t.care.summary.own} </>}{t.care.summary.changed}</p>}
        <CommandButton command={protectCommand(device, answers, target)} />
      </div>
      <TextInput
        className={classes.short} label={t.devices.name} description={t.devices.nameHint} value={answers.name} maxLength={64} error={problemOf('summary', answers, target) === null ? null : t.devices.nameProblem}
        onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
      />
      {device.running !== null && <p role="status" className={classes.attention}><span aria-hidden="true">▲ </span>{t.care.summary.busy}</p>}
      {device.state === 'away' && <p className={classes.attention}><span aria-hidden="true">▲ </span>{t.care.summary.away}</p>}
    </>
  );
}
