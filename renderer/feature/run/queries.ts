/** What the page of a run asks for. */
import { useInfiniteQuery, useMutation, useQuery, type UseInfiniteQueryResult, type InfiniteData, type UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunView } from '../../../preload/contract/run-procedures.ts';
import type { Run, RunProblem } from '../../../preload/contract/run.ts';
import { client, connection } from '../../client.ts';
import { useConnection } from '../../client/use-connection.ts';
import { useStream } from '../../client/use-stream.ts';
import { addSamples, type Sample } from './samples.ts';

export interface Followed {
  view: RunView;
  samples: readonly Sample[];
}

export interface Following {
  followed: Followed | null;
  /** It runs, but not in this engine: nothing more is heard of it than how it ends. */
  elsewhere: boolean;
  error: unknown;
}

const fold = (state: Followed | null, view: RunView): Followed => ({ view, samples: addSamples(state?.samples ?? [], view.samples) });

/** How often the end of a run is asked for that runs in another program. Milliseconds. */
const ASK_EVERY = 5000;

/** Begins again when the connection comes back; until then the last view stays. */
export function useFollowedRun(runId: string): Following {
  const open = useConnection() === 'open';
  const opened = useOpenedAt(open);
  const [kept, keep] = useState<Followed | null>(null);
  const { value, done, error } = useStream<RunView, Followed | null>(opened === null ? null : `${runId} ${opened}`, (signal) => client.run.follow({ runId }, { signal }), fold, null);
  if (error !== null && value !== null && kept !== value) keep(value); // the stream that follows this one begins with nothing
  const followed = value ?? kept;
  const elsewhere = done && followed !== null && followed.view.run.state !== 'ended';
  const asked = useAskedRun(runId, elsewhere);
  const ended = elsewhere && asked?.state === 'ended' ? asked : null;
  return {
    followed: ended === null || followed === null ? followed : { ...followed, view: { ...followed.view, run: ended } },
    elsewhere: elsewhere && ended === null, error: open ? error : null,
  };
}

/** When the connection was last opened; null: not yet. While it is lost, the last time stays. */
function useOpenedAt(open: boolean): number | null {
  const [opened, setOpened] = useState<number | null>(null);
  const since = open ? connection.since : opened;
  if (since !== opened) setOpened(since);
  return since;
}

/** Of a run that cannot be followed, how it stands. */
function useAskedRun(runId: string, enabled: boolean): Run | undefined {
  return useQuery({
    queryKey: ['runs', 'one', runId], queryFn: ({ signal }) => client.run.get({ runId }, { signal }), enabled,
    refetchInterval: ({ state }) => (state.data?.state === 'ended' ? false : ASK_EVERY),
  }).data;
}

interface ProblemPage {
  problems: RunProblem[];
  next: string | null;
  total: number;
}

/** The paths of one group of problems, a page at a time. */
export const useProblems = (runId: string, group: string): UseInfiniteQueryResult<InfiniteData<ProblemPage>> =>
  useInfiniteQuery({
    queryKey: ['runs', 'problems', runId, group],
    queryFn: ({ pageParam, signal }) => client.run.problems({ runId, group, limit: 500, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null, getNextPageParam: ({ next }) => next, staleTime: Infinity,
  });

export const useUndoRestore = (): UseMutationResult<string, unknown, string> => useMutation({ mutationFn: async (runId: string) => (await client.restore.undo({ runId })).runId });

export const useReveal = (): UseMutationResult<boolean, unknown, string> => useMutation({ mutationFn: async (path: string) => (await client.app.reveal({ path })).shown });

/** A run that can still be followed or cancelled here. */
export const isRunning = ({ state }: Pick<Run, 'state'>): boolean => state !== 'ended';
