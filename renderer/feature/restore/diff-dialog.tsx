/** Two versions of a text, compared. */
import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { versionText } from '../../client/served-text.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { commandLine } from '../../ui/command-line.ts';
import { DiffView } from '../../ui/diff/diff-view.tsx';
import { diffTexts } from '../../ui/diff/text-diff.ts';
import { Loaded } from '../../ui/loaded.tsx';

export interface Compared {
  destination: string;
  path: string;
  name: string;
  older: { snapshot: string; time: string };
  newer: { snapshot: string; time: string };
}

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
  const diff = useQuery({
    queryKey: ['diff', destination, older.snapshot, newer.snapshot, path], retry: false, staleTime: Infinity, gcTime: 30_000,
    queryFn: async ({ signal }) => {
      const [before, after] = await Promise.all([versionText({ destination, snapshot: older.snapshot }, path, signal), versionText({ destination, snapshot: newer.snapshot }, path, signal)]);
      return before === null || after === null ? null : { ...(await diffTexts(before.text, after.text, signal)), truncated: before.truncated || after.truncated };
    },
  });
  if (diff.data === undefined) return <Loaded query={diff} lines={12} meaning={t.restore.previewFailed}>{() => null}</Loaded>;
  if (diff.data === null) return <p>{t.restore.notText}</p>;
  return (
    <DiffView diff={diff.data} before={f.dateTime(older.time)} after={f.dateTime(newer.time)}>
      <CommandButton command={commandLine('diff', '-r', destination, `${older.snapshot.slice(0, 8)}:${path}`, `${newer.snapshot.slice(0, 8)}:${path}`)} />
    </DiffView>
  );
}
