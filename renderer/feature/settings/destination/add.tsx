/** A further destination: a place that holds backups already, whatever their format, or one where they are to lie in a format of choice. */
import { Button, Group, Modal } from '@mantine/core';
import { useState, type FormEvent, type JSX } from 'react';
import { setUpCommand } from '../../../form/backup-command.ts';
import { isSealed, type Storing } from '../../../form/format-model.ts';
import { chosenPassword } from '../../../form/new-password-model.ts';
import { asMade, NO_PLACE, placeAnswers, placeProblem, type PlaceAnswers, type PlaceChoice } from '../../../form/place/place-model.ts';
import { PlaceQuestion } from '../../../form/place/place-question.tsx';
import { usePlaceAround, usePlaceLook } from '../../../form/place/use-place.ts';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { CommandButton } from '../../../ui/command-button.tsx';
import { Problem } from '../../../ui/problem.tsx';
import classes from '../page.module.css';
import { useAdd } from './use-add.ts';
import { isSecret, NO_SECRECY, PlaceKit, WithPassword, type Secrecy } from './with-password.tsx';

interface AddDestinationProps {
  opened: boolean;
  onClose: () => void;
  onAdded: (name: string) => void;
}

export function AddDestination({ opened, onClose, onAdded }: AddDestinationProps): JSX.Element {
  const { t } = useText();
  return (
    <Modal opened={opened} onClose={onClose} title={t.settings.add} size="xl" closeOnClickOutside={false} closeButtonProps={{ 'aria-label': t.common.close }}>
      {opened && <Form onAdded={onAdded} />}
    </Modal>
  );
}

/** Nothing is said to be protected there yet: a plan comes later. */
const NO_SOURCES: readonly string[] = [];

/** A vault that was made and has no name yet: its password is still to be had for the kit. */
interface Made {
  address: string | null;
  storing: Storing;
  password: string;
}

function Form({ onAdded }: Pick<AddDestinationProps, 'onAdded'>): JSX.Element {
  const { t } = useText();
  const around = usePlaceAround();
  const [choice, setChoice] = useState<PlaceChoice>(NO_PLACE);
  const [secrecy, setSecrecy] = useState(NO_SECRECY);
  const [made, setMade] = useState<Made | null>(null);
  const found = usePlaceLook(choice.where, around.destinations, NO_SOURCES);
  const reached = placeAnswers(choice, choice.where, found, around);
  const add = useAdd(around, ({ answers: wanted, password }) => {
    if (wanted.makes) setMade({ address: wanted.address, storing: wanted.storing, password });
    setChoice((before) => ({ ...before, ...asMade(wanted) }));
  }, onAdded);
  const isOn = add.isPending || add.isSuccess;
  const shown = isOn ? add.variables : { answers: reached, look: found, problem: placeProblem(reached, found, around) };
  const { answers, look, problem } = shown;
  const isKnown = !isOn && answers.saved && problem !== 'looking';
  const isNew = !isKnown && answers.makes && isSealed(answers.storing) && look.place !== null;
  const ready = problem === null && !answers.saved && (!isNew || isSecret(secrecy));
  const change = (part: Partial<PlaceChoice>): void => {
    if (isOn) return;
    add.reset(); // what failed was said of other answers
    setChoice((before) => ({ ...before, ...part }));
  };
  const secret = { answers, secrecy, onSecrecy: (part: (before: Secrecy) => Partial<Secrecy>): void => void (isOn || setSecrecy((before) => ({ ...before, ...part(before) }))) };
  const password = isNew ? chosenPassword(secrecy.password) : '';
  return (
    <div className={classes.stack}>
      <PlaceQuestion choice={choice} answers={answers} look={look} around={around} problem={problem} keepAsked without={around.destinations.map(({ name }) => name)} onChange={change} />
      {isKnown && <p role="status">{t.settings.alreadyListed(visible(answers.placeName))}</p>}
      {isNew && <WithPassword {...secret} />}
      {!isNew && !isKnown && made !== null && isSealed(made.storing) && made.address === answers.address && <PlaceKit {...secret} storing={made.storing} password={made.password} />}
      {add.error !== null && <Problem error={add.error} />}
      <Finish answers={answers} ready={ready} busy={add.isPending} onFinish={() => add.mutate({ ...shown, password })} />
    </div>
  );
}

interface FinishProps {
  answers: PlaceAnswers;
  ready: boolean;
  busy: boolean;
  onFinish: () => void;
}

function Finish({ answers: { placeName: name, address, makes, storing, adopts }, ready, busy, onFinish }: FinishProps): JSX.Element {
  const { t } = useText();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !busy) onFinish();
  };
  return (
    <form onSubmit={submit}>
      <Group justify="flex-end">
        {ready && <CommandButton command={setUpCommand(name, address ?? '', makes, storing, adopts?.path ?? null)} />}
        <Button type="submit" disabled={!ready} loading={busy}>{makes ? t.settings.addNewAction[storing.format] : t.settings.addExistingAction}</Button>
      </Group>
    </form>
  );
}
