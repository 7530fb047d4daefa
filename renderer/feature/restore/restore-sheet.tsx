/** From a choice to files: where to, what exactly will happen, progress, result. Closing it stops nothing. */
import { Modal } from '@mantine/core';
import { useState, type JSX } from 'react';
import { useText } from '../../text/language.tsx';
import type { Conflict } from './restore-choice.ts';
import type { At } from './queries.ts';
import { RestorePlan } from './restore-plan.tsx';
import { RestoreRun } from './restore-run.tsx';
import type { Chosen } from './selection.ts';

export interface SheetWish {
  at: At;
  /** RFC 3339, of the version. */
  when: string;
  chosen: readonly Chosen[];
  target: 'original' | { folder: string };
}

export interface RestoreSheetProps {
  wish: SheetWish;
  onClose: () => void;
  /** Files have been written: what lies there now is different. */
  onDone: () => void;
}

export function RestoreSheet({ wish, onClose, onDone }: RestoreSheetProps): JSX.Element {
  const { t, f } = useText();
  const [into, setInto] = useState(wish.target === 'original' ? null : wish.target.folder);
  const [conflict, setConflict] = useState<Conflict>('keep-both');
  const [runId, setRunId] = useState<string | null>(null);
  const [only] = wish.chosen;
  const what = wish.chosen.length === 1 ? only!.name : t.common.items(f.count(wish.chosen.length), wish.chosen.length);
  const wished = { ...wish.at, paths: wish.chosen.map(({ path }) => path), into, conflict };
  return (
    <Modal opened onClose={onClose} size={760} title={<bdi>{t.restore.sheetTitle(what, f.dateTime(wish.when))}</bdi>} closeButtonProps={{ 'aria-label': t.common.close }} closeOnClickOutside={runId === null}>
      {runId === null
        ? <RestorePlan wish={wished} onInto={setInto} onConflict={setConflict} onStarted={setRunId} onClose={onClose} />
        : <RestoreRun runId={runId} wish={wished} onClose={onClose} onDone={onDone} />}
    </Modal>
  );
}
