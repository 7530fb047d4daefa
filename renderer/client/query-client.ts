/** Server state: fetched once, shared, fetched again when the connection comes back or something changed it. */
import { onlineManager, QueryClient } from '@tanstack/react-query';
import { connection } from '../client.ts';
import { ConnectionLost } from './connection.ts';
import { faultOf } from './fault.ts';

/** Asking again is of use where the way was broken and is there again, not where the answer was no. */
const worthRetrying = (failures: number, error: unknown): boolean => failures < 2 && (error instanceof ConnectionLost ? connection.state === 'open' : faultOf(error).kind === 'offline');

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: worthRetrying, staleTime: 10_000, refetchOnWindowFocus: true },
    mutations: { networkMode: 'always', retry: false }, // a change the person asked for happens now or not at all
  },
});

/** The engine is what we are online with; the machine's network is not. */
onlineManager.setEventListener((setOnline) => {
  const tell = (): void => setOnline(connection.state === 'open');
  tell();
  return connection.subscribe(tell);
});
