/** What is broken here made whole from another place: looked for first, shown, then done. */
import { Button, Group, Modal, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { ChainRepairPlan } from '../../../../../preload/contract/archive.ts';
import { client } from '../../../../client.ts';
import { visible } from '../../../../form/visible.ts';
import { useText } from '../../../../text/language.tsx';
import { CommandButton } from '../../../../ui/command-button.tsx';
import { commandLine } from '../../../../ui/command-line.ts';
import { Problem } from '../../../../ui/problem.tsx';
import type { BoardPlace } from '../board-view.ts';
import classes from '../board.module.css';
import { orLookAgain, useFollowed } from './use-followed.ts';

interface RepairSheetProps {
  place: BoardPlace;
  places: readonly BoardPlace[];
  onClose: () => void;
}

export function RepairSheet({ place: { address }, places, onClose }: RepairSheetProps): JSX.Element {
  const { t, f } = useText();
  const words = t.board.archives;
  const others = places.filter((each) => each.address !== address && each.address !== '');
  const [chosen, choose] = useState<string | null>(others[0]?.address ?? null);
  const look = useMutation({ mutationFn: (from: string) => client.destination.repairChainPreview({ destination: address, from }) });
  const start = useFollowed(orLookAgain((token: string) => client.destination.repairChain({ destination: address, token }), look.reset));
  const plan = look.data?.plan;
  const count = plan === undefined ? 0 : plan.rebuilt.length + plan.repointed.length + plan.copied.length;
  return (
    <Modal opened onClose={onClose} size="lg" title={words.repairTitle} closeButtonProps={{ 'aria-label': t.common.close }}>
      <div className={classes.sheet}>
        <p>{words.repairWhy}</p>
        {others.length === 0 ? <p>{words.repairNone}</p> : (
          <Select
            label={words.repairFrom} data-autofocus allowDeselect={false} value={chosen} data={others.map((each) => ({ value: each.address, label: visible(each.name ?? t.board.ownPlace) }))}
            onChange={(value) => {
              choose(value);
              look.reset();
            }}
          />
        )}
        <div role="status">{plan !== undefined && <Found plan={plan} count={count} />}</div>
        {look.error !== null && <Problem error={look.error} meaning={t.devices.problem.nothing} />}
        {start.error !== null && <Problem error={start.error} />}
        <Group justify="flex-end" gap="xs">
          {chosen !== null && <CommandButton command={commandLine('repair', 'chain', '-r', address, '--from', chosen)} />}
          <span className={classes.spacer} />
          <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
          {plan === undefined
            ? <Button loading={look.isPending} disabled={chosen === null} onClick={() => chosen !== null && look.mutate(chosen)}>{words.repairLook}</Button>
            : <Button color="red.8" loading={start.isPending} disabled={count === 0} onClick={() => look.data !== undefined && start.mutate(look.data.token)}>{words.repairAction(f.count(count), count)}</Button>}
        </Group>
      </div>
    </Modal>
  );
}

function Found({ plan: { rebuilt, repointed, copied, lost }, count }: { plan: ChainRepairPlan; count: number }): JSX.Element {
  const { t, f } = useText();
  const words = t.board.archives;
  if (count + lost.length === 0) return <p>{words.repairWhole}</p>;
  return (
    <>
      <p>{count === 0 ? words.repairNothing : words.repairFound(f.count(count), count)}</p>
      {count > 0 && (
        <ul className={classes.names}>
          {[...rebuilt, ...repointed].map(({ snapshot, time }) => <li key={snapshot}>{time === null ? '' : f.dateTime(time)} <span className="quiet">{words.repairSame}</span></li>)}
          {copied.map(({ from, time }) => <li key={from}>{f.dateTime(time)} <span className="quiet">{words.repairLike}</span></li>)}
        </ul>
      )}
      {lost.length > 0 && <p>{words.repairLost(f.count(lost.length), lost.length)}</p>}
      {lost.length > 0 && <ul className={classes.names}>{lost.map(({ snapshot, time, name }) => <li key={snapshot}>{time === null ? <bdi className="path">{visible(name)}</bdi> : f.dateTime(time)}</li>)}</ul>}
    </>
  );
}
