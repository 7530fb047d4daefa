/** The one typed client, whatever the host: calls go over the connection there is, and the connection is watched in one place. */
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../preload/contract/contract.ts';
import { Connection } from './client/connection.ts';
import { connectByPort } from './client/by-port.ts';
import { connectBySocket } from './client/by-socket.ts';

export const connection = new Connection();
export const client: ContractRouterClient<Contract> = createORPCClient(connection);

/** Begins to connect; from then on the connection mends itself. */
export function connect(): void {
  const transport = document.querySelector<HTMLMetaElement>('meta[name=transport]')?.content;
  const overPort = transport === 'port' || (transport !== 'socket' && location.protocol === 'app:');
  if (overPort) connectByPort(connection);
  else connectBySocket(connection);
}

/** Where this host serves a file that the contract named by a relative URL. */
export const servedUrl = (url: string): string => `/${url}`;
