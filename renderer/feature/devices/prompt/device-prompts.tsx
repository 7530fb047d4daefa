/** Over every page: a board that was plugged in, and when it was last backed up. It takes no focus by itself; it is announced, and a key leads to it. */
import { Button, Group } from '@mantine/core';
import { IconCpu } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { useState, type JSX, type KeyboardEvent } from 'react';
import type { Device } from '../../../../preload/contract/device.ts';
import { useDevices } from '../../../client/live-devices.ts';
import { useNow } from '../../../client/use-now.ts';
import { visible } from '../../../form/visible.ts';
import { useText, type Text } from '../../../text/language.tsx';
import { AskingPanel } from '../../../ui/asking-panel.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { AskConsent } from '../ask-consent.tsx';
import { BoardProblem } from '../board-problem.tsx';
import { changedFiles } from '../since.ts';
import { useForgetAway, useSince, type Since } from '../use-since.ts';
import { placeFor, titleOf } from '../device-view.ts';
import { useBackUpBoard } from '../queries.ts';
import classes from './device-prompts.module.css';
import { askedAfter, askedFor } from './plugged-in.ts';

/** Leads to the question. */
const KEY = 'b';

export function DevicePrompts(): JSX.Element {
  const text = useText();
  const { t, f } = text;
  const { news: devices } = useDevices();
  useForgetAway(devices);
  const now = useNow();
  const [heard, setHeard] = useState(devices);
  const [refs, setRefs] = useState<readonly string[]>([]);
  if (devices !== null && devices !== heard) {
    setHeard(devices);
    setRefs(askedAfter(refs, heard, devices));
  }
  const open = useLocation({ select: ({ pathname, search }) => (pathname === '/devices/board' ? search.device : undefined) });
  const asked = askedFor(refs, devices ?? [], now).filter(({ ref }) => ref !== open); // its own page says it, too
  const [shown] = asked;
  const more = asked.length - 1;
  const putOff = (ref: string): void => setRefs(refs.filter((other) => other !== ref));
  return (
    <>
      <div role="status" className="sr-only">{shown !== undefined && <Announced key={shown.ref} device={shown} />}</div>
      <AskingPanel label={t.board.prompt.region} shortcut={{ keys: KEY, label: t.board.prompt.shortcut }} shown={shown?.ref ?? null} waiting={more > 0 ? t.drives.prompt.more(f.count(more), more) : null}>
        {shown !== undefined && <Question key={shown.ref} device={shown} onPutOff={() => putOff(shown.ref)} />}
      </AskingPanel>
    </>
  );
}

/** "greenhouse was last backed up 12 days ago, 4 files changed." What is not known yet, or only an interrupt would tell, is left out. */
function sentenceOf(device: Device, { data }: Pick<Since, 'data'>, { t, f }: Pick<Text, 't' | 'f'>): string {
  const title = visible(titleOf(device));
  if (device.lastBackup === null) return t.board.prompt.never(title);
  const ago = f.ago(device.lastBackup.at);
  if (data === undefined) return t.board.prompt.last(title, ago);
  const count = changedFiles(data);
  return count === 0 ? t.board.prompt.lastSame(title, ago) : t.board.prompt.lastChanged(title, ago, t.board.prompt.changed(f.count(count), count));
}

/** Once as soon as it is known what can be known. */
function Announced({ device }: { device: Device }): JSX.Element | null {
  const text = useText();
  const since = useSince(device);
  return since.busy ? null : <>{sentenceOf(device, since, text)} {text.t.drives.prompt.hint(KEY.toUpperCase())}</>;
}

function Question({ device, onPutOff }: { device: Device; onPutOff: () => void }): JSX.Element {
  const text = useText();
  const { t, f } = text;
  const { ref, lastBackup } = device;
  const since = useSince(device);
  const backUp = useBackUpBoard(ref, placeFor(device));
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !backUp.refused) onPutOff();
  };
  return (
    // Escape on any of its buttons puts it off.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div data-answers tabIndex={-1} className={classes.question} onKeyDown={onKey}>
      <div className={classes.title}><IconCpu size={20} stroke={1.6} aria-hidden="true" /><h2><bdi>{sentenceOf(device, since, text)}</bdi></h2></div>
      {lastBackup !== null && <p className="quiet">{t.board.prompt[since.busy ? 'asking' : since.running ? 'running' : 'held'](t.common.files(f.count(lastBackup.files), lastBackup.files))}</p>}
      {backUp.error !== null && <BoardProblem error={backUp.error} />}
      <Group gap="xs">
        <Button size="xs" loading={backUp.busy} onClick={backUp.begin}>{t.devices.backUp}</Button>
        <LinkButton size="xs" variant="default" to="/devices/board" search={{ device: ref, view: 'changes' }} onClick={onPutOff}>{t.board.prompt.open}</LinkButton>
        <Button size="xs" variant="subtle" color="gray" onClick={onPutOff}>{t.board.prompt.notNow}</Button>
      </Group>
      <AskConsent asked={backUp} title={titleOf(device)} />
    </div>
  );
}
