/** What is on the board now: one directory at a time, and texts to look at. */
import { Modal } from '@mantine/core';
import { IconFile, IconFolder } from '@tabler/icons-react';
import { useState, type JSX } from 'react';
import type { DeviceEntry } from '../../../../preload/contract/device.ts';
import { client } from '../../../client.ts';
import { textOf } from '../../../client/served-text.ts';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { linesOf, shownLine } from '../../../ui/diff/text-lines.ts';
import { VirtualList } from '../../../ui/virtual-list.tsx';
import { useBoardQuery, type Access } from './access.ts';
import { AskAgain } from './ask-again.tsx';
import { trailOf } from './board-view.ts';
import classes from './board.module.css';
import { Told } from './told.tsx';

export function BoardFiles({ access }: { access: Access }): JSX.Element {
  const { t } = useText();
  const [path, setPath] = useState('/');
  const [shown, show] = useState<string | null>(null);
  const files = useBoardQuery(access, ['files', path], (reach, signal) => client.device.files({ ...reach, path }, { signal }));
  return (
    <>
      <div className={classes.bar}>
        <nav aria-label={t.board.trail} className={classes.trail}>
          {trailOf(path).map((step) => <button key={step.path} type="button" className={classes.step} aria-current={step.path === path ? 'location' : undefined} onClick={() => setPath(step.path)}>{visible(step.name)}</button>)}
        </nav>
        <AskAgain access={access} query={files} />
      </div>
      <Told access={access} query={files} lines={8}>
        {(entries) => (entries.length === 0 ? <p className="quiet">{t.board.emptyFolder}</p> : <Table entries={entries} path={path} onOpen={(entry) => (entry.type === 'dir' ? setPath(entry.path) : show(entry.path))} />)}
      </Told>
      <Modal opened={shown !== null} onClose={() => show(null)} size="min(900px, 94vw)" title={<bdi className="path">{visible(shown ?? '')}</bdi>} closeButtonProps={{ 'aria-label': t.common.close }}>
        {shown !== null && <FileText access={access} path={shown} />}
      </Modal>
    </>
  );
}

function Table({ entries, path, onOpen }: { entries: readonly DeviceEntry[]; path: string; onOpen: (entry: DeviceEntry) => void }): JSX.Element {
  const { t, f } = useText();
  return (
    <div className={`${classes.tableFrame} surface`}>
      <table className={classes.table}>
        <caption className="sr-only">{t.board.folder(visible(path))}</caption>
        <thead><tr><th scope="col">{t.common.name}</th><th scope="col">{t.common.size}</th><th scope="col">{t.common.modified}</th></tr></thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.path}>
              <td>
                <button type="button" className={classes.entry} onClick={() => onOpen(entry)}>
                  {entry.type === 'dir' ? <IconFolder size={16} stroke={1.6} aria-hidden="true" /> : <IconFile size={16} stroke={1.6} aria-hidden="true" />}<bdi>{visible(entry.name)}</bdi>
                </button>
              </td>
              <td>{entry.type === 'dir' ? t.board.folderKind : f.bytes(entry.size)}</td>
              <td>{entry.mtime === null ? t.board.noTime : f.when(entry.mtime)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const LINE = 18;

function FileText({ access, path }: { access: Access; path: string }): JSX.Element {
  const { t } = useText();
  const text = useBoardQuery(access, ['text', path], async (reach, signal) => textOf(await client.device.preview({ ...reach, path }, { signal }), signal));
  return (
    <Told access={access} query={text} lines={8}>
      {(told) => {
        if (told === null) return <p>{t.board.notText}</p>;
        if (told.text === '') return <p className="quiet">{t.restore.emptyFile}</p>;
        const lines = linesOf(told.text);
        return (
          <>
            <VirtualList label={t.restore.textOf(visible(path))} count={lines.length} lineHeight={LINE} as="text" className={classes.text}>{(index) => <span className={classes.code}>{shownLine(lines[index]!)}</span>}</VirtualList>
            {told.truncated && <p className="quiet">{t.restore.truncated}</p>}
          </>
        );
      }}
    </Told>
  );
}
