/** Forgetting with a preview: exactly which versions go, how many stay, and afterwards the way to the space. */
import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { RetentionPolicy } from '../../../preload/contract/retention.ts';
import { client } from '../../client.ts';
import { faultOf } from '../../client/fault.ts';
import { queryClient } from '../../client/query-client.ts';
import { useAppInfo } from '../../client/use-basics.ts';
import { forgetCommand } from '../../form/backup-command.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { commandLine } from '../../ui/command-line.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Problem } from '../../ui/problem.tsx';
import { ForgetGroups } from './forget-groups.tsx';
import { FreeSpace } from './free-space.tsx';
import type { Origin } from '../../form/origin.ts';

/** These very versions, or whatever a policy lets go. */
export type ForgetRequest = { ids: readonly string[] } | { policy: RetentionPolicy };

interface ForgetSheetProps {
  origin: Origin;
  request: ForgetRequest;
  onClose: () => void;
  onForgotten: () => void;
}

export function ForgetSheet({ origin, request, onClose, onForgotten }: ForgetSheetProps): JSX.Element {
  const { t, f } = useText();
  const words = t.history;
  const [forgotten, setForgotten] = useState<number | null>(null);
  const preview = usePreview(origin, request);
  const forget = useMutation({
    mutationFn: (token: string) => client.snapshot.forget({ destination: origin.destination, token }),
    onSuccess: async ({ removed }) => {
      setForgotten(removed.length);
      await queryClient.invalidateQueries({ queryKey: ['snapshots'] });
    },
    onError: (error) => void (faultOf(error).kind === 'stale' && preview.refetch()), // what is confirmed next is what is there now
  });
  if (forgotten !== null) return <FreeSpace origin={origin} forgotten={forgotten} onClose={onForgotten} />;
  const { data } = preview;
  const going = data?.groups.reduce((sum, { remove }) => sum + remove.length, 0) ?? 0;
  if (data === undefined || going === 0) {
    return (
      <Modal opened onClose={onClose} title={words.forgetQuestion} size="lg" closeButtonProps={{ 'aria-label': t.common.close }}>
        {data !== undefined ? <p>{words.forgetNothing}</p> : preview.error === null ? <Loading lines={3} /> : <Refusal error={preview.error} retry={() => void preview.refetch()} />}
        <Group justify="flex-end" mt="md"><Button variant="default" onClick={onClose} data-autofocus>{t.common.close}</Button></Group>
      </Modal>
    );
  }
  return (
    <Confirm
      opened title={words.forgetTitle(f.count(going), going)} action={words.forgetAction(f.count(going), going)} busy={forget.isPending || preview.isFetching}
      onConfirm={() => forget.mutate(data.token)} onClose={onClose}
    >
      <ForgetGroups groups={data.groups} />
      <p>{words.forgetText}</p>
      {forget.error !== null && (faultOf(forget.error).kind === 'stale' ? <p role="alert">{words.forgetStale}</p> : <Refusal error={forget.error} />)}
      <CommandButton command={commandOf(origin, request)} />
    </Confirm>
  );
}

function usePreview(origin: Origin, request: ForgetRequest) {
  const hostname = useAppInfo().data?.hostname;
  return useQuery({
    queryKey: ['forget-preview', origin.key, request], staleTime: 0, gcTime: 0, retry: false, refetchOnWindowFocus: false, enabled: hostname !== undefined,
    queryFn: ({ signal }) => client.snapshot.forgetPreview({ destination: origin.destination, ...inputOf(origin, request, hostname!) }, { signal }),
  });
}

/** By rules it goes as after a run of the plan: this machine's versions, each source by itself where there are several. */
function inputOf({ plan }: Origin, request: ForgetRequest, hostname: string) {
  if ('ids' in request) return { filter: { ids: [...request.ids] }, groupBy: ['host' as const, 'paths' as const] };
  const groupBy = plan?.sources.length === 1 ? ['host' as const] : ['host' as const, 'paths' as const];
  return { filter: { tags: plan === null ? [] : [`plan:${plan.id}`], hosts: [hostname] }, policy: request.policy, groupBy };
}

/** What the engine says for a terminal is said for the window. */
function Refusal({ error, retry }: { error: unknown; retry?: () => void }): JSX.Element {
  const { t } = useText();
  const fault = faultOf(error);
  const advice = fault.kind === 'invalid' ? t.history.keepOne : fault.kind === 'locked' ? t.history.lockedAdvice : fault.advice;
  return <Problem error={{ ...fault, advice }} meaning={t.history.nothingForgotten} {...(retry === undefined || fault.kind === 'invalid' ? {} : { retry })} />;
}

function commandOf({ plan, destination }: Origin, request: ForgetRequest): string {
  if ('ids' in request) return commandLine('forget', '-r', destination, ...request.ids.map((id) => id.slice(0, 8)));
  return (plan === null ? null : forgetCommand({ ...plan, destinations: [destination] })) ?? commandLine('forget', '--help');
}
