/** A folder dialog of the window's own: places at the left, the folders of one folder, and the path to type. All of it works by keyboard. */
import { Button, Modal, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type JSX, type KeyboardEvent } from 'react';
import { client } from '../client.ts';
import { faultOf } from '../client/fault.ts';
import { useText } from '../text/language.tsx';
import { Loading } from '../ui/loading.tsx';
import { Problem } from '../ui/problem.tsx';
import { FolderList } from './folder-list.tsx';
import { isAbsolute, parentOf } from './folder-path.ts';
import classes from './folder-picker.module.css';
import { FolderPlaces } from './folder-places.tsx';
import { FolderTrail } from './folder-trail.tsx';
import { visible } from './visible.ts';

export interface FolderPickerProps {
  title: string;
  startAt: string | undefined;
  /** With the chosen folder, or null. */
  onClose: (path: string | null) => void;
}

export function FolderPicker({ title, startAt, onClose }: FolderPickerProps): JSX.Element {
  const { t } = useText();
  const [wanted, setWanted] = useState<string | null>(startAt ?? null);
  const [marked, setMarked] = useState<string | null>(null);
  const [hidden, setHidden] = useState(false);
  const { listing, gone, go } = useFolder(wanted, (path) => {
    setWanted(path);
    setMarked(null);
  });
  const here = listing.data?.path ?? null;
  const chosen = marked ?? here;
  return (
    <Modal opened onClose={() => onClose(null)} title={title} size={820} closeButtonProps={{ 'aria-label': t.common.close }}>
      <div className={classes.picker}>
        <FolderPlaces current={here} onGo={go} />
        <div className={classes.main}>
          {here !== null && <FolderTrail path={here} onGo={go} />}
          <TypedPath key={wanted} path={here ?? wanted ?? ''} onGo={go} />
          {gone !== null && <p role="alert" className={classes.gone}>▲ {t.form.picker.gone(visible(gone))}</p>}
          {listing.error !== null && <Problem error={listing.error} retry={() => void listing.refetch()} />}
          {listing.data === undefined && listing.error === null && <div className={classes.list}><Loading lines={8} height={24} /></div>}
          {listing.data !== undefined && listing.error === null && <FolderList listing={listing.data} hidden={hidden} onMark={setMarked} onGo={go} />}
          <Switch label={t.form.picker.hidden} checked={hidden} onChange={({ currentTarget }) => setHidden(currentTarget.checked)} />
        </div>
      </div>
      <footer className={classes.foot}>
        <p className={classes.chosen}>{chosen !== null && listing.error === null && <bdi className="path">{visible(chosen)}</bdi>}</p>
        <Button variant="default" onClick={() => onClose(null)}>{t.common.cancel}</Button>
        <Button disabled={chosen === null || listing.error !== null} onClick={() => onClose(chosen)}>{t.form.picker.choose}</Button>
      </footer>
    </Modal>
  );
}

/** One folder; when it is gone, the nearest one above it that is there, and the word about it. */
function useFolder(wanted: string | null, move: (path: string) => void) {
  const [gone, setGone] = useState<string | null>(null);
  const listing = useQuery({
    queryKey: ['browse', wanted], queryFn: ({ signal }) => client.source.browse(wanted === null ? {} : { path: wanted }, { signal }), retry: false, staleTime: 0, refetchInterval: 5000,
  });
  const missing = listing.error !== null && faultOf(listing.error).kind === 'missing';
  useEffect(() => {
    const above = missing && wanted !== null ? parentOf(wanted) : null;
    if (above === null) return;
    setGone((first) => first ?? wanted);
    move(above);
    // Once for each folder that turns out to be gone.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [missing, wanted]);
  const go = (path: string): void => {
    setGone(null);
    move(path);
  };
  return { listing, gone, go };
}

/** Shows where the dialog is until something is typed, and then that: a listing that arrives late takes nothing away. */
function TypedPath({ path, onGo }: { path: string; onGo: (path: string) => void }): JSX.Element {
  const { t } = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? path;
  const [left, setLeft] = useState(false);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    setLeft(true);
    if (isAbsolute(text.trim())) onGo(text.trim());
  };
  return (
    <TextInput
      aria-label={t.form.picker.path} classNames={{ input: 'path' }} value={text} spellCheck={false} autoComplete="off" onKeyDown={onKeyDown} onBlur={() => setLeft(true)}
      error={left && text.trim() !== '' && !isAbsolute(text.trim()) ? t.form.path.notAbsolute : null} onChange={({ currentTarget }) => setTyped(currentTarget.value)}
    />
  );
}
