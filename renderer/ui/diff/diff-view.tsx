/** The difference of two texts, side by side or one below the other. What differs carries a sign, not only a colour. */
import { SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useState, type JSX, type ReactNode } from 'react';
import { useText } from '../../text/language.tsx';
import { VirtualList } from '../virtual-list.tsx';
import classes from './diff.module.css';
import type { DiffRow, TextDiff } from './text-diff.ts';
import { shownLine } from './text-lines.ts';

export interface ShownDiff extends TextDiff {
  /** Only the beginnings were compared. */
  truncated: boolean;
}

interface DiffViewProps {
  diff: ShownDiff;
  /** What the two sides are. */
  before: string;
  after: string;
  /** Beside the choice of views. */
  children?: ReactNode;
}

const LINE = 20;

export function DiffView({ diff: { rows, added, removed, coarse, truncated }, before, after, children }: DiffViewProps): JSX.Element {
  const { t, f } = useText();
  const narrow = useMediaQuery('(max-width: 1000px)', false);
  const [chosen, setChosen] = useState<'beside' | 'below' | null>(null);
  const view = chosen ?? (narrow === true ? 'below' : 'beside');
  return (
    <div className={classes.diff}>
      <div className={classes.head}>
        <p>{added + removed === 0 ? t.restore.sameText : t.restore.diffCounts(f.count(added), f.count(removed))}</p>
        <div className={classes.tools}>
          <SegmentedControl size="xs" aria-label={t.restore.diffView} value={view} onChange={(value) => setChosen(value === 'below' ? 'below' : 'beside')} data={[{ value: 'beside', label: t.restore.beside }, { value: 'below', label: t.restore.below }]} />
          {children}
        </div>
      </div>
      {coarse && <p className="quiet">{t.restore.coarse}</p>}
      {truncated && <p className="quiet">{t.restore.truncated}</p>}
      <div className={classes.dates} data-view={view}>
        <span><span aria-hidden="true">− </span>{before}</span>
        <span><span aria-hidden="true">+ </span>{after}</span>
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
