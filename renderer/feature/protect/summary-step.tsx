/** Everything once more in a paragraph, the last small choices, and what is still open. */
import { NumberInput, TextInput } from '@mantine/core';
import type { JSX } from 'react';
import { useAppInfo } from '../../client/use-basics.ts';
import { backupCommand, setUpCommand } from '../../form/backup-command.ts';
import { namedAddress } from '../../form/drive-address.ts';
import { isSealed, kindOf } from '../../form/format-model.ts';
import { chosenPassword } from '../../form/new-password-model.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { commandLine } from '../../ui/command-line.ts';
import { RecoveryKit } from '../kit/recovery-kit.tsx';
import { problemOf } from './answers.ts';
import { PlanSentence } from './plan-sentence.tsx';
import classes from './protect.module.css';
import type { StepProps } from './step-props.ts';

export function SummaryStep({ state, dispatch, answers, known }: StepProps): JSX.Element {
  const { t, f } = useText();
  const hostname = useAppInfo().data?.hostname ?? '';
  const words = t.protect.summary;
  const problem = problemOf('summary', state, known);
  const excluded = known.measure?.excluded.bytes ?? 0;
  const address = answers.address ?? '';
  const shown = visible(namedAddress(address, known.drives));
  const { storing, adopts, makes } = answers;
  const sealed = makes && isSealed(storing);
  const command = [...(answers.saved ? [] : [setUpCommand(answers.placeName, address, makes, storing, adopts?.path ?? null)]), backupCommand({ sources: [{ kind: 'folder', paths: answers.folders, excludes: answers.excludes }], destinations: [answers.placeName] }), ...(answers.carryTo === null ? [] : [commandLine('copy', 'latest', '-r', answers.placeName, '--to', answers.carryTo)])].join('\n');
  return (
    <>
      <div className={classes.paragraph}>
        <PlanSentence state={state} answers={answers} known={known} onGo={(step) => dispatch({ type: 'go', step })} />
        <p>{makes ? words.made[kindOf(storing)](shown) : words.vaultOld(shown)} {adopts !== null && words.adopts(visible(adopts.name))} {excluded > 0 && words.excluded(f.bytes(excluded))}</p>
        {answers.carryTo !== null && <p>{words.carries(visible(answers.carryTo))}</p>}
        <p>{words.remindWhy(state.remindAfterDays)}</p>
        <CommandButton command={command} />
      </div>
      <div className={classes.fields}>
        <TextInput
          className={classes.grow} label={words.name} value={answers.name} maxLength={80} error={problem === 'no-name' || problem === 'plan-taken' ? t.protect.problem[problem] : null}
          onChange={({ currentTarget }) => dispatch({ type: 'answer', change: { name: currentTarget.value } })}
        />
        <NumberInput
          className={classes.days} label={words.remind} min={1} max={365} clampBehavior="blur" allowDecimal={false} value={state.remindAfterDays} suffix={words.days(state.remindAfterDays)}
          onChange={(value) => typeof value === 'number' && value >= 1 && value <= 365 && dispatch({ type: 'answer', change: { remindAfterDays: value } })}
        />
      </div>
      {sealed && !state.kitKept && (
        <>
          <p className={classes.attention}>▲ {words.noKit}</p>
          <RecoveryKit facts={{ destination: answers.placeName, address, hostname, folders: answers.folders, ...(storing.format === 'archive' ? { archive: storing.container } : {}) }} password={chosenPassword(state.fresh)} kept={false} onKept={() => dispatch({ type: 'answer', change: { kitKept: true } })} />
        </>
      )}
    </>
  );
}
