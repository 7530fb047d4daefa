/** The ways a call can reach the procedures: each opens the same API, and gives a client of it. */
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as FetchLink } from '@orpc/client/fetch';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { router, type Api } from '../../main/api/open.ts';
import { openWebHost, type WebHost } from '../../main/serve/web-host.ts';
import { visit } from '../fixture/web/asking.ts';

export type Client = Api['client'];

export interface Transport {
  client: Client;
  close(): Promise<void>;
}

const webHost = (api: Api): Promise<WebHost> => openWebHost({ router, context: api.services, servedFile: api.servedFile, files: new Map() });
type Link = Parameters<typeof createORPCClient>[0];
const clientOf = (link: Link): Client => createORPCClient(link) as Client;

export const TRANSPORTS: Readonly<Record<string, (api: Api) => Promise<Transport>>> = {
  'in this process': async ({ client }) => ({ client, close: async () => undefined }),

  'over a MessagePort': async (api) => {
    const { port1, port2 } = new MessageChannel();
    new PortHandler(router).upgrade(port1, { context: api.services });
    const link = new PortLink({ port: port2 });
    for (const port of [port1, port2]) port.start();
    return { client: clientOf(link), close: async () => port2.close() };
  },

  'over HTTP': async (api) => {
    const web = await webHost(api);
    const { cookie, origin } = await visit(web.url);
    return { client: clientOf(new FetchLink({ url: `${origin}/rpc`, headers: { Cookie: cookie, Origin: origin } })), close: () => web.close() };
  },

  'over a WebSocket': async (api) => {
    const web = await webHost(api);
    const socket = await (await visit(web.url)).socket();
    return { client: clientOf(new SocketLink({ websocket: socket as unknown as WebSocket })), close: () => web.close() };
  },
};
