/** Two versions of a text, side by side or one below the other. What differs carries a sign, not only a colour. */
import { Modal, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { commandLine } from '../../ui/command-line.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import classes from './diff.module.css';
import { versionText } from './served-text.ts';
import { diffTexts, type DiffRow } from './text-diff.ts';
import { shownLine } from './text-lines.ts';

export interface Compared {
  destination: string;
  path: string;
  name: string;
  older: { snapshot: string; time: string };
  newer: { snapshot: string; time: string };
}

const LINE = 20;

export function DiffDialog({ compared, onClose }: { compared: Compared; onClose: () => void }): JSX.Element {
  const { t } = useText();
  return (
    <Modal opened onClose={onClose} size="min(1200px, 94vw)" title={<bdi>{t.restore.diffTitle(compared.name)}</bdi>} closeButtonProps={{ 'aria-label': t.common.close }}>
      <Diff compared={compared} />
    </Modal>
  );
}

function Diff({ compared }: { compared: Compared }): JSX.Element {
  const { t, f } = useText();
  const { destination, path, older, newer } = compared;
  const narrow = useMediaQuery('(max-width: 1000px)', false);
  const [chosen, setChosen] = useState<'beside' | 'below' | null>(null);
  const view = chosen ?? (narrow === true ? 'below' : 'beside');
  const diff = useQuery({
    queryKey: ['diff', destination, older.snapshot, newer.snapshot, path], retry: false, staleTime: Infinity, gcTime: 30_000,
    queryFn: async ({ signal }) => {
      const [before, after] = await Promise.all([versionText({ destination, snapshot: older.snapshot }, path, signal), versionText({ destination, snapshot: newer.snapshot }, path, signal)]);
      return before === null || after === null ? null : { ...(await diffTexts(before.text, after.text, signal)), truncated: before.truncated || after.truncated };
    },
  });
  if (diff.data === undefined) return <Loaded query={diff} lines={12} meaning={t.restore.previewFailed}>{() => null}</Loaded>;
  if (diff.data === null) return <p>{t.restore.notText}</p>;
  const { rows, added, removed, coarse, truncated } = diff.data;
  return (
    <div className={classes.diff}>
      <div className={classes.head}>
        <p>{added + removed === 0 ? t.restore.sameText : t.restore.diffCounts(f.count(added), f.count(removed))}</p>
        <div className={classes.tools}>
          <SegmentedControl size="xs" aria-label={t.restore.diffView} value={view} onChange={(value) => setChosen(value === 'below' ? 'below' : 'beside')} data={[{ value: 'beside', label: t.restore.beside }, { value: 'below', label: t.restore.below }]} />
          <CommandButton command={commandLine('diff', '-r', destination, `${older.snapshot.slice(0, 8)}:${path}`, `${newer.snapshot.slice(0, 8)}:${path}`)} />
        </div>
      </div>
      {coarse && <p className="quiet">{t.restore.coarse}</p>}
      {truncated && <p className="quiet">{t.restore.truncated}</p>}
      <div className={classes.dates} data-view={view}>
        <span><span aria-hidden="true">− </span>{f.dateTime(older.time)}</span>
        <span><span aria-hidden="true">+ </span>{f.dateTime(newer.time)}</span>
      </div>
      {view === 'beside' ? <Beside rows={rows} /> : <Below rows={rows} />}
    </div>
  );
}

function Beside({ rows }: { rows: readonly DiffRow[] }): JSX.Element {
  const { t } = useText();
  return (
    <VirtualList label={t.restore.difference} count={rows.length} lineHeight={LINE} as="text" className={classes.lines}>
      {(index) => {
        const { kind, before, after } = rows[index]!;
        return (
          <div className={classes.pair}>
            <Side line={before} sign={kind === 'same' ? ' ' : '−'} kind={kind === 'same' ? 'same' : 'removed'} />
            <Side line={after} sign={kind === 'same' ? ' ' : '+'} kind={kind === 'same' ? 'same' : 'added'} />
          </div>
        );
      }}
    </VirtualList>
  );
}

function Side({ line, sign, kind }: { line: DiffRow['before']; sign: string; kind: string }): JSX.Element {
  if (line === null) return <div className={classes.side} data-kind="none" />;
  return (
    <div className={classes.side} data-kind={kind}>
      <span className={classes.number} aria-hidden="true">{line.number}</span>
      <span className={classes.sign}>{sign}</span>
      <span className={classes.code}>{shownLine(line.text)}</span>
    </div>
  );
}

interface SingleLine {
  kind: 'same' | 'removed' | 'added';
  before: number | null;
  after: number | null;
  text: string;
}

/** What went stands before what came in its place. */
function singleLines(rows: readonly DiffRow[]): SingleLine[] {
  const lines: SingleLine[] = [];
  let came: SingleLine[] = [];
  for (const { kind, before, after } of rows) {
    if (kind === 'same') {
      lines.push(...came, { kind, before: before!.number, after: after!.number, text: before!.text });
      came = [];
      continue;
    }
    if (before !== null) lines.push({ kind: 'removed', before: before.number, after: null, text: before.text });
    if (after !== null) came.push({ kind: 'added', before: null, after: after.number, text: after.text });
  }
  return [...lines, ...came];
}

function Below({ rows }: { rows: readonly DiffRow[] }): JSX.Element {
  const { t } = useText();
  const lines = useMemo(() => singleLines(rows), [rows]);
  return (
    <VirtualList label={t.restore.difference} count={lines.length} lineHeight={LINE} as="text" className={classes.lines}>
      {(index) => {
        const { kind, before, after, text } = lines[index]!;
        return (
          <div className={classes.single} data-kind={kind}>
            <span className={classes.number} aria-hidden="true">{before ?? ''}</span>
            <span className={classes.number} aria-hidden="true">{after ?? ''}</span>
            <span className={classes.sign}>{kind === 'same' ? ' ' : kind === 'added' ? '+' : '−'}</span>
            <span className={classes.code}>{shownLine(text)}</span>
          </div>
        );
      }}
    </VirtualList>
  );
}
