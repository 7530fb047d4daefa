/** Forgetting with a preview: exactly which versions go, how many stay, and afterwards the way to the space. */
import { Button, Group, Modal, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type JSX } from 'react';
import type { ForgetGroup } from '../../../preload/contract/forget.ts';
import type { RetentionPolicy } from '../../../preload/contract/retention.ts';
import { client } from '../../client.ts';
import { queryClient } from '../../client/query-client.ts';
import { useText } from '../../text/language.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Problem } from '../../ui/problem.tsx';
import type { HistoryPlace } from './places.ts';
import { at } from './queries.ts';

/** These very versions, or whatever a policy lets go. */
export type ForgetRequest = { ids: readonly string[] } | { policy: RetentionPolicy };

interface ForgetSheetProps {
  place: HistoryPlace;
  request: ForgetRequest;
  onClose: () => void;
  onForgotten: () => void;
}

export function ForgetSheet({ place, request, onClose, onForgotten }: ForgetSheetProps): JSX.Element {
  const { t, f } = useText();
  const [forgotten, setForgotten] = useState<number | null>(null);
  const tags = place.plan === null ? [] : [`plan:${place.plan.id}`];
  const preview = useQuery({
    queryKey: ['forget-preview', place.key, request], staleTime: 0, gcTime: 0, retry: false, refetchOnWindowFocus: false,
    queryFn: ({ signal }) => client.snapshot.forgetPreview({
      ...at(place.destination), groupBy: 'policy' in request ? ['host'] : ['host', 'paths'],
      ...('ids' in request ? { filter: { ids: [...request.ids] } } : { filter: { tags }, policy: request.policy }),
    }, { signal }),
  });
  const forget = useMutation({
    mutationFn: (token: string) => client.snapshot.forget({ ...at(place.destination), token }),
    onSuccess: async ({ removed }) => {
      setForgotten(removed.length);
      await queryClient.invalidateQueries({ queryKey: ['snapshots'] });
    },
  });
  const removed = preview.data?.groups.flatMap(({ remove }) => remove) ?? [];
  const stays = preview.data?.groups.reduce((sum, { keep }) => sum + keep.length, 0) ?? 0;
  if (forgotten !== null) return <FreeSpace place={place} forgotten={forgotten} onClose={onForgotten} />;
  if (preview.data !== undefined && removed.length === 0) {
    return (
      <Modal opened onClose={onClose} title={t.history.forget} closeButtonProps={{ 'aria-label': t.common.close }}>
        <p>{t.history.forgetNothing}</p>
      </Modal>
    );
  }
  return (
    <Confirm
      opened title={t.history.forgetTitle(f.count(removed.length), removed.length)} action={t.history.forgetAction(f.count(removed.length), removed.length)}
      busy={forget.isPending || preview.isPending} error={forget.error} onConfirm={() => preview.data !== undefined && forget.mutate(preview.data.token)} onClose={onClose}
    >
      {preview.isPending && <Loading lines={3} />}
      {preview.error !== null && <Problem error={preview.error} />}
      {preview.data !== undefined && (
        <>
          <Groups groups={preview.data.groups} />
          <p>{t.history.forgetText}</p>
          {'policy' in request && <p>{t.history.forgetStays(f.count(stays), stays)}</p>}
        </>
      )}
    </Confirm>
  );
}

function Groups({ groups }: { groups: readonly ForgetGroup[] }): JSX.Element {
  const { f } = useText();
  return (
    <>
      {groups.filter(({ remove }) => remove.length > 0).map(({ host, paths, remove }) => (
        <div key={`${host} ${paths.join(' ')}`}>
          <div className="quiet dense">{host} · <bdi>{paths.join(', ')}</bdi></div>
          <ul className="dense" style={{ margin: 0, maxHeight: 220, overflow: 'auto' }}>{remove.map(({ id, time }) => <li key={id}>{f.dateTime(time)}</li>)}</ul>
        </div>
      ))}
    </>
  );
}

/** The versions are gone from the list; their bytes go by a run of its own. */
function FreeSpace({ place, forgotten, onClose }: { place: HistoryPlace; forgotten: number; onClose: () => void }): JSX.Element {
  const { t, f } = useText();
  const navigate = useNavigate();
  const preview = useQuery({ queryKey: ['prune-preview', place.key, forgotten], staleTime: 0, gcTime: 0, retry: false, queryFn: ({ signal }) => client.destination.prunePreview({ ...at(place.destination) }, { signal }) });
  const prune = useMutation({
    mutationFn: (token: string) => client.destination.prune({ ...at(place.destination), token }),
    onSuccess: async ({ runId }) => {
      onClose();
      await navigate({ to: '/runs/$runId', params: { runId } });
    },
  });
  const freeable = preview.data === undefined ? 0 : preview.data.plan.remove.bytes + preview.data.plan.unindexed.bytes;
  return (
    <Modal opened onClose={onClose} title={t.history.forgotten(f.count(forgotten), forgotten)} closeButtonProps={{ 'aria-label': t.common.close }}>
      <Stack>
        {preview.isPending && <Loading lines={1} />}
        {preview.data !== undefined && <p>{t.history.freeable(f.bytes(freeable))}</p>}
        {(preview.error ?? prune.error) !== null && <Problem error={preview.error ?? prune.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>{t.common.close}</Button>
          <Button disabled={preview.data === undefined} loading={prune.isPending} onClick={() => preview.data !== undefined && prune.mutate(preview.data.token)}>{t.history.freeSpace}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
