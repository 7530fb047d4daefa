/** A chain up to a version as one full archive: exactly what goes and what stays, before it is done. */
import { Button, Group, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { ChainLink, MergePlan } from '../../../../../preload/contract/archive.ts';
import { client } from '../../../../client.ts';
import { visible } from '../../../../form/visible.ts';
import { useText } from '../../../../text/language.tsx';
import { CommandButton } from '../../../../ui/command-button.tsx';
import { commandLine } from '../../../../ui/command-line.ts';
import { Loaded } from '../../../../ui/loaded.tsx';
import { Problem } from '../../../../ui/problem.tsx';
import classes from '../board.module.css';
import { orLookAgain, useFollowed } from './use-followed.ts';

interface MergeSheetProps {
  destination: string;
  link: ChainLink;
  onClose: () => void;
}

export function MergeSheet({ destination, link, onClose }: MergeSheetProps): JSX.Element {
  const { t, f } = useText();
  const words = t.board.archives;
  const preview = useQuery({ queryKey: ['merge', destination, link.id], retry: false, gcTime: 0, staleTime: Infinity, refetchOnWindowFocus: false, refetchOnReconnect: false, queryFn: ({ signal }) => client.snapshot.mergePreview({ destination, snapshot: link.id }, { signal }) });
  const start = useFollowed(orLookAgain((token: string) => client.snapshot.merge({ destination, token }), () => void preview.refetch()));
  const gone = (preview.data?.plan.forgotten.length ?? 1) - 1;
  return (
    <Modal opened onClose={onClose} size="lg" title={words.mergeTitle(f.dateTime(link.time))} closeButtonProps={{ 'aria-label': t.common.close }}>
      <div className={classes.sheet}>
        <p>{words.mergeWhy}</p>
        <Loaded query={preview} lines={4} meaning={t.devices.problem.nothing}>{({ plan }) => <Told plan={plan} />}</Loaded>
        {start.error !== null && <Problem error={start.error} />}
        <Group justify="flex-end" gap="xs">
          <CommandButton command={commandLine('merge', link.id.slice(0, 8), '-r', destination)} />
          <span className={classes.spacer} />
          <Button variant="default" data-autofocus onClick={onClose}>{t.common.cancel}</Button>
          <Button color="red.8" disabled={preview.data === undefined} loading={start.isPending} onClick={() => preview.data !== undefined && start.mutate(preview.data.token)}>{words.mergeAction(f.count(gone), gone)}</Button>
        </Group>
      </div>
    </Modal>
  );
}

function Told({ plan: { folded, forgotten, rewritten, freed } }: { plan: MergePlan }): JSX.Element {
  const { t, f } = useText();
  const words = t.board.archives;
  return (
    <>
      <p>{words.folded(f.count(folded.length))}</p>
      <ul className={classes.names}>{folded.map((name) => <li key={name}><bdi className="path">{visible(name)}</bdi></li>)}</ul>
      <p>{words.forgotten(f.count(forgotten.length - 1), forgotten.length - 1)} {rewritten.length > 0 && words.rewritten(f.count(rewritten.length), rewritten.length)} {words.freed(f.bytes(freed.bytes))}</p>
    </>
  );
}
