/** Beside the table: what the entry under the cursor looks like, and which versions of it there are. */
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { SnapshotFilter } from '../../../preload/contract/snapshot-filter.ts';
import { client, servedUrl } from '../../client.ts';
import { useText } from '../../text/language.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { NowMark } from './now-mark.tsx';
import classes from './preview.module.css';
import type { At } from './queries.ts';
import { saysState, type Row } from './row.ts';
import { TextPreview } from './text-preview.tsx';
import type { Spot } from './timeline.ts';
import { VersionList } from './version-list.tsx';

export interface PreviewPaneProps {
  at: At;
  row: Row | null;
  filter: Partial<SnapshotFilter>;
  spot: Spot;
  /** Somebody chose another version of this entry. */
  onVersion: (snapshot: string) => void;
}

export function PreviewPane({ at, row, filter, spot, onVersion }: PreviewPaneProps): JSX.Element {
  const { t, f } = useText();
  const [settled] = useDebouncedValue(row, 120); // holding an arrow key down asks for nothing on the way
  if (row === null) return <aside className={`surface ${classes.pane}`} aria-label={t.restore.preview}><p className={`quiet ${classes.hint}`}>{t.restore.previewHint}</p></aside>;
  return (
    <aside className={`surface ${classes.pane}`} aria-label={t.restore.preview}>
      <header className={classes.head}>
        <h2 className={classes.title}><bdi>{row.name}</bdi></h2>
        <p className="quiet dense">
          {[t.restore.type[row.type], ...(row.type === 'file' ? [f.bytes(row.size)] : []), f.dateTime(row.mtime)].join(' · ')}
        </p>
        {saysState(row) && <p className="dense"><NowMark now={row.now} /></p>}
        {row.linkTarget !== null && <p className="dense path">→ {row.linkTarget}</p>}
      </header>
      {settled?.type === 'file' && <FilePreview key={`${at.snapshot} ${settled.path}`} at={at} row={settled} />}
      {settled !== null && <VersionList key={settled.path} at={at} row={settled} filter={filter} spot={spot} onVersion={onVersion} />}
    </aside>
  );
}

function FilePreview({ at, row }: { at: At; row: Row }): JSX.Element {
  const { t, f } = useText();
  const preview = useQuery({
    queryKey: ['preview', at.destination, at.snapshot, row.path], retry: false, staleTime: 60_000, gcTime: 60_000,
    queryFn: ({ signal }) => client.snapshot.preview({ destination: at.destination, snapshot: at.snapshot, path: row.path }, { signal }),
  });
  if (preview.data === undefined) return <div className={classes.shown}><Loaded query={preview} lines={6} meaning={t.restore.previewFailed}>{() => null}</Loaded></div>;
  const { kind, url, mime, truncated, size } = preview.data;
  if (kind === 'text' && url !== null) return <TextPreview url={url} name={row.name} truncated={truncated} />;
  if (kind === 'image' && url !== null) return <ImagePreview url={url} name={row.name} retry={() => void preview.refetch()} />;
  return <p className={`quiet ${classes.none}`}>{kind === 'too-large' ? t.restore.tooLarge(f.bytes(size)) : size === 0 ? t.restore.emptyFile : t.restore.noPreview(mime)}</p>;
}

function ImagePreview({ url, name, retry }: { url: string; name: string; retry: () => void }): JSX.Element {
  const { t } = useText();
  return (
    <div className={classes.image}>
      <img
        src={servedUrl(url)} alt={name}
        onError={({ currentTarget }) => {
          currentTarget.hidden = true;
          currentTarget.nextElementSibling!.removeAttribute('hidden');
        }}
      />
      <div hidden>
        <p>{t.restore.imageFailed}</p>
        <button type="button" className={classes.link} onClick={retry}>{t.common.retry}</button>
      </div>
    </div>
  );
}
