/** A further destination: a place that holds backups already, whatever their format, or one where they are to lie in a format of choice. */
import { Button, Checkbox, Group, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type JSX } from 'react';
import { client } from '../../../client.ts';
import { useAppInfo } from '../../../client/use-basics.ts';
import { setUpCommand } from '../../../form/backup-command.ts';
import { ChoosePassword } from '../../../form/choose-password.tsx';
import { lastingAddress } from '../../../form/drive-address.ts';
import { isSealed } from '../../../form/format-model.ts';
import { chosenPassword, NO_PASSWORD, passwordProblem, type NewPassword } from '../../../form/new-password-model.ts';
import { makePlace } from '../../../form/place/make-place.ts';
import { asMade, NO_PLACE, placeAnswers, placeProblem, type PlaceAnswers, type PlaceChoice } from '../../../form/place/place-model.ts';
import { PlaceQuestion } from '../../../form/place/place-question.tsx';
import { usePlaceAround, usePlaceLook } from '../../../form/place/use-place.ts';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { CommandButton } from '../../../ui/command-button.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { keptFor } from '../../kit/kit.ts';
import { RecoveryKit } from '../../kit/recovery-kit.tsx';
import classes from '../page.module.css';
import { refreshDestinations } from '../queries.ts';

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

function Form({ onAdded }: Pick<AddDestinationProps, 'onAdded'>): JSX.Element {
  const { t } = useText();
  const around = usePlaceAround();
  const [choice, setChoice] = useState<PlaceChoice>(NO_PLACE);
  const [secrecy, setSecrecy] = useState(NO_SECRECY);
  const look = usePlaceLook(choice.where, around.destinations, NO_SOURCES);
  const answers = placeAnswers(choice, choice.where, look, around);
  const problem = placeProblem(answers, look, around);
  const change = (part: Partial<PlaceChoice>): void => setChoice((before) => ({ ...before, ...part }));
  const isKnown = answers.saved && problem !== 'looking';
  const ready = problem === null && !answers.saved;
  const next = { answers, onMade: () => change(asMade(answers)), onAdded };
  return (
    <div className={classes.stack}>
      <PlaceQuestion choice={choice} answers={answers} look={look} around={around} problem={problem} keepAsked without={around.destinations.map(({ name }) => name)} onChange={change} />
      {isKnown && <p role="status">{t.settings.alreadyListed(visible(answers.placeName))}</p>}
      {!isKnown && answers.makes && isSealed(answers.storing) && look.place !== null
        ? <WithPassword ready={ready} secrecy={secrecy} onSecrecy={(part) => setSecrecy((before) => ({ ...before, ...part(before) }))} {...next} />
        : <Finish ready={ready} password="" {...next} />}
    </div>
  );
}

interface NextProps {
  answers: PlaceAnswers;
  ready: boolean;
  onMade: () => void;
  onAdded: (name: string) => void;
}

/** What was answered about the password: it stays while the place cannot be looked at, or another format is tried. */
interface Secrecy {
  password: NewPassword;
  understood: boolean;
  /** What the kit was kept for; null: none was. */
  kept: string | null;
}

const NO_SECRECY: Secrecy = { password: NO_PASSWORD, understood: false, kept: null };

interface WithPasswordProps extends NextProps {
  secrecy: Secrecy;
  onSecrecy: (change: (before: Secrecy) => Partial<Secrecy>) => void;
}

/** What is encrypted needs a password, and somebody who knows what that means. */
function WithPassword({ answers, ready, secrecy: { password, understood, kept }, onSecrecy, ...next }: WithPasswordProps): JSX.Element {
  const { t } = useText();
  const hostname = useAppInfo().data?.hostname ?? '';
  const { placeName, address, storing } = answers;
  const chosen = chosenPassword(password);
  const isGood = passwordProblem(password) === null;
  const facts = { destination: placeName, address: address ?? '', hostname, folders: [], ...(storing.format === 'archive' ? { archive: storing.container } : {}) };
  const wanted = keptFor(facts, chosen);
  return (
    <>
      <ChoosePassword value={password} known={[placeName, address ?? '']} onChange={(part) => onSecrecy((before) => ({ password: { ...before.password, ...part } }))} />
      <Checkbox label={t.settings.understood} checked={understood} onChange={({ currentTarget: { checked } }) => onSecrecy(() => ({ understood: checked }))} />
      {isGood && <RecoveryKit facts={facts} password={chosen} kept={kept === wanted} onKept={() => onSecrecy(() => ({ kept: wanted }))} />}
      <Finish answers={answers} ready={ready && understood && isGood} password={chosen} {...next} />
    </>
  );
}

function Finish({ answers, ready, password, onMade, onAdded }: NextProps & { password: string }): JSX.Element {
  const { t } = useText();
  const queries = useQueryClient();
  const { drives } = usePlaceAround();
  const { placeName: name, address, makes, storing, adopts } = answers;
  const add = useMutation({
    mutationFn: () => {
      const lasting = lastingAddress(address!, drives.filter(({ state }) => state === 'known'));
      return makePlace({ name, address: address!, adopts, lasting, makes, storing, password, saved: false, makeDefault: false }, client, () => undefined, onMade);
    },
    gcTime: 0, // no password stays in memory
    onSuccess: async () => {
      await refreshDestinations();
      onAdded(name);
    },
    onSettled: () => Promise.all(['place', 'opening'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !add.isPending) add.mutate();
  };
  return (
    <form className={classes.stack} onSubmit={submit}>
      {add.error !== null && <Problem error={add.error} />}
      <Group justify="flex-end">
        {ready && <CommandButton command={setUpCommand(name, address ?? '', makes, storing, adopts?.path ?? null)} />}
        <Button type="submit" disabled={!ready} loading={add.isPending}>{makes ? t.settings.addNewAction[storing.format] : t.settings.addExistingAction}</Button>
      </Group>
    </form>
  );
}
