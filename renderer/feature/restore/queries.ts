/** What the restore pages ask the engine. */
import { queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { client } from '../../client.ts';
import { faultOf } from '../../client/fault.ts';
import { useAppInfo, useDestinations, usePlans } from '../../client/use-basics.ts';
import type { LoadPage } from './folder-pages.ts';
import type { Known, Origin } from './origin.ts';
import { rowOf, type Row } from './row.ts';

/** A version of a destination. */
export interface At {
  destination: string | undefined;
  snapshot: string;
}

export interface KnownState {
  known: Known | null;
  error: unknown;
  retry: () => void;
}

/** The default vault is made by the first backup of the command line and need not be in the settings. */
export function useKnown(): KnownState {
  const [plans, destinations, info] = [usePlans(), useDestinations(), useAppInfo()];
  const address = info.data?.defaultVault;
  const isSaved = destinations.data?.some((saved) => saved.address === address) ?? true;
  const vault = useQuery({
    queryKey: ['place', address], enabled: address !== undefined && !isSaved, staleTime: 60_000,
    queryFn: ({ signal }) => client.destination.inspect({ address: address! }, { signal }),
  });
  const failed = [plans, destinations, info].find(({ error, data }) => error !== null && data === undefined);
  const retry = (): void => void Promise.all([plans, destinations, info].map((query) => query.refetch()));
  const settled = isSaved || vault.data !== undefined || vault.error !== null;
  if (plans.data === undefined || destinations.data === undefined || info.data === undefined || !settled) return { known: null, error: failed?.error ?? null, retry };
  const defaultVault = !isSaved && vault.data?.state === 'vault' ? vault.data.address : null;
  return { known: { plans: plans.data, destinations: destinations.data, defaultVault }, error: null, retry };
}

const MOST_AT_ONCE = 10_000;

async function allVersions({ destination, plan }: Origin, signal: AbortSignal): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.snapshot.list({ destination, cursor, limit: MOST_AT_ONCE, filter: { tags: plan === null ? [] : [`plan:${plan.id}`] } }, { signal });
    snapshots.push(...page.snapshots);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return snapshots;
}

export const useVersions = (origin: Origin): UseQueryResult<Snapshot[]> =>
  useQuery({
    queryKey: ['snapshots', 'all', origin.destination ?? '', origin.plan?.id ?? ''], queryFn: ({ signal }) => allVersions(origin, signal),
    retry: (failures, error) => failures < 1 && faultOf(error).kind === 'offline',
  });

/** The pages of one folder. */
export const folderLoader = ({ destination, snapshot }: At, path: string): LoadPage => (from, limit, signal) =>
  client.snapshot.entries({ destination, snapshot, path, limit, compare: true, ...(from === 0 ? {} : { cursor: String(from) }) }, { signal });

/** Folders shown of one folder in the tree; the table has them all. */
const MOST_FOLDERS = 5000;

export interface Folders {
  rows: readonly Row[];
  more: number;
}

export const foldersIn = ({ destination, snapshot }: At, path: string) =>
  queryOptions({
    queryKey: ['folders', destination ?? '', snapshot, path], staleTime: Infinity, retry: false,
    queryFn: async ({ signal }): Promise<Folders> => {
      const { entries, total } = await client.snapshot.entries({ destination, snapshot, path, directoriesOnly: true, limit: MOST_FOLDERS }, { signal });
      const rows = entries.filter(({ type }) => type === 'dir').map(rowOf);
      return { rows, more: Math.max(0, total - entries.length) };
    },
  });

/** Chosen paths that are looked up; of more than that only the list before a restore tells. */
const MOST_LOOKED_UP = 100;

/** Which of these paths a version does not have; null while it is not known. */
export function useAbsent({ destination, snapshot }: At, paths: readonly string[]): readonly string[] | null {
  const wanted = paths.filter((path) => path !== '/');
  const { data } = useQuery({
    queryKey: ['absent', destination ?? '', snapshot, wanted], enabled: wanted.length > 0 && wanted.length <= MOST_LOOKED_UP, staleTime: Infinity, retry: false,
    queryFn: async ({ signal }) => {
      const found = await Promise.all(wanted.map(async (path) => {
        try {
          await client.snapshot.entries({ destination, snapshot, path, limit: 1 }, { signal });
          return null;
        } catch (error) {
          if (faultOf(error).kind === 'missing') return path;
          throw error;
        }
      }));
      return found.filter((path) => path !== null);
    },
  });
  return data ?? null;
}
