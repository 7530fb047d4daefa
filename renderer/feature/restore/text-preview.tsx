/** The beginning of a text, as it was then. */
import { useQuery } from '@tanstack/react-query';
import { useMemo, type JSX } from 'react';
import { NotServed, servedText } from '../../client/served-text.ts';
import { useText } from '../../text/language.tsx';
import { linesOf, shownLine } from '../../ui/diff/text-lines.ts';
import { Loading } from '../../ui/loading.tsx';
import { Problem } from '../../ui/problem.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import classes from './preview.module.css';

const LINE = 18;

export function TextPreview({ url, name, truncated }: { url: string; name: string; truncated: boolean }): JSX.Element {
  const { t } = useText();
  const text = useQuery({ queryKey: ['served', url], queryFn: ({ signal }) => servedText(url, signal), retry: false, staleTime: Infinity, gcTime: 30_000 });
  const lines = useMemo(() => (text.data === undefined ? [] : linesOf(text.data)), [text.data]);
  if (text.data === undefined) {
    if (text.error === null) return <div className={classes.shown}><Loading lines={6} /></div>;
    return <div className={classes.shown}><Problem error={text.error instanceof NotServed ? new Error(t.restore.notServed) : text.error} meaning={t.restore.previewFailed} retry={() => void text.refetch()} /></div>;
  }
  if (text.data === '') return <p className={`quiet ${classes.none}`}>{t.restore.emptyFile}</p>;
  return (
    <div className={classes.shown} style={{ height: lines.length * LINE + (truncated ? 40 : 18) }}>
      <VirtualList label={t.restore.textOf(name)} count={lines.length} lineHeight={LINE} as="text" className={classes.text}>
        {(index) => <span className={classes.line}>{shownLine(lines[index]!)}</span>}
      </VirtualList>
      {truncated && <p className={`quiet ${classes.note}`}>{t.restore.truncated}</p>}
    </div>
  );
}
