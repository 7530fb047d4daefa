/** The drives as they come and go, and what is asked about them. */
import type { Drive } from '../../preload/contract/drive.ts';
import { client } from '../client.ts';
import { liveNews } from './live-news.ts';
import { queryClient } from './query-client.ts';

/** What decides whether a place is there: which drives are mounted where, and who they are. */
const standing = (drives: readonly Drive[]): string => JSON.stringify(drives.map(({ id, name, path, state }) => [id, name, path, state]));

/** What was asked of places while another drive was there. */
const STALE: readonly unknown[] = ['plans', 'place', 'landmarks', 'destinations'];

export const { follow: followDrives, followAgain: followDrivesAgain, use: useDrives } = liveNews(
  (signal) => client.drive.watch(undefined, { signal }),
  ({ drives }, before) => {
    if (before !== null && standing(before.drives) !== standing(drives)) void queryClient.invalidateQueries({ predicate: ({ queryKey }) => STALE.includes(queryKey[0]) });
  },
);
