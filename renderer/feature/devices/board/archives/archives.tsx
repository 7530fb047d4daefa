/** The archives of a board: its chains, which file needs which, and what can be done with them. */
import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { ChainLink, Chains } from '../../../../../preload/contract/archive.ts';
import type { Device } from '../../../../../preload/contract/device.ts';
import { client } from '../../../../client.ts';
import { faultOf } from '../../../../client/fault.ts';
import { OpeningProblem } from '../../../../form/opening-problem.tsx';
import { visible } from '../../../../form/visible.ts';
import { useText } from '../../../../text/language.tsx';
import { CommandButton } from '../../../../ui/command-button.tsx';
import { commandLine } from '../../../../ui/command-line.ts';
import { Empty } from '../../../../ui/empty.tsx';
import { Loading } from '../../../../ui/loading.tsx';
import { Problem } from '../../../../ui/problem.tsx';
import { ChainSection } from '../../../chains/chain-section.tsx';
import { inOrder } from '../../../chains/chain.ts';
import { hostOf, type BoardPlace } from '../board-view.ts';
import { chainsOf, isMergeable, problemsOf } from './board-chains.ts';
import classes from '../board.module.css';
import { ExportSheet, type Exported } from './export-sheet.tsx';
import { ImportSheet } from './import-sheet.tsx';
import { MergeSheet } from './merge-sheet.tsx';
import { RepairSheet } from './repair-sheet.tsx';
import { useFollowed } from './use-followed.ts';

interface ArchivesProps {
  device: Device;
  place: BoardPlace;
  places: readonly BoardPlace[];
}

export function Archives({ device, place, places }: ArchivesProps): JSX.Element {
  const { t } = useText();
  const { address } = place;
  const chains = useQuery({
    queryKey: ['snapshots', 'chains', address, device.lastBackup?.snapshot], enabled: address !== '', retry: false, queryFn: ({ signal }) => client.destination.chains({ destination: address }, { signal }),
    placeholderData: (before, query) => (query?.queryKey[2] === address ? before : undefined), // what is asked over the list stays open when a backup ends
  });
  const [importing, importOne] = useState(false);
  const check = useFollowed(() => client.verify.start({ destination: address, readData: 'all' }));
  if (address === '') return <Empty title={t.board.noVersions}><p>{t.board.noVersionsWhy}</p></Empty>;
  return (
    <>
      <p className="quiet">{t.board.archives.intro}</p>
      <Group gap="xs">
        <Button size="xs" variant="default" loading={check.isPending} onClick={() => check.mutate()}>{t.board.archives.check}</Button>
        <Button size="xs" variant="default" onClick={() => importOne(true)}>{t.board.archives.import}</Button>
        <CommandButton command={commandLine('check', '-r', address, '--read-data')} />
      </Group>
      {check.error !== null && <Problem error={check.error} />}
      {chains.data !== undefined ? <Found chains={chains.data} device={device} place={place} places={places} /> : chains.error === null ? <Loading lines={6} /> : faultOf(chains.error).kind === 'unsupported'
        ? <p>{t.board.archives.none}</p>
        : <OpeningProblem name={address} error={chains.error} meaning={t.chains.unreachable} onOpened={() => void chains.refetch()} />}
      {importing && <ImportSheet device={device} place={place} onClose={() => importOne(false)} />}
    </>
  );
}

interface FoundProps extends ArchivesProps {
  chains: Chains;
}

function Found({ chains: { chains, problems }, device, place, places }: FoundProps): JSX.Element {
  const { t, f } = useText();
  const [merging, merge] = useState<ChainLink | null>(null);
  const [exporting, exportOne] = useState<Exported | null>(null);
  const [repairing, repair] = useState(false);
  const host = hostOf(device);
  const own = chainsOf(chains, host);
  const strange = problemsOf(problems, host);
  const isBroken = strange.length > 0 || own.some(({ links }) => links.some(({ state, needs }) => state !== 'ok' || needs.some((id) => !chains.some((chain) => chain.links.some((link) => link.id === id)))));
  const actions = (link: ChainLink): JSX.Element | null => (link.snapshot === null ? null : (
    <Group gap="xs">
      {isMergeable(link, chains) && <Button size="compact-sm" variant="default" aria-label={t.board.archives.mergeLabel(f.dateTime(link.time))} onClick={() => merge(link)}>{t.board.archives.merge}</Button>}
      <Button size="compact-sm" variant="default" aria-label={t.board.exportLabel(f.dateTime(link.time))} onClick={() => exportOne({ id: link.id, time: link.time })}>{t.board.export}</Button>
    </Group>
  ));
  return (
    <>
      {isBroken && (
        <div role="alert" className={classes.stale}>
          <span aria-hidden="true">▲</span>
          <div>
            <p>{t.board.archives.broken}</p>
            {strange.map((sentence) => <p key={sentence} className="quiet">{visible(sentence)}</p>)}
            <Button size="xs" variant="default" onClick={() => repair(true)}>{t.board.archives.repair}</Button>
          </div>
        </div>
      )}
      {own.length === 0 && <p>{t.chains.none}</p>}
      {inOrder(own).map((chain) => <ChainSection key={chain.id} chain={chain} all={chains} actions={actions} />)}
      {merging !== null && <MergeSheet destination={place.address} link={merging} onClose={() => merge(null)} />}
      {exporting !== null && <ExportSheet device={device} destination={place.address} version={exporting} onClose={() => exportOne(null)} />}
      {repairing && <RepairSheet place={place} places={places} onClose={() => repair(false)} />}
    </>
  );
}
