/** What the restore pages ask the engine. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../client.ts';
import { faultOf } from '../../client/fault.ts';
import type { LoadPage } from './folder-pages.ts';
import { rowOf, type Row } from './row.ts';

/** A version, in a destination as the contract takes it. */
export interface At {
  destination: string;
  snapshot: string;
}

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
    queryKey: ['folders', destination, snapshot, path], staleTime: Infinity, retry: false,
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
    queryKey: ['absent', destination, snapshot, wanted], enabled: wanted.length > 0 && wanted.length <= MOST_LOOKED_UP, staleTime: Infinity, retry: false,
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
