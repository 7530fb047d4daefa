/** The folder of one version: tree, table and preview beside each other, and what is chosen below. */
import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useRef, useState, type JSX } from 'react';
import { faultOf } from '../../client/fault.ts';
import type { Origin } from '../../form/origin.ts';
import { useFolderPicker } from '../../form/use-folder-picker.tsx';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { commandLine } from '../../ui/command-line.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { Crumbs } from './crumbs.tsx';
import { EntryTable } from './entry-table.tsx';
import { FolderProblem } from './folder-problem.tsx';
import { FolderTree } from './folder-tree.tsx';
import { parentOf } from './paths.ts';
import type { Go, Place } from './place.ts';
import { PreviewPane } from './preview-pane.tsx';
import { folderSummary } from './folder-summary.ts';
import type { At } from './queries.ts';
import classes from './restore.module.css';
import { RestoreSheet, type SheetWish } from './restore-sheet.tsx';
import { SearchResults } from './search-results.tsx';
import { chosenOf, NOTHING, type Chosen, type Selection } from './selection.ts';
import { SelectionBar } from './selection-bar.tsx';
import type { Row } from './row.ts';
import { filterOf, type Spot } from './timeline.ts';
import { TimeSlider } from './time-slider.tsx';
import { useFolder } from './use-folder.ts';
import { useSliding } from './use-sliding.ts';

export interface BrowserProps {
  origin: Origin;
  spot: Spot;
  place: Place & { path: string };
  go: Go;
  /** Asks for the list of versions again. */
  reload: () => void;
}

export function Browser({ origin, spot, place, go, reload }: BrowserProps): JSX.Element {
  const { t, f } = useText();
  const { timeline, index } = spot;
  const version = timeline.versions[index]!;
  const at: At = useMemo(() => ({ destination: origin.destination, snapshot: version.id }), [origin.destination, version.id]);
  const folder = useFolder(at, place.path);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [active, setActive] = useState<Row | null>(null);
  /** Where the cursor goes when the folder is there. */
  const [aim, setAim] = useState<string | null>(null);
  const [sheet, setSheet] = useState<SheetWish | null>(null);
  const [peek, setPeek] = useState(false);
  const narrow = useMediaQuery('(max-width: 1180px)', false);
  const sliding = useSliding(index, timeline.versions.length, useCallback((to: number) => go({ snapshot: timeline.versions[to]!.id, path: place.path }, true), [go, timeline, place.path]));
  const openFolder = useCallback((path: string, from: string | null = null, replace = false) => {
    setAim(from);
    go({ snapshot: version.id, path, find: undefined }, replace);
  }, [go, version.id]);
  useFileInPlaceOfFolder(folder.shown, openFolder);
  useEffect(() => {
    if (folder.shown.pages.error != null && faultOf(folder.shown.pages.error).kind === 'missing') reload();
  }, [folder.shown.pages.error, folder.shown.pages]); // eslint-disable-line react-hooks/exhaustive-deps -- once for each failure

  const chosen: readonly Chosen[] = useMemo(() => (selection.size > 0 ? [...selection.values()] : active === null ? [] : [chosenOf(active)]), [selection, active]);
  const { pick, picker } = useFolderPicker();
  const before = useRef<HTMLElement | null>(null);
  const closeSheet = useCallback(() => {
    setSheet(null);
    requestAnimationFrame(() => (before.current?.isConnected === true ? before.current : document.querySelector<HTMLElement>('[role=grid]'))?.focus());
  }, []);
  const restore = useCallback(async (target: 'original' | 'folder'): Promise<void> => {
    if (chosen.length === 0) return;
    before.current = document.activeElement instanceof HTMLElement && document.activeElement !== document.body ? document.activeElement : null;
    const folder = target === 'original' ? null : await pick({ title: t.restore.pickTitle });
    if (target === 'original') setSheet({ at, chosen, target, when: version.time });
    else if (folder !== null) setSheet({ at, chosen, target: { folder }, when: version.time });
  }, [chosen, at, version.time, pick, t]);
  const { step } = sliding;
  const busy = sheet !== null || picker !== null;
  useShortcuts(useMemo(() => (busy ? [] : [
    { keys: 'alt+ArrowLeft', label: t.restore.older, run: () => step(-1) },
    { keys: 'alt+ArrowRight', label: t.restore.newer, run: () => step(1) },
    { keys: 'mod+Enter', label: t.restore.toOriginal, run: () => void restore('original') },
  ]), [busy, t, step, restore]));

  const filter = useMemo(() => filterOf(origin.plan, timeline), [origin.plan, timeline]);
  const pane = <PreviewPane at={at} row={active} filter={filter} spot={spot} onVersion={(snapshot) => go({ snapshot, path: place.path }, true)} />;
  const browse = (
    <>
      <TimeSlider versions={timeline.versions} sliding={sliding} />
      <div className={classes.where}>
        <Crumbs place={place} snapshot={version.id} />
        <span className={classes.summary}>
          <span className="quiet" role="status">{folderSummary(folder.shown.pages, t, f)}</span>
          <CommandButton command={commandLine('ls', '-r', origin.destination, version.id.slice(0, 8), place.path, '-l')} />
        </span>
      </div>
      <div className={classes.panes}>
        <FolderTree at={at} roots={version.paths} path={place.path} waiting={folder.waiting || (folder.shown.pages.total === null && folder.shown.pages.error === null)} onOpen={openFolder} />
        <div className={classes.center}>
          {folder.shown.pages.error != null && folder.shown.pages.total === null
            ? <FolderProblem error={folder.shown.pages.error} path={folder.shown.path} destination={origin.destination} filter={filter} retry={() => folder.shown.pages.retry()} onUp={(path) => openFolder(path)} onVersion={(snapshot) => go({ snapshot, path: folder.shown.path })} />
            : (
              <EntryTable
                folder={folder} path={place.path} aim={aim} selection={selection} onSelect={setSelection} onActive={setActive}
                onOpen={(row) => (row.type === 'dir' ? openFolder(row.path) : narrow === true && setPeek(true))} onUp={() => place.path !== '/' && openFolder(parentOf(place.path), place.path)}
              />
            )}
        </div>
        {narrow === true ? null : pane}
      </div>
    </>
  );
  return (
    <>
      {place.find === undefined ? browse : (
        <SearchResults
          key={place.find} destination={origin.destination} text={place.find} filter={filterOf(origin.plan, null)} selection={selection} onSelect={setSelection} onLeave={() => go({ find: undefined })}
          onOpen={({ snapshot, entry }) => {
            setAim(entry.rawPath);
            go({ find: undefined, snapshot, path: parentOf(entry.rawPath) });
          }}
        />
      )}
      <SelectionBar at={at} selection={selection} chosen={place.find === undefined || selection.size > 0 ? chosen : []} onClear={() => setSelection(NOTHING)} onRestore={(target) => void restore(target)} onPeek={narrow === true && active !== null && place.find === undefined ? () => setPeek(true) : null} />
      {narrow === true && <Drawer opened={peek} onClose={() => setPeek(false)} title={t.restore.preview} size={380} classNames={{ body: classes.peek }} closeButtonProps={{ 'aria-label': t.common.close }}>{pane}</Drawer>}
      {picker}
      {sheet !== null && <RestoreSheet wish={sheet} onClose={closeSheet} onDone={folder.refresh} />}
    </>
  );
}

/** An address may name a file: its folder is shown, with the cursor on it. */
function useFileInPlaceOfFolder({ pages, path }: { pages: { total: number | null; row: (index: number) => Row | undefined }; path: string }, openFolder: (path: string, from: string, replace: boolean) => void): void {
  const only = pages.total === 1 ? pages.row(0) : undefined;
  const isFile = only !== undefined && only.path === path && path !== '/';
  useEffect(() => {
    if (isFile) openFolder(parentOf(path), path, true);
  }, [isFile, path, openFolder]);
}
