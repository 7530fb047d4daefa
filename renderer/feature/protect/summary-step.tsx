/** Everything once more in a paragraph, the last small choices, and what is still open. */
import { NumberInput, TextInput } from '@mantine/core';
import type { JSX } from 'react';
import { useAppInfo } from '../../client/use-basics.ts';
import { namedAddress } from '../../form/drive-address.ts';
import { kindOf } from '../../form/format-model.ts';
import { chosenPassword } from '../../form/new-password-model.ts';
import type { PlaceAnswers } from '../../form/place/place-model.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { isKept } from '../kit/kit.ts';
import { RecoveryKit } from '../kit/recovery-kit.tsx';
import { problemOf, sealedPlaces } from './answers.ts';
import { kitFacts, kitWanted } from './kit-facts.ts';
import { PlanSentence } from './plan-sentence.tsx';
import classes from './protect.module.css';
import wizard from '../../ui/wizard/wizard.module.css';
import { startCommands } from './start-commands.ts';
import type { StepProps } from './step-props.ts';

export function SummaryStep({ state, dispatch, answers, known }: StepProps): JSX.Element {
  const { t, f } = useText();
  const hostname = useAppInfo().data?.hostname ?? '';
  const words = t.protect.summary;
  const problem = problemOf('summary', state, known);
  const excluded = known.measure?.excluded.bytes ?? 0;
  const address = answers.address ?? '';
  const shown = visible(namedAddress(address, known.drives));
  const { storing, adopts, makes, second } = answers;
  const wanted = kitWanted(state, answers, hostname);
  const command = startCommands(answers).join('\n');
  return (
    <>
      <div className={wizard.paragraph}>
        <PlanSentence state={state} answers={answers} known={known} onGo={(step) => dispatch({ type: 'go', step })} />
        <p>{makes ? words.made[kindOf(storing)](shown) : words.vaultOld(shown)} {adopts !== null && words.adopts(visible(adopts.name))} {excluded > 0 && words.excluded(f.bytes(excluded))}</p>
        {second !== null && <SecondPlace second={second} shown={visible(namedAddress(second.address ?? '', known.drives))} />}
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
      {sealedPlaces(answers).length > 0 && !isKept(state.keptFor, wanted) && (
        <>
          <p className={classes.attention}>▲ {words.noKit}</p>
          <RecoveryKit facts={kitFacts(answers, hostname)} password={chosenPassword(state.fresh)} kept={false} onKept={() => dispatch({ type: 'answer', change: { keptFor: wanted } })} />
        </>
      )}
    </>
  );
}

/** What happens at the second place, and when. */
function SecondPlace({ second: { makes, storing, adopts, placeName }, shown }: { second: PlaceAnswers; shown: string }): JSX.Element {
  const { t } = useText();
  const words = t.protect.summary;
  return <p>{makes ? words.made[kindOf(storing)](shown) : words.vaultOld(shown)} {adopts !== null && words.adopts(visible(adopts.name))} {words.carries(visible(placeName))}</p>;
}
