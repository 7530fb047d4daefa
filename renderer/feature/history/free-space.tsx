/** After forgetting: the versions are gone from the list; their bytes go by a run of its own. */
import { Button, Group, Modal, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { JSX } from 'react';
import { client } from '../../client.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { commandLine } from '../../ui/command-line.ts';
import { Loading } from '../../ui/loading.tsx';
import { Problem } from '../../ui/problem.tsx';
import type { Origin } from '../../form/origin.ts';

export function FreeSpace({ origin: { key, destination }, forgotten, onClose }: { origin: Origin; forgotten: number; onClose: () => void }): JSX.Element {
  const { t, f } = useText();
  const navigate = useNavigate();
  const preview = useQuery({
    queryKey: ['prune-preview', key, forgotten], staleTime: 0, gcTime: 0, retry: false, refetchOnWindowFocus: false,
    queryFn: ({ signal }) => client.destination.prunePreview({ destination }, { signal }),
  });
  const prune = useMutation({
    mutationFn: (token: string) => client.destination.prune({ destination, token }),
    onSuccess: async ({ runId }) => {
      onClose();
      await navigate({ to: '/runs/$runId', params: { runId } });
    },
  });
  const { data } = preview;
  const freeable = data === undefined ? 0 : data.plan.remove.bytes + data.plan.unindexed.bytes;
  return (
    <Modal opened onClose={onClose} title={t.history.forgotten(f.count(forgotten), forgotten)} closeButtonProps={{ 'aria-label': t.common.close }}>
      <Stack>
        {preview.isPending && <Loading lines={1} />}
        {data !== undefined && <p role="status">{freeable > 0 ? t.history.freeable(f.bytes(freeable)) : t.history.notFreeable}</p>}
        {(preview.error ?? prune.error) !== null && <Problem error={preview.error ?? prune.error} meaning={t.history.spaceLater} retry={() => void preview.refetch()} />}
        <Group justify="flex-end">
          {freeable > 0 && <CommandButton command={commandLine('prune', '-r', destination)} />}
          <Button variant="default" onClick={onClose} data-autofocus>{t.common.close}</Button>
          {freeable > 0 && <Button loading={prune.isPending} onClick={() => data !== undefined && prune.mutate(data.token)}>{t.history.freeSpace(f.bytes(freeable))}</Button>}
        </Group>
      </Stack>
    </Modal>
  );
}
