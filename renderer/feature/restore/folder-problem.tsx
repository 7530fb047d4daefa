/** A folder that cannot be shown in this version, with the ways on. */
import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { SnapshotFilter } from '../../../preload/contract/snapshot-filter.ts';
import { client } from '../../client.ts';
import { faultOf } from '../../client/fault.ts';
import { useText } from '../../text/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Problem } from '../../ui/problem.tsx';
import { nameOf, parentOf } from './paths.ts';

export interface FolderProblemProps {
  error: unknown;
  path: string;
  destination: string;
  filter: Partial<SnapshotFilter>;
  retry: () => void;
  onUp: (path: string) => void;
  onVersion: (snapshot: string) => void;
}

export function FolderProblem({ error, path, destination, filter, retry, onUp, onVersion }: FolderProblemProps): JSX.Element {
  const { t, f } = useText();
  const isMissing = faultOf(error).kind === 'missing';
  const newest = useQuery({
    queryKey: ['newest-with', destination, path, filter], enabled: isMissing, retry: false,
    queryFn: async ({ signal }) => {
      for await (const [version] of await client.snapshot.versions({ destination, path, filter }, { signal })) if (version !== undefined) return { snapshot: version.snapshot, time: version.time };
      return null;
    },
  }).data;
  const up = path === '/' ? null : <Button variant="default" size="xs" onClick={() => onUp(parentOf(path))}>{t.restore.goUp}</Button>;
  if (!isMissing) return <Problem error={error} meaning={t.restore.folderUnreadable} retry={retry}>{up}</Problem>;
  return (
    <Empty title={t.restore.notThen(nameOf(path))}>
      <p>{t.restore.notThenText}</p>
      <Group gap="xs">
        {newest != null && <Button size="xs" onClick={() => onVersion(newest.snapshot)}>{t.restore.showAsOf(f.dateTime(newest.time))}</Button>}
        {up}
      </Group>
    </Empty>
  );
}
