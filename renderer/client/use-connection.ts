/** The connection's state as React sees it. */
import { useSyncExternalStore } from 'react';
import { connection } from '../client.ts';
import type { ConnectionState } from './connection.ts';

export const useConnection = (): ConnectionState => useSyncExternalStore(connection.subscribe, () => connection.state);
