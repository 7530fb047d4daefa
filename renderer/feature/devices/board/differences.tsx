/** The board against one of its versions, file by file, and the two texts of a file side by side. */
import { Button, Modal, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { DeviceChange, DeviceChanges } from '../../../../preload/contract/device.ts';
import { client } from '../../../client.ts';
import { textOf, versionText } from '../../../client/served-text.ts';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { CommandButton } from '../../../ui/command-button.tsx';
import { DiffView } from '../../../ui/diff/diff-view.tsx';
import { diffTexts } from '../../../ui/diff/text-diff.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { changesCommand } from '../device-commands.ts';
import { fileChanges, SIGNS } from '../device-view.ts';
import { useBoardQuery, type Access } from './access.ts';
import { AskAgain } from './ask-again.tsx';
import type { BoardPlace } from './board-view.ts';
import classes from './board.module.css';
import { useVersions } from './queries.ts';
import { RestoreSheet } from './restore-sheet.tsx';
import { Told } from './told.tsx';

interface DifferencesProps {
  access: Access;
  place: BoardPlace;
  snapshot: string | undefined;
  onSnapshot: (snapshot: string) => void;
}

export function Differences({ access, place, snapshot, onSnapshot }: DifferencesProps): JSX.Element {
  const { t, f } = useText();
  const versions = useVersions(access.device, place);
  return (
    <Loaded query={versions} meaning={t.board.noVersions}>
      {(all) => {
        const version = all.find(({ id }) => id === snapshot) ?? all[0];
        if (version === undefined) return <Empty title={t.board.noVersions}><p>{t.board.noVersionsWhy}</p></Empty>;
        return (
          <>
            <Select
              size="xs" label={t.board.against} className={classes.place} allowDeselect={false} value={version.id} onChange={(id) => id !== null && onSnapshot(id)}
              data={all.map(({ id, time }, index) => ({ value: id, label: `${f.dateTime(time)}${index === 0 ? ` (${t.board.newest})` : ''}` }))}
            />
            <Compared key={version.id} access={access} destination={place.address} version={version} />
          </>
        );
      }}
    </Loaded>
  );
}

interface ComparedProps {
  access: Access;
  destination: string;
  version: { id: string; time: string; tree: string; paths: string[] };
}

function Compared({ access, destination, version }: ComparedProps): JSX.Element {
  const { t } = useText();
  const { device, free } = access;
  const [wanted, want] = useState(false);
  const [shown, show] = useState<string | null>(null);
  const [restoring, restore] = useState(false);
  const changes = useBoardQuery(access, ['changes', destination, version.id], (reach, signal) => client.device.changes({ ...reach, destination, snapshot: version.id }, { signal }), wanted);
  return (
    <>
      <div className={classes.bar}>
        {!wanted && <p className="quiet">{t.board.compareWhy}</p>}
        <div className={classes.versionActions}>
          {!wanted && <Button size="xs" disabled={!free} onClick={() => want(true)}>{t.board.compareNow}</Button>}
          <AskAgain access={access} query={changes} />
          <CommandButton command={changesCommand(device.name ?? device.ref, version.id, destination)} />
        </div>
      </div>
      {(wanted || !free) && <Told access={access} query={changes} lines={6}>{(found) => <Found found={found} onShow={show} onRestore={() => restore(true)} />}</Told>}
      <Modal opened={shown !== null} onClose={() => show(null)} size="min(1200px, 94vw)" title={<bdi>{t.board.diffTitle(visible(shown ?? ''))}</bdi>} closeButtonProps={{ 'aria-label': t.common.close }}>
        {shown !== null && <FileDiff access={access} destination={destination} version={version} path={shown} asked={changes.dataUpdatedAt} />}
      </Modal>
      <RestoreSheet device={device} destination={destination} snapshot={restoring ? version : null} onClose={() => restore(false)} />
    </>
  );
}

interface FoundProps {
  found: DeviceChanges;
  onShow: (path: string) => void;
  onRestore: () => void;
}

function Found({ found: { changes, unchanged }, onShow, onRestore }: FoundProps): JSX.Element {
  const { t, f } = useText();
  const files = fileChanges(changes);
  const same = t.common.items(f.count(unchanged), unchanged);
  const numbers = (['changed', 'added', 'removed'] as const).flatMap((kind) => {
    const count = files.filter(({ change }) => change === kind).length;
    return count === 0 ? [] : [t.devices.changed[kind](f.count(count))];
  });
  return (
    <>
      <p role="status">{files.length === 0 ? t.board.same(same) : t.board.differs(numbers.join(', '), same)}</p>
      {files.length > 0 && <ul className={`${classes.differences} surface`}>{files.map((change) => <Difference key={change.path} change={change} onShow={onShow} />)}</ul>}
      {files.length > 0 && <p><Button size="xs" variant="default" onClick={onRestore}>{t.board.bringBack}</Button></p>}
    </>
  );
}

function Difference({ change: { change, path, type, sizeBefore, sizeNow }, onShow }: { change: DeviceChange; onShow: (path: string) => void }): JSX.Element {
  const { t, f } = useText();
  const sizes = type === 'dir' ? t.board.folderKind : change === 'changed' ? t.board.sizes(f.bytes(sizeBefore), f.bytes(sizeNow)) : f.bytes(change === 'added' ? sizeNow : sizeBefore);
  return (
    <li data-change={change}>
      <span aria-hidden="true" className={classes.sign}>{SIGNS[change]}</span>
      <bdi className={`path ${classes.name}`}>{visible(path)}</bdi>
      <span className="quiet">{t.devices.change[change]}</span>
      <span className={`quiet ${classes.size}`}>{sizes}</span>
      <span className={classes.show}>{change === 'changed' && type === 'file' && <Button size="compact-xs" variant="subtle" aria-label={t.board.diffLabel(visible(path))} onClick={() => onShow(path)}>{t.board.diff}</Button>}</span>
    </li>
  );
}

interface FileDiffProps extends Omit<ComparedProps, 'version'> {
  version: { id: string; time: string };
  path: string;
  /** When the board was compared: what was read of it before is not of now. */
  asked: number;
}

function FileDiff({ access, destination, version, path, asked }: FileDiffProps): JSX.Element {
  const { t, f } = useText();
  const before = useQuery({ queryKey: ['version text', destination, version.id, path], retry: false, staleTime: Infinity, queryFn: ({ signal }) => versionText({ destination, snapshot: version.id }, path, signal) });
  const diff = useBoardQuery(access, ['diff', version.id, path, asked], async (reach, signal) => {
    const now = await textOf(await client.device.preview({ ...reach, path }, { signal }), signal);
    return now === null || before.data == null ? null : { ...(await diffTexts(before.data.text, now.text, signal)), truncated: before.data.truncated || now.truncated };
  }, before.data !== undefined);
  return (
    <Loaded query={before} lines={12} meaning={t.restore.previewFailed}>
      {() => <Told access={access} query={diff} lines={12}>{(found) => (found === null ? <p>{t.restore.notText}</p> : <DiffView diff={found} before={t.board.version(f.dateTime(version.time))} after={t.board.onBoard} />)}</Told>}
    </Loaded>
  );
}
