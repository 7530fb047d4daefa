/** A port nobody has been asked on: what is protected is a board with an id of its own. */
import { Button } from '@mantine/core';
import type { JSX } from 'react';
import type { Device } from '../../../../preload/contract/device.ts';
import { useText } from '../../../text/language.tsx';
import { AskConsent } from '../ask-consent.tsx';
import { BoardProblem } from '../board-problem.tsx';
import { titleOf } from '../device-view.ts';
import { useMeet } from '../queries.ts';

export function MeetFirst({ device }: { device: Device }): JSX.Element {
  const { t } = useText();
  const meet = useMeet(device.ref);
  if (meet.data?.id === null) return <p>{t.care.noId}</p>;
  return (
    <>
      <p>{t.devices.isNew}</p>
      {meet.error !== null && <BoardProblem error={meet.error} retry={meet.begin} />}
      <p><Button loading={meet.busy} onClick={meet.begin}>{t.devices.look}</Button></p>
      <AskConsent asked={meet} title={titleOf(device)} />
    </>
  );
}
